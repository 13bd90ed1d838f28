import { z } from 'zod';
import { connect } from '../../../shared/orocrm/connection';
import { orocrmId } from '../../../shared/records/ids';
import type { OrocrmContact } from '../../../shared/records/contact';
import { blankContact } from './fixtures';
import { startCompany, type Company } from './simulator';

let company: Company;
afterEach(() => company.stop());

const drafts = (...names: string[]): OrocrmContact[] =>
  names.map((firstName) => ({ ...blankContact, firstName }));

const namesThere = (): unknown[] => company.orocrm.contacts.list().map((contact) => contact['firstName']);

const requestsTo = (path: string): number =>
  company.orocrm.control.log.since().entries.filter((entry) => entry.path === path).length;

describe('an installation', () => {
  it('with OroCommerce has another prefix, for its tokens as well', async () => {
    company = await startCompany('7.0', '/admin/api');
    expect(await company.service.test()).toMatchObject({ userId: company.serviceId });
  });

  it.each(['5.1', '7.0'] as const)('%s whose API is off says which switch to turn', async (version) => {
    company = await startCompany(version);
    company.orocrm.configure({ webApi: false });
    await expect(company.service.test()).rejects.toMatchObject({
      kind: 'operator',
      code: 'api-off',
      action: expect.stringMatching(/Enable API/) as string,
    });
  });

  it('asked at the wrong prefix says so', async () => {
    company = await startCompany('7.0');
    const wrong = connect({ credential: { ...company.credentialOf('service'), apiPrefix: '/index/api' } });
    await expect(wrong.test()).rejects.toMatchObject({
      kind: 'operator',
      action: expect.stringContaining('OROCRM_API_PREFIX') as string,
    });
  });

  it('that allows only small pages is read whole all the same', async () => {
    company = await startCompany('7.0');
    company.orocrm.configure({ maxEntities: 5 });
    for (let index = 0; index < 12; index++)
      company.orocrm.addContact({ firstName: `C${index}`, owner: 'ann' });
    expect(await company.service.feed('contacts').ids()).toHaveLength(12);
    const ids = (await company.service.feed('contacts').ids()).map(({ id }) => id);
    const { records } = await company.service.contacts().read(ids);
    expect([...records.values()].map(({ state }) => state)).toEqual(Array(12).fill('there'));
  });

  it('without contacts at all is readable, but proves nothing hidden', async () => {
    company = await startCompany('7.0');
    const id = orocrmId('4711');
    expect((await company.ann.contacts().read([id])).records.get(id)).toEqual({ state: 'gone' });
    const foreign = orocrmId(
      z.string().parse(company.orocrm.addContact({ firstName: 'B', owner: 'ben' })['id']),
    );
    await expect(company.ann.contacts().read([foreign])).rejects.toMatchObject({ code: 'forbidden' });
  });
});

describe('a credential', () => {
  it('by password is renewed by its refresh token, however short a token lives', async () => {
    company = await startCompany('7.0');
    company.orocrm.configure({ accessTokenSeconds: 1 });
    const client = company.orocrm.addClient({ grants: ['password'] });
    const connection = connect({
      credential: {
        url: company.orocrm.url,
        apiPrefix: '/api',
        kind: 'password',
        ...client,
        username: 'ann',
        password: 'pass',
      },
    });
    for (let count = 0; count < 3; count++) {
      expect(await connection.identity()).toMatchObject({ userId: company.annId });
      await new Promise((done) => setTimeout(done, 700));
    }
    expect(requestsTo('/oauth2-token')).toBeGreaterThanOrEqual(3);
  });

  it('that is switched off is refused', async () => {
    company = await startCompany('7.0');
    const credential = company.credentialOf('ann');
    const connection = connect({ credential });
    await connection.test();
    company.orocrm.people.changeUser('ann', { enabled: false });
    await expect(connection.test()).rejects.toMatchObject({ kind: 'operator', code: 'unauthorized' });
  });

  it('by WSSE follows a server whose clock is slow', async () => {
    company = await startCompany('6.0');
    company.orocrm.control.log.clear();
    const slow = Date.now() + 50 * 60 * 1000;
    const connection = connect({ credential: company.credentialOf('ann'), now: () => slow });
    expect(await connection.identity()).toMatchObject({ userId: company.annId });
    expect(requestsTo('/api/userprofile')).toBe(2);
  });
});

describe('a create whose answer is lost', () => {
  it('was done once, and is found by what changed since', async () => {
    company = await startCompany('7.0');
    const store = company.service.contacts(company.annId);
    await store.create(drafts('A', 'B', 'C'));
    const since = await company.service.feed('contacts').now();
    company.orocrm.control.faults.add({
      match: { method: 'PATCH', path: '/contacts' },
      effect: { dropAfter: true },
    });
    const outcomes = await store.create(drafts('D', 'E'));
    expect(outcomes.map((outcome) => (outcome.ok ? 'done' : outcome.error.code))).toEqual([
      'unknown-outcome',
      'unknown-outcome',
    ]);
    expect(namesThere()).toEqual(['A', 'B', 'C', 'D', 'E']);
    const { records } = await store.changedSince(new Date(since.getTime() - 2000));
    const found = [...records.values()].map(
      (reading) => reading.state === 'there' && reading.record.firstName,
    );
    expect(found).toEqual(expect.arrayContaining(['D', 'E']));
  });

  it('and one whose batch took too long was not created twice by us', async () => {
    company = await startCompany('7.0');
    const store = company.service.contacts(company.annId);
    await store.create(drafts('A', 'B', 'C'));
    company.orocrm.configure({ syncWaitMs: 0, batchDelayMs: 150 });
    const outcomes = await store.create(drafts('D', 'E'));
    expect(outcomes.map((outcome) => (outcome.ok ? 'done' : outcome.error.code))).toEqual([
      'unknown-outcome',
      'unknown-outcome',
    ]);
    expect(outcomes[0]).toMatchObject({ error: { retryAfterSeconds: 300 } });
    await store.create(drafts('F', 'G'));
    await new Promise((done) => setTimeout(done, 500));
    expect(namesThere().sort()).toEqual(['A', 'B', 'C', 'D', 'E', 'F', 'G']);
  });
});
