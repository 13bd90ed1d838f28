import { connectOutlook } from '../../../../shared/outlook/connection';
import { mailboxAddress, type MailboxAddress } from '../../../../shared/records/ids';
import type { OutlookFeed } from '../../../../shared/sync/ports/outlook';
import { found, graphError, ScriptedGraph, type Reply, type Seen } from '../support/scripted-graph';
import { noWindow } from './support/simulated-todo';

let graph: ScriptedGraph;
let feed: OutlookFeed;
/** What differs from the usual answer, by mailbox and `lists` or list id. */
let replies: Record<string, Reply>;

beforeAll(async () => {
  graph = await ScriptedGraph.start();
});
afterAll(() => graph.stop());
beforeEach(() => {
  graph.reset();
  replies = {};
  graph.script = answer;
  feed = connectOutlook({
    ...{ baseUrl: graph.baseUrl, auth: { token: 't' }, patienceMs: 500, timeoutMs: 2000 },
  }).feed('tasks');
});

const link = (mailbox: string, list: string): string =>
  `https://graph.microsoft.com/v1.0/users/${mailbox}/todo/lists/${list}/tasks/delta?$deltatoken=x`;

function answer({ url }: Seen): Reply | undefined {
  const [, mailbox = '', list] = /^\/users\/([^/]+)\/todo\/lists(?:\/([^/]+)\/tasks\/delta)?/.exec(url) ?? [];
  const own = replies[`${mailbox} ${list ?? 'lists'}`];
  if (own !== undefined) return own;
  if (list === undefined) return found({ value: [{ id: 'L0', wellknownListName: 'defaultList' }] });
  return found({ value: [{ id: 'a', '@odata.etag': '1' }], '@odata.deltaLink': link(mailbox, list) });
}

const mailboxes = Array.from({ length: 20 }, (_, index) => mailboxAddress(`m${index}@example.org`));
const request = (mailbox: MailboxAddress) => ({
  mailbox,
  cursor: JSON.stringify({ folders: [{ folder: 'L0', link: link(mailbox, 'L0') }] }),
  window: noWindow,
});

it('serves twenty mailboxes with two batches, and one mailbox’s trouble is never another’s', async () => {
  replies = {
    'm1@example.org lists': graphError(401, 'UnknownError'),
    'm2@example.org lists': graphError(404, 'MailboxNotEnabledForRESTAPI'),
    'm3@example.org L0': graphError(410, 'SyncStateNotFound'),
    'm4@example.org L0': graphError(404, 'ErrorItemNotFound'),
    'm5@example.org L0': graphError(500, 'InternalServerError'),
  };
  const outcomes = await feed.changes(mailboxes.map(request));
  expect(mailboxes.slice(0, 7).map((mailbox) => outcomes.get(mailbox)?.state)).toEqual([
    ...['read', 'failed', 'failed', 'expired', 'expired', 'failed', 'read'],
  ]);
  expect(outcomes.get(mailboxes[1] ?? mailboxAddress(''))).toMatchObject({ error: { code: 'forbidden' } });
  expect(outcomes.get(mailboxes[2] ?? mailboxAddress(''))).toMatchObject({
    error: { code: 'mailbox-unavailable' },
  });
  expect(graph.batchSizes).toEqual([20, 18]);
});

it('lists the task lists again only after a while', async () => {
  await feed.changes(mailboxes.map(request));
  graph.batchSizes.length = 0;
  await feed.changes(mailboxes.map(request));
  expect(graph.batchSizes).toEqual([20]);
});

it('begins a list that is new at its beginning, with no select, and loses a cursor with its list', async () => {
  const [mailbox = mailboxAddress('')] = mailboxes;
  replies[`${mailbox} lists`] = found({
    value: [
      { id: 'L0', wellknownListName: 'defaultList' },
      { id: 'L1', wellknownListName: 'none' },
      { id: 'flagged', wellknownListName: 'flaggedEmails' },
    ],
  });
  const outcomes = await feed.changes([request(mailbox)]);
  expect(outcomes.get(mailbox)).toMatchObject({
    state: 'read',
    cursor: JSON.stringify({
      folders: [
        { folder: 'L0', link: link(mailbox, 'L0') },
        { folder: 'L1', link: link(mailbox, 'L1') },
      ],
    }),
  });
  expect(graph.items.slice(1).map(({ url }) => url)).toEqual([
    `/users/${mailbox}/todo/lists/L0/tasks/delta?$deltatoken=x`,
    `/users/${mailbox}/todo/lists/L1/tasks/delta`,
  ]);
  const cursor = JSON.stringify({ folders: [{ folder: 'L9', link: link(mailbox, 'L9') }] });
  const lost = await feed.changes([{ ...request(mailbox), cursor }]);
  expect(lost.get(mailbox)).toEqual({ state: 'expired' });
});
