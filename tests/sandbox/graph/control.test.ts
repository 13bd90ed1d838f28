import { z } from 'zod';
import { SANDBOX_TOKEN } from '../../../sandbox/graph/start';
import { at, startBench, stopAll, type Bench, type Reply } from './harness';

const ADA = 'ada@example.com';
let bench: Bench;
beforeEach(async () => void (bench = await startBench()));
afterEach(stopAll);

async function call(method: string, path: string, body?: unknown): Promise<Reply> {
  return bench.send(method, `${bench.url}/_control${path}`, {
    token: null,
    ...(body !== undefined && { body }),
  });
}

const shown = z.object({
  id: z.string(),
  folderBoundId: z.string(),
  folder: z.object({ id: z.string(), path: z.string() }),
  deleted: z.boolean(),
  contact: z.record(z.string(), z.unknown()),
  extendedProperties: z.record(z.string(), z.string()),
});

async function contact(method: string, path: string, body?: unknown): Promise<z.infer<typeof shown>> {
  const reply = await call(method, `/mailboxes/${ADA}/contacts${path}`, body);
  return shown.parse(reply.body);
}

const MARK = { id: 'String 0x3A24', value: '5' };

describe('as the person at the mailbox', () => {
  it('makes, edits, moves, copies, deletes, restores contacts, unseen by the log', async () => {
    await call('POST', `/mailboxes/${ADA}/folders`, { displayName: 'Suppliers' });
    const made = await contact('POST', '', { surname: 'Byron', singleValueExtendedProperties: [MARK] });
    expect(made).toMatchObject({
      folder: { path: 'Contacts' },
      deleted: false,
      contact: { surname: 'Byron' },
      extendedProperties: { 'String 0x3a24': '5' },
    });
    const edited = await contact('PATCH', `/${made.id}`, { jobTitle: 'Poet' });
    expect(edited.contact['jobTitle']).toBe('Poet');
    const moved = await contact('POST', `/${made.id}/move`, { folder: 'Contacts/Suppliers' });
    expect([moved.id, moved.folder.path]).toEqual([made.id, 'Contacts/Suppliers']);
    expect(moved.folderBoundId).not.toBe(made.folderBoundId);
    const copy = await contact('POST', `/${made.id}/copy`);
    expect(copy).toMatchObject({ extendedProperties: made.extendedProperties, folder: moved.folder });
    expect(copy.id).not.toBe(made.id);
    expect((await call('DELETE', `/mailboxes/${ADA}/contacts/${made.id}`)).status).toBe(204);
    expect(await contact('GET', `/${made.id}`)).toMatchObject({
      deleted: true,
      folder: { path: 'Deleted Items' },
    });
    const restored = await contact('POST', `/${made.id}/restore`);
    expect(restored.folder.path).toBe('Contacts/Suppliers');
    expect((await call('DELETE', `/mailboxes/${ADA}/contacts/${copy.id}?forGood=true`)).status).toBe(204);
    const all = await call('GET', `/mailboxes/${ADA}/contacts`);
    expect(
      z
        .array(shown)
        .parse(all.body)
        .map(({ id }) => id),
    ).toEqual([made.id]);
    const deleted = await call('GET', `/mailboxes/${ADA}/contacts?deleted=true`);
    expect(deleted.body).toEqual([]);
    expect(bench.control.log.since().entries).toEqual([]);
  });

  it('is told what is not there, taken or wrong', async () => {
    const statuses = await Promise.all(
      (
        [
          ['GET', '/mailboxes/nobody/contacts', undefined],
          ['GET', `/mailboxes/${ADA}/contacts?folder=Nowhere`, undefined],
          ['PATCH', `/mailboxes/${ADA}/contacts/none`, {}],
          ['POST', `/mailboxes/${ADA}/contacts`, { nothing: 1 }],
          ['POST', '/users', { userPrincipalName: ADA }],
          ['POST', '/users', { name: 'x' }],
          ['PATCH', `/users/${ADA}`, { mailbox: { zone: 'x' } }],
          ['PUT', '/settings', { unknown: true }],
          ['PUT', '/settings', { deltaEmptyPageEvery: 1 }],
          ['POST', '/delta/expire', { mailbox: 'nobody' }],
          ['DELETE', '/tokens/none', undefined],
        ] as const
      ).map(async ([method, path, body]) => (await call(method, path, body)).status),
    );
    expect(statuses).toEqual([404, 404, 404, 400, 409, 400, 400, 400, 400, 404, 404]);
    const id = bench.human.createContact(ADA, { surname: 'x' }).id;
    expect((await call('POST', `/mailboxes/${ADA}/contacts/${id}/restore`)).status).toBe(409);
  });

  it('seeds many contacts, all or none', () => {
    const ids = bench.human.createContacts(ADA, [{ surname: 'a' }, { surname: 'b' }]);
    expect(bench.human.contacts(ADA).map(({ id }) => id)).toEqual(ids);
    expect(() => bench.human.createContacts(ADA, [{ surname: 'c' }, { wrong: 1 }])).toThrow('wrong');
    expect(bench.human.contacts(ADA)).toHaveLength(2);
  });
});

