import type { OutlookContact } from '../../../shared/records/contact';
import { orocrmId, outlookId } from '../../../shared/records/ids';
import type { OutlookStore } from '../../../shared/sync/ports/outlook';
import { anItem } from './support/samples';
import { found, graphError, ScriptedGraph } from './support/scripted-graph';
import { base, contactsOf, expand, idIn, mailboxWith, properties } from './support/scripted-mailbox';

let graph: ScriptedGraph;
let contacts: OutlookStore<OutlookContact>;

beforeAll(async () => {
  graph = await ScriptedGraph.start();
});
afterAll(() => graph.stop());
beforeEach(() => {
  graph.reset();
  contacts = contactsOf(graph);
});

describe('read', () => {
  it('asks for what is mapped and the four extended properties, in one batch', async () => {
    graph.script = mailboxWith([], (request) => found(anItem(idIn(request))));
    const { records } = await contacts.read([outlookId('A1='), outlookId('B2')]);
    expect([...records.keys()]).toEqual(['A1=', 'B2']);
    const [first] = graph.items;
    expect(first?.url.startsWith(`${base}/contacts/A1=?$select=id,`)).toBe(true);
    expect(first?.url.endsWith(expand)).toBe(true);
    expect(graph.batchSizes[0]).toBe(2);
  });

  it('tells there, 404 and Deleted Items apart, looking for new folders before it concludes', async () => {
    let listings = 0;
    graph.script = mailboxWith([], (request) => {
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
    graph.script = mailboxWith([], (request) =>
      idIn(request) === 'B2' ? reply : found(anItem(idIn(request))),
    );
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
    graph.script = mailboxWith(['f1', 'default-folder'], ({ url }) => {
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
    graph.script = mailboxWith(['f1', 'f2'], ({ url }) => {
      if (url.startsWith(`${base}/contacts?$select=id&$top=999`))
        return found({ value: [{ id: 'c1' }, { id: 'c2' }] });
      if (url.startsWith(`${base}/contactFolders/f1/`)) return graphError(404, 'ErrorItemNotFound');
      return found({ value: [{ id: 'c2' }, { id: 'c3' }] });
    });
    await expect(contacts.ids()).resolves.toEqual(['c1', 'c2', 'c3']);
  });

  it('takes a failing folder for no empty one', async () => {
    graph.script = mailboxWith(['f1'], ({ url }) =>
      url.includes('/f1/') ? graphError(500, 'InternalServerError') : found({ value: [] }),
    );
    await expect(contacts.ids()).rejects.toMatchObject({ kind: 'retry' });
  });
});

describe('findByMark', () => {
  it('asks every folder for each mark, and takes only the very mark', async () => {
    const marked = (id: string, value: string) =>
      anItem(id, { singleValueExtendedProperties: [{ id: properties[0]?.toLowerCase(), value }] });
    graph.script = mailboxWith(['f1'], ({ url }) => {
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
    graph.script = mailboxWith([], () => graphError(500, 'InternalServerError'));
    await expect(contacts.findByMark([orocrmId('7')])).rejects.toMatchObject({ kind: 'retry' });
  });
});
