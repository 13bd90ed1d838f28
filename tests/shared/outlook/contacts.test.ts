import { connectOutlook } from '../../../shared/outlook/connection';
import { outlookId, orocrmId } from '../../../shared/records/ids';
import type { OutlookStore } from '../../../shared/sync/ports/outlook';
import type { OutlookContact } from '../../../shared/records/contact';
import { aContact, aMailbox, anItem } from './support/samples';
import { found, graphError, ScriptedGraph, type Reply, type Seen } from './support/scripted-graph';

let graph: ScriptedGraph;
let contacts: OutlookStore<OutlookContact>;

beforeAll(async () => {
  graph = await ScriptedGraph.start();
});
afterAll(() => graph.stop());
beforeEach(() => {
  graph.reset();
  contacts = connectOutlook({
    baseUrl: graph.baseUrl,
    auth: { token: 't' },
    patienceMs: 1000,
    timeoutMs: 2000,
  }).contacts(aMailbox);
});

const base = '/users/ada@example.org';
const properties = [
  'String {d6f3a0c2-5b8e-4c57-9e0d-7a1b64c2f9e3} Name OroCRM_id',
  'String 0x3A1A',
  'String 0x3A24',
  'Short 0x3A4D',
];
const expand = `$expand=singleValueExtendedProperties($filter=${properties.map((id) => `id eq '${id}'`).join(' or ')})`;

/** A mailbox with these folders beside the default one, and whatever else the test scripts. */
function mailboxWith(folders: readonly string[], more: (request: Seen) => Reply | undefined): void {
  graph.script = (request) => {
    if (request.url.startsWith(`${base}/contactFolders?`))
      return found({ value: folders.map((id) => ({ id })) });
    if (/\/childFolders\?/.test(request.url)) return found({ value: [] });
    if (request.url.startsWith(`${base}/contacts?$select=id,parentFolderId`)) {
      return found({ value: [{ id: 'x', parentFolderId: 'default-folder' }] });
    }
    return more(request);
  };
}

const idIn = (request: Seen): string => /\/contacts\/([^?]+)/.exec(request.url)?.[1] ?? '';

describe('read', () => {
  it('asks for what is mapped and the four extended properties, in one batch', async () => {
    mailboxWith([], (request) => found(anItem(idIn(request))));
    const { records } = await contacts.read([outlookId('A1='), outlookId('B2')]);
    expect([...records.keys()]).toEqual(['A1=', 'B2']);
    const [first] = graph.items;
    expect(first?.url.startsWith(`${base}/contacts/A1=?$select=id,`)).toBe(true);
    expect(first?.url.endsWith(expand)).toBe(true);
    expect(graph.batchSizes[0]).toBe(2);
  });

  it('tells there, 404 and Deleted Items apart, looking for new folders before it concludes', async () => {
    let listings = 0;
    mailboxWith([], (request) => {
      switch (idIn(request)) {
        case 'there':
          return found(anItem('there'));
        case 'inNew':
          return found(anItem('inNew', { parentFolderId: 'new-folder' }));
        case 'deleted':
          return found(anItem('deleted', { parentFolderId: 'deleted-items' }));
        default:
          return graphError(404, 'ErrorItemNotFound');
      }
    });
    const inner = graph.script;
    graph.script = (request) => {
      if (!request.url.startsWith(`${base}/contactFolders?`)) return inner(request);
      listings += 1;
      return found({ value: listings === 1 ? [] : [{ id: 'new-folder' }] });
    };
    const { records } = await contacts.read(['there', 'inNew', 'deleted', 'none'].map(outlookId));
    expect([...records].map(([id, { state }]) => [id, state]).sort()).toEqual([
      ['deleted', 'gone'],
      ['inNew', 'there'],
      ['none', 'gone'],
      ['there', 'there'],
    ]);
    expect(listings).toBe(2);
  });

  it('finds folders below folders, over more than one page', async () => {
    graph.script = (request) => {
      const { url } = request;
      if (url.startsWith(`${base}/contactFolders?`)) {
        return url.includes('$skip=1')
          ? found({ value: [{ id: 'f2' }] })
          : found({
              value: [{ id: 'f1' }],
              '@odata.nextLink': `https://graph.microsoft.com/v1.0${base}/contactFolders?$skip=1`,
            });
      }
      if (url.includes('/contactFolders/f2/childFolders')) return found({ value: [{ id: 'deep' }] });
      if (url.includes('/childFolders')) return found({ value: [] });
      if (url.startsWith(`${base}/contacts?`)) return found({ value: [] });
      return found(anItem(idIn(request), { parentFolderId: 'deep' }));
    };
    const { records } = await contacts.read([outlookId('A1')]);
    expect(records.get(outlookId('A1'))?.state).toBe('there');
  });

  it.each([
    ['the mailbox is out of scope', graphError(403, 'ErrorAccessDenied'), 'operator', 'forbidden'],
    [
      'there is no mailbox',
      graphError(404, 'MailboxNotEnabledForRESTAPI'),
      'operator',
      'mailbox-unavailable',
    ],
    ['a proxy answers 404', { status: 404, body: 'not here' }, 'retry', 'bad-answer'],
    ['the server fails', graphError(500, 'InternalServerError'), 'retry', 'server-error'],
    ['the answer is no contact', found({ value: [] }), 'retry', 'bad-answer'],
  ] as const)('concludes nothing when %s', async (_, reply, kind, code) => {
    mailboxWith([], (request) => (idIn(request) === 'B2' ? reply : found(anItem(idIn(request)))));
    await expect(contacts.read([outlookId('A1'), outlookId('B2')])).rejects.toMatchObject({ kind, code });
  });

  it('concludes nothing when the folders cannot be listed', async () => {
    graph.script = (request) =>
      idIn(request) === '' ? graphError(500, 'InternalServerError') : found(anItem(idIn(request)));
    await expect(contacts.read([outlookId('A1')])).rejects.toMatchObject({
      kind: 'retry',
      code: 'server-error',
    });
  });
});