describe('as the administrator', () => {
  it('makes, changes and removes users with their mailboxes', async () => {
    const made = await call('POST', '/users', {
      userPrincipalName: 'bob@example.com',
      mail: 'bob@example.com',
    });
    const id = z.object({ id: z.guid() }).parse(made.body).id;
    bench.human.createContact(id, { surname: 'x' });
    const changed = await call('PATCH', '/users/bob@example.com', {
      mail: null,
      mailbox: { timeZone: 'Europe/Berlin' },
    });
    expect(changed.body).toMatchObject({ mail: null, mailbox: { timeZone: 'Europe/Berlin', inScope: true } });
    expect((await call('PATCH', `/users/${id}`, { mailbox: null })).body).toMatchObject({ mailbox: null });
    expect((await call('DELETE', `/users/${id}`)).status).toBe(204);
    expect((await call('GET', '/users')).body).toMatchObject([{ userPrincipalName: ADA }]);
    bench.human.createUser({ id, userPrincipalName: 'bob@example.com' });
    expect(bench.human.contacts(id)).toEqual([]);
  });

  it('switches behaviour, and a reset switches it back and empties the tenant', async () => {
    bench.human.createContact(ADA, { surname: 'x' });
    expect(at((await call('PUT', '/settings', { rootContactsDelta: true })).body, 'rootContactsDelta')).toBe(
      true,
    );
    expect((await call('GET', '/settings')).body).toMatchObject({
      rootContactsDelta: true,
      deltaEmptyPageEvery: 0,
    });
    await call('DELETE', `/tokens/${SANDBOX_TOKEN}`);
    expect((await bench.send('GET', '/users')).status).toBe(401);
    expect((await call('POST', '/reset')).status).toBe(204);
    expect(bench.human.users()).toEqual([]);
    expect(bench.settings()).toMatchObject({ rootContactsDelta: false, deltaEmptyPageEvery: 0 });
    expect((await bench.send('GET', '/users')).status).toBe(200);
  });

  it('breaks single requests', async () => {
    const effect = { status: 502, body: '<html>Bad Gateway</html>', contentType: 'text/html' };
    await call('POST', '/faults', { match: { path: '^/v1\\.0/users', subject: ADA }, effect });
    const broken = await bench.send('GET', `${bench.ada}/contacts`);
    expect([broken.status, broken.body]).toEqual([502, '<html>Bad Gateway</html>']);
    expect((await bench.send('GET', `${bench.ada}/contacts`)).status).toBe(200);
    expect(bench.control.log.since().entries).toMatchObject([
      { status: 502, subject: ADA, entity: 'contacts', fault: 'fault-1' },
      { status: 200 },
    ]);
  });
});
