import { connectOutlook } from '../../../shared/outlook/connection';
import { mailboxAddress, type MailboxAddress } from '../../../shared/records/ids';
import type { OutlookChanges, OutlookFeed } from '../../../shared/sync/ports/outlook';
import { aMailbox } from './support/samples';
import { found, graphError, ScriptedGraph, type Reply, type Seen } from './support/scripted-graph';
import { anyWindow } from './support/window';

let graph: ScriptedGraph;
let feed: OutlookFeed;

beforeAll(async () => {
  graph = await ScriptedGraph.start();
});
afterAll(() => graph.stop());
beforeEach(() => {
  graph.reset();
  feed = connect();
});

const connect = (): OutlookFeed =>
  connectOutlook({ baseUrl: graph.baseUrl, auth: { token: 't' }, patienceMs: 500, timeoutMs: 2000 }).feed(
    'contacts',
  );

/** Folders of every mailbox, and whether its default folder holds a contact. */
let folders: string[];
let defaultHasItems: boolean;
/** Delta pages by `folder?token`; a round begins with no token. */
let pages: Record<string, Reply>;

beforeEach(() => {
  folders = [];
  defaultHasItems = true;
  pages = {};
  graph.script = answer;
});

function answer({ url }: Seen): Reply | undefined {
  if (/\/contactFolders\?/.test(url)) return found({ value: folders.map((id) => ({ id })) });
  if (/\/childFolders\?/.test(url)) return found({ value: [] });
  if (/\/contacts\?\$select=id,parentFolderId&\$top=1$/.test(url)) {
    return found({ value: defaultHasItems ? [{ id: 'x', parentFolderId: 'F0' }] : [] });
  }
  const [, mailbox, folder, token] =
    /^\/users\/([^/]+)\/contactFolders\/([^/]+)\/contacts\/delta(?:\?(?:\$deltatoken|\$skiptoken)=(.*))?$/.exec(
      url,
    ) ?? [];
  if (folder === undefined) return undefined;
  const own = pages[`${mailbox ?? ''}/${folder}?${token ?? ''}`];
  return own ?? pages[`${folder}?${token ?? ''}`];
}

const link = (kind: 'delta' | 'skip', folder: string, token: string, mailbox: string = aMailbox): string =>
  `https://graph.microsoft.com/v1.0/users/${mailbox}/contactFolders/${folder}/contacts/delta?$${kind}token=${token}`;
const last = (folder: string, token: string, ...value: unknown[]): Reply =>
  found({ value, '@odata.deltaLink': link('delta', folder, token) });
const more = (folder: string, token: string, ...value: unknown[]): Reply =>
  found({ value, '@odata.nextLink': link('skip', folder, token) });
const changed = (id: string, etag: string) => ({ id, '@odata.etag': etag, displayName: id });
const removed = (id: string) => ({ id, '@removed': { reason: 'deleted' } });

async function poll(cursor: string, of: OutlookFeed = feed): Promise<OutlookChanges> {
  const outcome = (await of.changes([{ mailbox: aMailbox, cursor, window: anyWindow }])).get(aMailbox);
  if (outcome === undefined) throw new Error('No outcome.');
  return outcome;
}

describe('start', () => {
  it('runs a whole round of every folder with no select and no expand, in pages', async () => {
    folders = ['F1'];
    pages = {
      'F0?': more('F0', 's1', changed('a', '1')),
      'F0?s1': last('F0', 'd0'),
      'F1?': last('F1', 'd1', changed('b', '1')),
    };
    const cursor = await feed.start(aMailbox, anyWindow);
    const asked = graph.items.filter(({ url }) => url.includes('/delta'));
    expect(asked.map(({ url }) => url.replace(/^.*contactFolders/, ''))).toEqual([
      '/F0/contacts/delta',
      '/F1/contacts/delta',
      '/F0/contacts/delta?$skiptoken=s1',
    ]);
    expect(
      asked.every(({ headers }) =>
        /IdType="ImmutableId", odata\.maxpagesize=\d+/.test(headers['Prefer'] ?? ''),
      ),
    ).toBe(true);
    expect(graph.items.some(({ url }) => url.startsWith('/users/ada@example.org/contacts/delta'))).toBe(
      false,
    );
    pages = { 'F0?d0': last('F0', 'd0b'), 'F1?d1': last('F1', 'd1b') };
    await expect(poll(cursor)).resolves.toMatchObject({ state: 'read', items: [] });
  });

  it('throws what stops it', async () => {
    pages = { 'F0?': graphError(403, 'ErrorAccessDenied') };
    await expect(feed.start(aMailbox, anyWindow)).rejects.toMatchObject({
      kind: 'operator',
      code: 'forbidden',
    });
  });
});