describe('listing', () => {
  it('reads all folders page by page with an opaque cursor', async () => {
    mailboxWith(['f1', 'default-folder'], ({ url }) => {
      if (url.startsWith(`${base}/contacts?$skip=100`)) return found({ value: [anItem('c2')] });
      if (url.startsWith(`${base}/contacts?`)) {
        return found({
          value: [anItem('c1')],
          '@odata.nextLink': `${graph.baseUrl}/v1.0${base}/contacts?$skip=100&$top=100`,
        });
      }
      if (url.startsWith(`${base}/contactFolders/f1/contacts?`)) return found({ value: [anItem('c3')] });
      return undefined;
    });
    const seen: string[][] = [];
    for (let cursor: string | undefined, more = true; more;) {
      const page = await contacts.page(cursor);
      seen.push(page.records.map(({ id }) => id));
      cursor = page.next;
      more = cursor !== undefined;
    }
    expect(seen).toEqual([['c1'], ['c2'], ['c3']]);
    const first = graph.requests.find(({ url }) => url.includes('$top=100'));
    expect(first?.url).toContain(expand);
  });

  it('lists bare ids in big pages, each once, skipping a folder that went meanwhile', async () => {
    mailboxWith(['f1', 'f2'], ({ url }) => {
      if (url.startsWith(`${base}/contacts?$select=id&$top=999`))
        return found({ value: [{ id: 'c1' }, { id: 'c2' }] });
      if (url.startsWith(`${base}/contactFolders/f1/`)) return graphError(404, 'ErrorItemNotFound');
      return found({ value: [{ id: 'c2' }, { id: 'c3' }] });
    });
    await expect(contacts.ids()).resolves.toEqual(['c1', 'c2', 'c3']);
  });

  it('takes a failing folder for no empty one', async () => {
    mailboxWith(['f1'], ({ url }) =>
      url.includes('/f1/') ? graphError(500, 'InternalServerError') : found({ value: [] }),
    );
    await expect(contacts.ids()).rejects.toMatchObject({ kind: 'retry' });
  });
});

describe('create', () => {
  it('posts into the default folder and answers with what was sent where Graph echoes nothing', async () => {
    mailboxWith([], () => ({
      status: 201,
      body: anItem('n1', { displayName: 'Made by Graph', givenName: 'Ada' }),
    }));
    const draft = aContact({ givenName: 'Ada', mark: '7', gender: 'female', fax: '2', primaryPhone: '1' });
    const [outcome] = await contacts.create([draft]);
    expect(outcome).toMatchObject({
      ok: true,
      record: {
        id: 'n1',
        version: 'W/"n1-1"',
        displayName: 'Made by Graph',
        mark: '7',
        gender: 'female',
        fax: '2',
        primaryPhone: '1',
      },
    });
    expect(graph.items[0]).toMatchObject({ method: 'POST', url: `${base}/contacts` });
  });

  it('knows nothing of a create whose answer is unreadable', async () => {
    mailboxWith([], () => ({ status: 201, body: { oh: 'no' } }));
    await expect(contacts.create([aContact()])).resolves.toMatchObject([
      { ok: false, error: { code: 'unknown-outcome' } },
    ]);
  });

  it('gives each record its own outcome, but raises what stops the whole mailbox', async () => {
    mailboxWith([], ({ body }) =>
      JSON.stringify(body).includes('bad')
        ? graphError(400, 'ErrorInvalidRequest')
        : { status: 201, body: anItem('n1') },
    );
    await expect(
      contacts.create([aContact({ givenName: 'bad' }), aContact({ givenName: 'good' })]),
    ).resolves.toMatchObject([
      { ok: false, error: { kind: 'give-up', code: 'refused-value' } },
      { ok: true },
    ]);
    graph.script = () => graphError(403, 'ErrorAccessDenied');
    await expect(contacts.create([aContact()])).rejects.toMatchObject({
      kind: 'operator',
      code: 'forbidden',
    });
  });
});

