import { connectOutlook } from '../../../../shared/outlook/connection';
import { folderId, orocrmId, outlookId } from '../../../../shared/records/ids';
import type { OutlookTask } from '../../../../shared/records/task';
import type { OutlookStore } from '../../../../shared/sync/ports/outlook';
import { aMailbox } from '../support/samples';
import { found, graphError, ScriptedGraph, type Reply, type Seen } from '../support/scripted-graph';
import { aTask, recordPage, zone } from './support/simulated-todo';

const base = '/users/ada@example.org/todo/lists';
const expand = '$expand=linkedResources';

let graph: ScriptedGraph;
let tasks: OutlookStore<OutlookTask>;
/** Lists besides the default one, `L0`. */
let others: Record<string, unknown>[];

beforeAll(async () => {
  graph = await ScriptedGraph.start();
});
afterAll(() => graph.stop());
beforeEach(() => {
  graph.reset();
  others = [];
  const connection = connectOutlook({
    ...{ baseUrl: graph.baseUrl, auth: { token: 't' }, patienceMs: 1000, timeoutMs: 2000 },
  });
  tasks = connection.tasks(aMailbox, { timeZone: zone, recordPage });
});

const mailbox =
  (more: (request: Seen) => Reply | undefined) =>
  (request: Seen): Reply | undefined =>
    request.url.startsWith(`${base}?`)
      ? found({
          value: [
            { id: 'flagged', wellknownListName: 'flaggedEmails' },
            { id: 'L0', wellknownListName: 'defaultList', isOwner: true },
            ...others,
          ],
        })
      : more(request);

const item = (id: string, mark?: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  ...{ '@odata.etag': `W/"${id}-1"`, id, title: id },
  ...(mark !== undefined && { linkedResources: [{ id: 'r', applicationName: 'OroCRM', externalId: mark }] }),
  ...more,
});

/** `list/task` of a request that is about a task. */
const at = ({ url }: Seen): string => /\/lists\/([^/]+)\/tasks\/([^?]+)/.exec(url)?.slice(1).join('/') ?? '';
const gone = graphError(404, 'ErrorItemNotFound');
const asked = (): string[] => graph.items.filter((one) => at(one) !== '').map(at);

describe('read', () => {
  const home = { id: 'L1', wellknownListName: 'none', isOwner: true };

  it('looks in the default list first, then in the others in one batch, then where the task was', async () => {
    others = [home, { id: 'L2' }, { id: 'bobs', isOwner: false }];
    graph.script = mailbox(
      (request) => ({ 'L0/a': found(item('a')), 'L2/b': found(item('b', '7')) })[at(request)] ?? gone,
    );
    const ids = ['a', 'b'].map(outlookId);
    const { records } = await tasks.read(ids);
    expect(records.get(outlookId('b'))).toMatchObject({
      ...{ state: 'there', record: { folder: 'L2', mark: '7' } },
    });
    expect(asked()).toEqual(['L0/a', 'L0/b', 'L1/b', 'L2/b']);
    expect(graph.batchSizes).toEqual([1, 2, 2]);
    expect(graph.items.filter((one) => at(one) !== '').every(({ url }) => url.endsWith(`?${expand}`))).toBe(
      true,
    );
    graph.items.length = 0;
    await tasks.read(ids);
    expect(asked()).toEqual(['L0/a', 'L2/b']);
  });

  it('tells gone what no list has, after the lists were listed anew, and what is not linked outside the default list', async () => {
    others = [home];
    graph.script = mailbox(
      (request) =>
        ({ 'L1/unmarked': found(item('unmarked')), 'L9/new': found(item('new', '7')) })[at(request)] ?? gone,
    );
    await tasks.read([outlookId('x')]);
    others = [home, { id: 'L9' }];
    const { records } = await tasks.read(['x', 'unmarked', 'new'].map(outlookId));
    expect([...records.values()].map(({ state }) => state)).toEqual(['gone', 'gone', 'there']);
  });

  it.each([
    ['L0', graphError(500, 'InternalServerError'), 'server-error'],
    ['L1', graphError(500, 'InternalServerError'), 'server-error'],
    ['L1', graphError(403, 'ErrorAccessDenied'), 'forbidden'],
    ['L1', graphError(401, 'UnknownError'), 'forbidden'],
    ['L1', graphError(401, 'InvalidAuthenticationToken'), 'unauthorized'],
    ['L1', { status: 404, body: '<html>' }, 'bad-answer'],
  ])('concludes nothing where %s cannot be read', async (list, reply, code) => {
    others = [home];
    graph.script = mailbox((request) => (at(request).startsWith(list) ? reply : gone));
    await expect(tasks.read([outlookId('a')])).rejects.toMatchObject({ code });
  });

  it('concludes nothing when a mailbox shows no default list', async () => {
    graph.script = () => found({ value: [] });
    await expect(tasks.read([outlookId('a')])).rejects.toMatchObject({
      ...{ kind: 'operator', code: 'not-found' },
    });
    expect(graph.items.map(({ url }) => url)).toEqual([`${base}?$top=100`, `${base}/delta`]);
  });
});