describe('changes', () => {
  const started = async (): Promise<string> => {
    pages = { 'F0?': last('F0', 'd0') };
    return feed.start(aMailbox, anyWindow);
  };

  it('follows all pages, empty ones too; the last word on an item counts', async () => {
    const cursor = await started();
    pages = {
      'F0?d0': more('F0', 's1', changed('a', '1'), removed('b'), changed('c', '1')),
      'F0?s1': more('F0', 's2'),
      'F0?s2': last('F0', 'd2', changed('a', '2'), changed('b', '5'), removed('c')),
    };
    const outcome = await poll(cursor);
    expect(outcome).toMatchObject({
      state: 'read',
      items: [
        { id: 'a', kind: 'changed', version: '2' },
        { id: 'b', kind: 'changed', version: '5' },
        { id: 'c', kind: 'removed' },
      ],
    });
    pages = { 'F0?d2': last('F0', 'd3') };
    if (outcome.state !== 'read') throw new Error('Not read.');
    await expect(poll(outcome.cursor)).resolves.toMatchObject({ state: 'read', items: [] });
  });

  it.each([
    ['F0', 'F1'],
    ['F1', 'F0'],
  ])('takes a move from %s to %s for a change', async (from, to) => {
    folders = ['F1'];
    pages = { 'F0?': last('F0', 'd0'), 'F1?': last('F1', 'd1') };
    const cursor = await feed.start(aMailbox, anyWindow);
    const token = (folder: string) => (folder === 'F0' ? 'd0' : 'd1');
    pages = {
      [`${from}?${token(from)}`]: last(from, 'x', removed('a')),
      [`${to}?${token(to)}`]: last(to, 'x', changed('a', '2')),
    };
    await expect(poll(cursor)).resolves.toMatchObject({
      items: [{ id: 'a', kind: 'changed', version: '2' }],
    });
  });

  it('reports everything in a folder that is new as changed, and goes on from there', async () => {
    const cursor = await started();
    folders = ['F9'];
    pages = { 'F0?d0': last('F0', 'd1'), 'F9?': last('F9', 'n1', changed('z', '1')) };
    const outcome = await poll(cursor, connect());
    expect(outcome).toMatchObject({ state: 'read', items: [{ id: 'z', kind: 'changed' }] });
    pages = { 'F0?d1': last('F0', 'd2'), 'F9?n1': last('F9', 'n2', removed('z')) };
    if (outcome.state !== 'read') throw new Error('Not read.');
    await expect(poll(outcome.cursor, connect())).resolves.toMatchObject({
      items: [{ id: 'z', kind: 'removed' }],
    });
  });

  it('finds the default folder of an empty mailbox when its first contact comes', async () => {
    defaultHasItems = false;
    const cursor = await feed.start(aMailbox, anyWindow);
    await expect(poll(cursor)).resolves.toMatchObject({ state: 'read', items: [] });
    defaultHasItems = true;
    pages = { 'F0?': last('F0', 'd0', changed('first', '1')) };
    await expect(poll(cursor)).resolves.toMatchObject({ items: [{ id: 'first', kind: 'changed' }] });
  });

  it('keeps to the default folder when the mailbox has been emptied', async () => {
    const cursor = await started();
    defaultHasItems = false;
    pages = { 'F0?d0': last('F0', 'd1', removed('x')) };
    await expect(poll(cursor, connect())).resolves.toMatchObject({
      state: 'read',
      items: [{ kind: 'removed' }],
    });
  });

  it('asks for a full comparison when a folder has gone: no delta tells what was in it', async () => {
    folders = ['F1'];
    pages = { 'F0?': last('F0', 'd0'), 'F1?': last('F1', 'd1') };
    const cursor = await feed.start(aMailbox, anyWindow);
    folders = [];
    await expect(poll(cursor, connect())).resolves.toEqual({ state: 'expired' });
  });

  it.each([
    ['410', { 'F0?d0': graphError(410, 'SyncStateNotFound') }, 'expired'],
    [
      '410 in the middle of the pages',
      { 'F0?d0': more('F0', 's1'), 'F0?s1': graphError(410, 'resyncRequired') },
      'expired',
    ],
    ['the folder answers 404', { 'F0?d0': graphError(404, 'ErrorItemNotFound') }, 'expired'],
    ['the server fails', { 'F0?d0': graphError(500, 'InternalServerError') }, 'failed'],
    ['a page has no link', { 'F0?d0': found({ value: [] }) }, 'failed'],
    [
      'a page leads to itself',
      { 'F0?d0': found({ value: [], '@odata.nextLink': link('delta', 'F0', 'd0') }) },
      'failed',
    ],
    [
      'a link leads out of Graph',
      { 'F0?d0': found({ value: [], '@odata.nextLink': 'ftp://x/y' }) },
      'failed',
    ],
    ['the answer is no page', { 'F0?d0': found({}) }, 'failed'],
  ] as const)('%s', async (_, answers, state) => {
    const cursor = await started();
    pages = answers;
    await expect(poll(cursor)).resolves.toMatchObject({ state });
  });

  it.each(['', 'no json', '{}', '{"folders":[{"folder":"F0","link":"nonsense"}]}'])(
    'takes a cursor that is none of its own for a lost one: %j',
    async (cursor) => {
      await expect(poll(cursor)).resolves.toEqual({ state: 'expired' });
    },
  );
});

