import fc from 'fast-check';
import { z } from 'zod';
import { versions, type OrocrmVersion } from '../../../sandbox/orocrm/versions';
import type { OrocrmContact } from '../../../shared/records/contact';
import { orocrmId, type OrocrmId } from '../../../shared/records/ids';
import type { WriteOutcome } from '../../../shared/sync/ports/orocrm';
import { comparable, contactArbitrary, withKnownIds } from './arbitrary-contact';
import { blankContact } from './fixtures';
import { startCompany, type Company } from './simulator';

let company: Company;

const draft = (firstName: string): OrocrmContact => ({ ...blankContact, firstName });

function records(outcomes: readonly WriteOutcome<OrocrmContact>[]): OrocrmContact[] {
  return outcomes.map((outcome) => {
    if (outcome.ok) return outcome.record;
    throw outcome.error;
  });
}

/** `POST /api/contacts 201`, for what changed anything or tried to. */
const writes = (since: number): string[] =>
  company.orocrm.control.log
    .since(since)
    .entries.filter(({ write }) => write)
    .map(({ method, path, status }) => `${method} ${path} ${status}`);

const seq = (): number => company.orocrm.control.log.since().next;

describe.each<OrocrmVersion>([...versions])('OroCRM %s', (version) => {
  const hasSyncBatch = version !== '5.1';

  beforeAll(async () => {
    company = await startCompany(version);
  });
  afterAll(() => company.stop());

  it('is tried and tells who is connected', async () => {
    expect(await company.service.test()).toMatchObject({ userId: company.serviceId });
    expect(await company.ann.identity()).toMatchObject({ userId: company.annId });
    expect(await company.service.userExists(company.benId)).toBe(true);
    expect(await company.service.userExists(orocrmId('99999'))).toBe(false);
  });

  it('has whole dictionaries', async () => {
    const places = await company.service.places();
    expect(places.countries.length).toBeGreaterThan(200);
    expect(places.countries.find(({ code }) => code === 'US')).toEqual({
      code: 'US',
      name: 'United States',
      iso3: 'USA',
    });
    expect(places.regions.get('US')).toContainEqual({ code: 'US-CA', name: 'California' });
  });

  it('keeps what is created, and answers it as it is kept', async () => {
    const store = company.service.contacts(company.annId);
    const samples = fc.sample(contactArbitrary, { numRuns: 30, seed: 7 });
    const created = records(await store.create(samples));
    expect(created.map(comparable)).toEqual(samples.map(comparable));
    expect(new Set(created.map(({ owner }) => owner))).toEqual(new Set([company.annId]));
    const { records: read } = await store.read(created.map(({ id }) => id));
    expect(created.map(({ id }) => read.get(id))).toEqual(
      created.map((record) => ({ state: 'there', record })),
    );
  });

  it('turns any contact into any other, with nothing left to change afterwards', async () => {
    const store = company.service.contacts(company.annId);
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(contactArbitrary, contactArbitrary, fc.nat({ max: 5 })), {
          minLength: 1,
          maxLength: 6,
        }),
        async (pairs) => {
          const before = records(await store.create(pairs.map(([current]) => current)));
          const changes = before.map((current, index) => {
            const [, desired, offset] = pairs[index] ?? [];
            return { current, desired: withKnownIds(desired ?? current, current, offset ?? 0) };
          });
          const after = records(await store.update(changes));
          expect(after.map(comparable)).toEqual(changes.map(({ desired }) => comparable(desired)));
          const { records: read } = await store.read(after.map(({ id }) => id));
          expect(after.map(({ id }) => read.get(id))).toEqual(
            after.map((record) => ({ state: 'there', record })),
          );
          const since = seq();
          await store.update(after.map((current) => ({ current, desired: { ...current } })));
          expect(writes(since)).toEqual([]);
        },
      ),
      { numRuns: 25 },
    );
  });

  it('creates together where it can, and never for later', async () => {
    const store = company.service.contacts(company.annId);
    await store.create([draft('A'), draft('B'), draft('C')]);
    const since = seq();
    const created = records(await store.create(['D', 'E', 'F', 'G'].map(draft)));
    expect(created.map(({ firstName }) => firstName)).toEqual(['D', 'E', 'F', 'G']);
    expect(writes(since)).toEqual(
      hasSyncBatch ? ['PATCH /api/contacts 200'] : Array<string>(4).fill('POST /api/contacts 201'),
    );
  });

  it('fails only the record that is refused', async () => {
    const store = company.service.contacts(company.annId);
    const future = { ...draft('Future'), birthday: '2999-01-01' };
    const outcomes = await store.create([draft('A'), future, draft('B')]);
    expect(outcomes.map((outcome) => (outcome.ok ? outcome.record.firstName : outcome.error.code))).toEqual([
      'A',
      'refused-value',
      'B',
    ]);
    const [, refused] = outcomes;
    expect(refused?.ok === false && refused.error.message).toMatch(/birthday/);
    expect(refused?.ok === false && refused.error.message).not.toMatch(/2999/);
  });

  it('tells gone, hidden and foreign from there', async () => {
    const owned = (username: string): OrocrmId =>
      orocrmId(z.string().parse(company.orocrm.addContact({ firstName: username, owner: username })['id']));
    const [mine, foreign, deleted] = [owned('ann'), owned('ben'), owned('ann')];
    company.orocrm.contacts.delete(deleted);
    const states = async (store: ReturnType<Company['service']['contacts']>): Promise<unknown> => {
      const { records: read } = await store.read([mine, foreign, deleted]);
      return [mine, foreign, deleted].map((id) => read.get(id)?.state);
    };
    expect(await states(company.service.contacts())).toEqual(['there', 'there', 'gone']);
    expect(await states(company.service.contacts(company.annId))).toEqual(['there', 'gone', 'gone']);
    expect(await states(company.ann.contacts())).toEqual(['there', 'gone', 'gone']);
  });

  it('pages through everything of an owner', async () => {
    const store = company.service.contacts(company.benId);
    records(await store.create(Array.from({ length: 9 }, (_none, index) => draft(`P${index}`))));
    const seen: OrocrmContact[] = [];
    let after: OrocrmId | undefined;
    do {
      const page = await store.page(after, 4);
      seen.push(...page.records);
      after = page.next;
    } while (after !== undefined);
    const all = await company.service.feed('contacts').ids([company.benId]);
    expect(seen.map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    expect(seen.length).toBeGreaterThanOrEqual(9);
  });

  it('feeds every change with owner and count', async () => {
    const feed = company.service.feed('contacts');
    const before = await feed.now();
    const cursor = { updatedAt: before.toISOString(), id: '' } as const;
    const store = company.service.contacts(company.benId);
    const [created] = records(await store.create([draft('Fed')]));
    const changes = await feed.changes(cursor, [company.benId]);
    const all = await feed.ids([company.benId]);
    expect(changes.items).toContainEqual({
      id: created?.id,
      version: created?.version,
      owner: company.benId,
    });
    expect(changes.total).toBe(all.length);
    const since = await store.changedSince(new Date(before.getTime() - 1000));
    expect(since.records.get(created?.id ?? orocrmId('1'))).toEqual({ state: 'there', record: created });
    const everybody = await feed.changes(cursor);
    expect(everybody.total).toBeGreaterThan(changes.total);
  });
});