describe('create', () => {
  it('posts into the default list with the mark, and knows its own mark', async () => {
    graph.script = mailbox(() => ({ status: 201, body: item('n1') }));
    const draft = aTask({ mark: '7', dueDate: '2026-05-06', importance: 'high', status: 'inProgress' });
    await expect(tasks.create([draft])).resolves.toMatchObject([
      { ok: true, record: { id: 'n1', mark: '7', folder: 'L0', version: 'W/"n1-1"' } },
    ]);
    expect(graph.items.at(-1)).toMatchObject({
      method: 'POST',
      url: `${base}/L0/tasks`,
      body: {
        ...{ title: 'Call Ada', importance: 'high', status: 'inProgress' },
        dueDateTime: { dateTime: '2026-05-06T00:00:00', timeZone: zone },
        linkedResources: [
          { applicationName: 'OroCRM', externalId: '7', webUrl: 'https://crm.example.org/task/view/7' },
        ],
      },
    });
  });

  it.each([
    ['unreadable', { status: 201, body: { oh: 'no' } }],
    ['lost in a gateway', graphError(504, 'GatewayTimeout')],
  ])('knows nothing of a create whose answer is %s', async (_, reply) => {
    graph.script = mailbox(() => reply);
    await expect(tasks.create([aTask()])).resolves.toMatchObject([
      { ok: false, error: { code: 'unknown-outcome' } },
    ]);
    expect(graph.items.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });
});

describe('update', () => {
  const current = aTask({ id: outlookId('a'), version: 'W/"a-1"', mark: '7', folder: folderId('L1') });
  const methods = (): string[] =>
    graph.items.filter((one) => at(one) !== '').map((one) => `${one.method} ${at(one)}`);

  it('writes the values with the etag that was read, then the mark', async () => {
    graph.script = mailbox((request) => {
      if (request.method === 'PATCH' && at(request) === 'L1/a') {
        return found(item('a', undefined, { '@odata.etag': 'W/"a-2"', title: 'y' }));
      }
      if (request.method === 'GET') {
        return found({
          value: [
            { id: 'o', applicationName: 'Other', externalId: '7' },
            { id: 'r1', applicationName: 'OroCRM', externalId: '7' },
            { id: 'r2', applicationName: 'OroCRM', externalId: '6' },
          ],
        });
      }
      return request.method === 'DELETE' ? { status: 204 } : found({});
    });
    const desired = { ...current, title: 'y', mark: '8' };
    await expect(tasks.update([{ current, desired }])).resolves.toMatchObject([
      { ok: true, record: { title: 'y', mark: '8', version: '', folder: 'L1' } },
    ]);
    expect(methods()).toEqual([
      'PATCH L1/a',
      'GET L1/a/linkedResources',
      'PATCH L1/a/linkedResources/r1',
      'DELETE L1/a/linkedResources/r2',
    ]);
    expect(graph.items.find(({ method }) => method === 'PATCH')).toMatchObject({
      ...{ headers: { 'If-Match': 'W/"a-1"' }, body: { title: 'y' } },
    });
  });

  it.each([
    ['cannot be looked up', 'GET', '7', graphError(500, 'InternalServerError'), 'server-error'],
    ['is refused', 'POST', '', graphError(400, 'ErrorInvalidRequest'), 'refused-value'],
    ['gets lost', 'POST', '', graphError(500, 'InternalServerError'), 'unknown-outcome'],
    ['may not be written', 'POST', '', graphError(403, 'ErrorAccessDenied'), 'forbidden'],
  ])('shows what is written when the mark %s', async (_, method, mark, reply, code) => {
    graph.script = mailbox((request) =>
      request.method === 'PATCH' && at(request) === 'L1/a'
        ? found(item('a', undefined, { '@odata.etag': 'W/"a-2"', title: 'y' }))
        : request.method === method
          ? reply
          : found({ value: [] }),
    );
    const before = { ...current, mark };
    const desired = { ...current, title: 'y', mark: '8' };
    await expect(tasks.update([{ current: before, desired }])).resolves.toMatchObject([
      { ok: false, error: { code }, partly: { title: 'y', mark, version: 'W/"a-2"' } },
    ]);
  });

  it('has written nothing in part when only the mark was to be written, or the values failed', async () => {
    graph.script = mailbox((request) => graphError(request.method === 'PATCH' ? 412 : 400, 'ErrorX'));
    const unmarked = { ...current, mark: '' };
    const outcomes = await tasks.update([
      { current: unmarked, desired: current },
      { current: unmarked, desired: { ...current, title: 'y' } },
    ]);
    expect(outcomes).toMatchObject([
      { ok: false, error: { code: 'refused-value' } },
      { ok: false, error: { code: 'changed-meanwhile' } },
    ]);
    expect(outcomes.some((outcome) => 'partly' in outcome)).toBe(false);
    expect(methods()).toEqual(['PATCH L1/a', 'POST L1/a/linkedResources']);
  });

  it('takes the mark away with every linked resource of ours; one that is gone already is no fault', async () => {
    graph.script = mailbox(({ method, url }) =>
      method === 'GET'
        ? found({ value: ['r1', 'r2'].map((id) => ({ id, applicationName: 'OroCRM', externalId: '7' })) })
        : url.endsWith('r1')
          ? gone
          : { status: 204 },
    );
    await expect(tasks.update([{ current, desired: { ...current, mark: '' } }])).resolves.toMatchObject([
      { ok: true, record: { mark: '' } },
    ]);
    expect(methods().slice(1)).toEqual(['r1', 'r2'].map((id) => `DELETE L1/a/linkedResources/${id}`));
  });
});

describe('findByMark', () => {
  it('reads all lists to their ends, a page of each in one batch', async () => {
    others = [{ id: 'L1' }, { id: 'away' }];
    graph.script = mailbox(({ url }) => {
      const [, list, query] = /\/lists\/([^/]+)\/tasks\?(.*)$/.exec(url) ?? [];
      if (list === 'away') return gone;
      if (query?.includes('$skip') === true) return found({ value: [item(`${list ?? ''}-b`, '7')] });
      return found({
        value: [item(`${list ?? ''}-a`, '70'), item('c')],
        '@odata.nextLink': `https://graph.microsoft.com/v1.0${url}&$skip=2`,
      });
    });
    const records = await tasks.findByMark([orocrmId('7'), orocrmId('9')]);
    expect(records.map(({ id, folder }) => [id, folder])).toEqual([
      ['L0-b', 'L0'],
      ['L1-b', 'L1'],
    ]);
    expect(graph.items[1]?.url).toBe(`${base}/L0/tasks?${expand}&$top=100`);
    expect(graph.batchSizes).toEqual([1, 3, 2]);
  });

  it('finds nothing to be sure of where the default list cannot be read', async () => {
    graph.script = mailbox(() => gone);
    await expect(tasks.findByMark([orocrmId('7')])).rejects.toMatchObject({ code: 'not-found' });
  });
});