describe('many mailboxes', () => {
  const mailboxes = Array.from({ length: 30 }, (_, index) => mailboxAddress(`m${index}@example.org`));
  const cursorOf = (mailbox: MailboxAddress): string =>
    JSON.stringify({ folders: [{ folder: 'F0', link: link('delta', 'F0', 'd0', mailbox) }] });

  it('share batches, and one mailbox’s trouble is never another’s', async () => {
    pages = { 'F0?d0': last('F0', 'd1', changed('a', '1')) };
    pages[`${mailboxes[3] ?? ''}/F0?d0`] = graphError(410, 'SyncStateNotFound');
    pages[`${mailboxes[4] ?? ''}/F0?d0`] = graphError(429, 'ApplicationThrottled', { 'Retry-After': '90' });
    pages[`${mailboxes[5] ?? ''}/F0?d0`] = graphError(403, 'ErrorAccessDenied');
    const outcomes = await feed.changes(
      mailboxes.map((mailbox) => ({ mailbox, cursor: cursorOf(mailbox), window: anyWindow })),
    );
    const states = mailboxes.map((mailbox) => outcomes.get(mailbox)?.state);
    expect(states.slice(0, 7)).toEqual(['read', 'read', 'read', 'expired', 'failed', 'failed', 'read']);
    expect(states.slice(6).every((state) => state === 'read')).toBe(true);
    expect(outcomes.get(mailboxes[4] ?? aMailbox)).toMatchObject({ error: { code: 'throttled' } });
    const deltas = graph.items.filter(({ url }) => url.includes('/delta'));
    expect(deltas).toHaveLength(30);
    expect(graph.requests.every(({ url }) => url === '/$batch')).toBe(true);
    // Folders and first contacts (60 items), then 30 delta requests, 20 at a time.
    expect(graph.requests.length).toBeLessThanOrEqual(6);
  });

  it('all have an outcome when Graph cannot be reached at all', async () => {
    graph.batchScript = () => ({ status: 0, drop: true });
    const outcomes = await feed.changes(
      mailboxes.map((mailbox) => ({ mailbox, cursor: cursorOf(mailbox), window: anyWindow })),
    );
    expect(outcomes.size).toBe(30);
    expect(
      [...outcomes.values()].every((outcome) => outcome.state === 'failed' && outcome.error.kind === 'retry'),
    ).toBe(true);
  });
});