describe('update', () => {
  const current = aContact({
    id: outlookId('A1'),
    version: 'W/"A1-1"',
    jobTitle: 'Countess',
    mark: '7',
    fax: '1',
  });

  it('patches with the etag that was read, and shows the item as it is now', async () => {
    mailboxWith([], () => found(anItem('A1', { '@odata.etag': 'W/"A1-2"', jobTitle: 'CTO' })));
    const [outcome] = await contacts.update([{ current, desired: { ...current, jobTitle: 'CTO' } }]);
    expect(graph.items[0]).toMatchObject({
      method: 'PATCH',
      url: `${base}/contacts/A1`,
      headers: { 'If-Match': 'W/"A1-1"' },
      body: { jobTitle: 'CTO' },
    });
    expect(outcome).toMatchObject({
      ok: true,
      record: { version: 'W/"A1-2"', jobTitle: 'CTO', mark: '7', fax: '1' },
    });
  });

  it('tells that the item was changed meanwhile', async () => {
    mailboxWith([], () => graphError(412, 'ErrorIrresolvableConflict'));
    await expect(
      contacts.update([{ current, desired: { ...current, jobTitle: 'CTO' } }]),
    ).resolves.toMatchObject([{ ok: false, error: { kind: 'retry', code: 'changed-meanwhile' } }]);
  });

  it('sends nothing for a change that changes nothing', async () => {
    mailboxWith([], () => found(anItem('B2', { jobTitle: 'x' })));
    const other = { ...current, id: outlookId('B2') };
    const outcomes = await contacts.update([
      { current, desired: current },
      { current: other, desired: { ...other, jobTitle: 'x' } },
    ]);
    expect(outcomes).toMatchObject([
      { ok: true, record: { id: 'A1' } },
      { ok: true, record: { id: 'B2' } },
    ]);
    expect(graph.items.map(({ url }) => url)).toEqual([`${base}/contacts/B2`]);
  });
});

describe('remove', () => {
  it('deletes the version that was read; what is gone already counts as deleted', async () => {
    const records = ['A1', 'B2', 'C3'].map((id) => aContact({ id: outlookId(id), version: `W/"${id}"` }));
    mailboxWith([], (request) => {
      if (request.method === 'GET') return found(anItem(idIn(request)));
      if (idIn(request) === 'A1') return { status: 204 };
      if (idIn(request) === 'B2') return graphError(404, 'ErrorItemNotFound');
      return graphError(412, 'ErrorIrresolvableConflict');
    });
    await expect(contacts.remove(records)).resolves.toMatchObject([
      { ok: true, record: { id: 'A1' } },
      { ok: true, record: { id: 'B2' } },
      { ok: false, error: { code: 'changed-meanwhile' } },
    ]);
    expect(graph.items[0]).toMatchObject({ method: 'DELETE', headers: { 'If-Match': 'W/"A1"' } });
  });
});

describe('findByMark', () => {
  it('asks every folder for each mark, and takes only the very mark', async () => {
    const marked = (id: string, value: string) =>
      anItem(id, { singleValueExtendedProperties: [{ id: properties[0]?.toLowerCase(), value }] });
    mailboxWith(['f1'], ({ url }) => {
      if (!url.includes(`ep/value eq '7'`)) return found({ value: [] });
      return url.startsWith(`${base}/contactFolders/f1/contacts?`)
        ? found({ value: [marked('c2', '7'), marked('c9', '77')] })
        : found({ value: [marked('c1', '7')] });
    });
    const records = await contacts.findByMark([orocrmId('7'), orocrmId('8')]);
    expect(records.map(({ id, mark }) => [id, mark])).toEqual([
      ['c1', '7'],
      ['c2', '7'],
    ]);
    const asked = graph.items.filter(({ url }) => url.includes('$filter=singleValueExtendedProperties/Any'));
    expect(asked).toHaveLength(4);
    expect(asked[0]?.url).toContain(
      `$filter=singleValueExtendedProperties/Any(ep: ep/id eq '${properties[0]}' and ep/value eq '7')`,
    );
    expect(asked[0]?.url).toContain(expand);
  });

  it('never takes a failure for "none"', async () => {
    mailboxWith([], () => graphError(500, 'InternalServerError'));
    await expect(contacts.findByMark([orocrmId('7')])).rejects.toMatchObject({ kind: 'retry' });
  });
});
