import fc from 'fast-check';
import {
  ADDRESSES,
  ADDRESS_PARTS,
  CONTACT_TYPE,
  LISTS,
  NAVIGATION,
  READ_ONLY,
  TEXTS,
} from '../../../sandbox/graph/contact/properties';
import { at, rows, startBench, stopAll, text, type Bench } from './harness';
import { checkAnswer, describeWithSchema, faultsOf, readSchema } from './schema';

describeWithSchema('the contact type', () => {
  it('has the properties of the schema, no more and no fewer', () => {
    const properties = Object.keys(readSchema().$defs['contact']?.properties ?? {});
    expect([...CONTACT_TYPE.properties].sort()).toEqual(properties.sort());
  });

  it('takes of each property what the schema says', () => {
    const properties = readSchema().$defs['contact']?.properties ?? {};
    for (const name of TEXTS) expect(properties[name]).toMatchObject({ type: ['string', 'null'] });
    for (const name of LISTS) expect(properties[name]).toMatchObject({ type: 'array' });
    for (const name of ADDRESSES) expect(JSON.stringify(properties[name])).toContain('physicalAddress');
    for (const name of NAVIGATION) expect(properties[name]).toMatchObject({ 'x-navigation': true });
    const parts = Object.keys(readSchema().$defs['physicalAddress']?.properties ?? {});
    expect([...ADDRESS_PARTS].sort()).toEqual(parts.sort());
    expect(properties).toHaveProperty(['id']);
    expect(READ_ONLY.every((name) => name in properties)).toBe(true);
  });
});

describeWithSchema('the check of answers', () => {
  const context = "https://x/v1.0/$metadata#users('1')/contacts";

  it.each([
    ['a contact with a foreign property', { '@odata.context': `${context}/$entity`, nothing: 1 }],
    ['a contact in a list', { '@odata.context': context, value: [{ surname: 5 }] }],
    ['a contact in a delta page', { '@odata.context': 'x#Collection(contact)', value: [{ birthday: 'x' }] }],
    ['an error without code', { error: { message: 'x' } }],
    ['an error inside a batch', { responses: [{ status: 400, body: { error: { message: 'x' } } }] }],
  ])('finds %s', (_case, body) => {
    expect(() => checkAnswer(body)).toThrow('Not as the schema has it');
  });
});

describeWithSchema('any contact that the schema allows', () => {
  let bench: Bench;
  beforeAll(async () => void (bench = await startBench()));
  afterAll(stopAll);

  const words = fc.string({ unit: 'grapheme', maxLength: 12 });
  const list = (maxLength: number): fc.Arbitrary<string[]> => fc.array(words, { maxLength });
  const address = fc.record(Object.fromEntries(ADDRESS_PARTS.map((part) => [part, words])), {
    requiredKeys: [],
  });
  const body = fc.record(
    {
      ...Object.fromEntries(TEXTS.map((name) => [name, words])),
      ...Object.fromEntries(ADDRESSES.map((name) => [name, address])),
      businessPhones: list(2),
      homePhones: list(2),
      imAddresses: list(3),
      categories: list(5),
      children: list(5),
      birthday: fc
        .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
        .map((date) => `${date.toISOString().slice(0, 19)}Z`),
      emailAddresses: fc.array(fc.record({ name: words, address: words.filter((word) => word !== '') }), {
        maxLength: 3,
      }),
    },
    { requiredKeys: [] },
  );

  it('is taken and read back as it was sent (property)', async () => {
    await fc.assert(
      fc.asyncProperty(body, async (sent) => {
        expect(faultsOf('contact', sent)).toEqual([]);
        const made = await bench.send('POST', `${bench.ada}/contacts`, { body: sent });
        expect(made.status).toBe(201);
        const read = await bench.send('GET', `${bench.ada}/contacts/${text(made.body, 'id')}`);
        const withoutEmpty = Object.fromEntries(
          Object.entries(sent).map(([name, value]) => [
            name,
            (ADDRESSES as readonly string[]).includes(name)
              ? Object.fromEntries(Object.entries(value as object).filter(([, part]) => part !== ''))
              : value,
          ]),
        );
        expect(read.body).toMatchObject(withoutEmpty);
      }),
      { numRuns: 40 },
    );
  });

  it('makes a list that the schema allows, page by page', async () => {
    let next: unknown = `${bench.ada}/contacts?$top=25`;
    let count = 0;
    while (typeof next === 'string') {
      const page = await bench.send('GET', next);
      count += rows(page.body).length;
      next = at(page.body, '@odata.nextLink');
    }
    expect(count).toBeGreaterThanOrEqual(40);
  });
});
