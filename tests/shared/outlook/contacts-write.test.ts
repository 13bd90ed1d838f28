import type { OutlookContact } from '../../../shared/records/contact';
import { outlookId } from '../../../shared/records/ids';
import type { OutlookStore } from '../../../shared/sync/ports/outlook';
import { aContact, anItem } from './support/samples';
import { found, graphError, ScriptedGraph } from './support/scripted-graph';
import { base, contactsOf, idIn, mailboxWith } from './support/scripted-mailbox';

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

describe('create', () => {
  it('posts into the default folder and answers with what was sent where Graph echoes nothing', async () => {
    graph.script = mailboxWith([], () => ({
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
    graph.script = mailboxWith([], () => ({ status: 201, body: { oh: 'no' } }));
    await expect(contacts.create([aContact()])).resolves.toMatchObject([
      { ok: false, error: { code: 'unknown-outcome' } },
    ]);
  });

  it('gives each record its own outcome, but raises what stops the whole mailbox', async () => {
    graph.script = mailboxWith([], ({ body }) =>
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
    graph.script = mailboxWith([], () => found(anItem('A1', { '@odata.etag': 'W/"A1-2"', jobTitle: 'CTO' })));
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
    graph.script = mailboxWith([], () => graphError(412, 'ErrorIrresolvableConflict'));
    await expect(
      contacts.update([{ current, desired: { ...current, jobTitle: 'CTO' } }]),
    ).resolves.toMatchObject([{ ok: false, error: { kind: 'retry', code: 'changed-meanwhile' } }]);
  });

  it('sends nothing for a change that changes nothing', async () => {
    graph.script = mailboxWith([], () => found(anItem('B2', { jobTitle: 'x' })));
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
    graph.script = mailboxWith([], (request) => {
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
