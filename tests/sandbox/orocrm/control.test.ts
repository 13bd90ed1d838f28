import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogEntry } from '../../../sandbox/control';
import { startOrocrm, type SimulatedOrocrm } from '../../../sandbox/orocrm/start';
import { Client, company, ids, many, one, signIn } from './support';

let orocrm: SimulatedOrocrm;
let service: Client;
beforeEach(async () => {
  ({ orocrm, service } = await company());
});
afterEach(() => orocrm.stop());

async function control(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${orocrm.url}/_control${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}

describe('state calls', () => {
  it('make and change users, clients and keys', async () => {
    const eve = { username: 'eve', accessLevel: 'organization', password: 'secret' };
    const made = await control('POST', '/users', eve);
    expect(made).toMatchObject({
      status: 200,
      body: { id: '4', email: 'eve@example.com', enabled: true, passwordSet: true },
    });
    expect(JSON.stringify(made.body)).not.toContain('secret"');
    expect((await control('PATCH', '/users/eve', { firstName: 'Evelyn' })).body).toMatchObject({
      firstName: 'Evelyn',
    });
    expect((await control('POST', '/users/eve/api-keys', { apiKey: 'k' })).body).toEqual({
      username: 'eve',
      apiKey: 'k',
    });
    expect((await control('GET', '/users/4')).body).toMatchObject({ apiKeys: ['k'] });
    const client = await control('POST', '/clients', { user: 'eve', clientId: 'c', clientSecret: 's' });
    expect(client.body).toEqual({ clientId: 'c', clientSecret: 's' });
    expect((await control('PATCH', '/clients/c', { active: false })).status).toBe(204);
    expect((await control('GET', '/clients')).body).toContainEqual(
      expect.objectContaining({ identifier: 'c', active: false }),
    );
    expect((await control('DELETE', '/clients/c')).status).toBe(204);
    expect((await control('DELETE', '/users/eve')).status).toBe(204);
    expect((await control('GET', '/users/eve')).status).toBe(404);
  });

  it('work on contacts as a human does', async () => {
    const made = await control('POST', '/contacts', {
      firstName: 'Grace',
      owner: 'ada',
      emails: ['grace@example.com', { email: 'g@example.com' }],
      addresses: [{ country: 'US', region: 'US-NY', types: ['billing'], city: 'Albany' }],
      createdAt: '2026-01-01T10:00:00.500Z',
      updatedAt: '2026-01-02T10:00:00Z',
      as: 'bob',
    });
    const { id } = made.body as { id: string };
    const contact = one(await service.get(`/contacts/${id}`));
    expect(contact.attributes).toMatchObject({
      primaryEmail: 'grace@example.com',
      createdAt: '2026-01-01T10:00:00Z',
      updatedAt: '2026-01-02T10:00:00Z',
    });
    expect(contact.relationships).toMatchObject({
      owner: { data: { id: '2' } },
      updatedBy: { data: { id: '3' } },
    });
    expect(many(await service.get(`/contacts/${id}/addresses`))[0]?.attributes).toMatchObject({
      primary: true,
      city: 'Albany',
    });

    await control('PATCH', `/contacts/${id}`, { owner: 'bob', updatedAt: '2026-01-03T10:00:00Z' });
    expect((await control('GET', '/contacts?owner=bob')).body).toMatchObject([
      { id, updatedAt: '2026-01-03T10:00:00Z' },
    ]);
    await control('PATCH', `/contacts/${id}`, { emails: ['new@example.com'] });
    expect((await control('GET', `/contacts/${id}`)).body).toMatchObject({ primaryEmail: 'new@example.com' });
    expect((await control('DELETE', `/contacts/${id}`)).status).toBe(204);
    expect((await service.get(`/contacts/${id}`)).status).toBe(404);
    expect((await service.get('/contactaddresses')).body.data).toEqual([]);
  });

  it('leave contacts of a deleted user without an owner', async () => {
    const { id } = orocrm.addContact({ firstName: 'Left', owner: 'bob' });
    orocrm.people.deleteUser('bob');
    expect(one(await service.get(`/contacts/${id}`)).relationships['owner']?.data).toBeNull();
  });

  it('refuse what does not exist', async () => {
    expect((await control('POST', '/users', { username: 'x', colour: 'red' })).status).toBe(400);
    expect((await control('POST', '/contacts', { owner: 'nobody' })).status).toBe(404);
    expect((await control('PATCH', '/contacts/9', {})).status).toBe(404);
    expect((await control('PUT', '/settings', { version: '4.2' })).status).toBe(400);
    expect((await control('PUT', '/settings', { version: '6.0' })).body).toMatchObject({
      version: '6.0',
      webApi: true,
    });
    expect(orocrm.settings.version).toBe('6.0');
  });

  it('move the clock', async () => {
    await control('PUT', '/clock', { at: '2030-01-01T00:00:00Z', frozen: true });
    expect((await control('GET', '/clock')).body).toEqual({ now: '2030-01-01T00:00:00.000Z' });
    await control('PUT', '/clock', { advanceMs: 1500 });
    expect((await control('GET', '/clock')).body).toEqual({ now: '2030-01-01T00:00:01.500Z' });
    await control('DELETE', '/clock');
    const { now } = (await control('GET', '/clock')).body as { now: string };
    expect(Math.abs(Date.parse(now) - Date.now())).toBeLessThan(2000);
  });
});

describe('log, faults and reset', () => {
  it('log who did what', async () => {
    await control('DELETE', '/log');
    const ada = await signIn(orocrm, 'ada');
    await ada.get('/contacts?page[size]=1');
    await ada.create('contacts', { firstName: 'X' });
    const { entries } = (await control('GET', '/log')).body as { entries: LogEntry[] };
    expect(
      entries.map(({ method, path, status, write, subject, entity }) => [
        method,
        path,
        status,
        write,
        subject,
        entity,
      ]),
    ).toEqual([
      ['POST', '/oauth2-token', 200, false, undefined, undefined],
      ['GET', '/api/contacts', 200, false, '2', 'contacts'],
      ['POST', '/api/contacts', 201, true, '2', 'contacts'],
    ]);
  });

  it('break calls of one user, before or after the work is done', async () => {
    const ada = await signIn(orocrm, 'ada');
    await control('POST', '/faults', {
      match: { subject: '2', method: 'POST' },
      effect: { status: 503, headers: { 'Retry-After': '1' } },
    });
    expect((await service.create('contacts', { firstName: 'Spared' })).status).toBe(201);
    expect((await ada.create('contacts', { firstName: 'Struck' })).status).toBe(503);
    await control('POST', '/faults', { match: { subject: '2' }, effect: { dropAfter: true } });
    await expect(ada.create('contacts', { firstName: 'Lost answer' })).rejects.toThrow();
    const names = many(await service.get('/contacts')).map(({ attributes }) => attributes['firstName']);
    expect(names).toEqual(['Spared', 'Lost answer']);
  });

  it('empty everything', async () => {
    orocrm.addContact({ firstName: 'X', owner: 'ada' });
    orocrm.configure({ version: '6.0' });
    expect((await control('POST', '/reset')).status).toBe(204);
    expect((await service.get('/contacts')).status).toBe(401);
    expect((await control('GET', '/users')).body).toEqual([]);
    expect(orocrm.settings.version).toBe('7.0');
    expect(orocrm.control.log.since().entries).toHaveLength(1);
  });
});

it('keeps everything in its folder, tokens and settings as well', async () => {
  const data = mkdtempSync(join(tmpdir(), 'orocrm-'));
  const first = await startOrocrm({ data, version: '6.0' });
  first.addUser({ username: 'service', accessLevel: 'organization' });
  const { id } = first.addContact({
    firstName: 'Grace',
    owner: 'service',
    addresses: [{ country: 'DE', region: 'DE-BY' }],
  });
  const { token } = await signIn(first, 'service');
  first.configure({ touchOnLists: true });
  first.contacts.delete(first.addContact({ firstName: 'Gone' }).id);
  await first.stop();

  const second = await startOrocrm({ data, version: '7.0' });
  expect(second.settings).toMatchObject({ version: '6.0', touchOnLists: true });
  const client = new Client(second, token);
  expect(ids(await client.get('/contacts?include=addresses'))).toEqual([id]);
  expect(ids(await client.get(`/contactaddresses?filter[owner]=${id}`))).toHaveLength(1);
  // The id of a deleted record never comes back.
  expect(second.addContact({ firstName: 'Next' }).id).toBe('3');
  await second.stop();
  rmSync(data, { recursive: true });
});
