import { textOf } from '../../../sandbox/orocrm/jsonapi/json';
import type { SimulatedOrocrm } from '../../../sandbox/orocrm/start';
import { company, errors, ids, link, links, many, one, type Client, type Resource } from './support';

let orocrm: SimulatedOrocrm;
let service: Client;
let contact: string;
beforeAll(async () => {
  ({ orocrm, service } = await company());
});
afterAll(() => orocrm.stop());

/** A contact with a primary billing address, a shipping address and one of no type. */
beforeEach(() => {
  const made = orocrm.addContact({
    firstName: 'Grace',
    owner: 'ada',
    addresses: [
      { primary: true, label: 'office', country: 'US', region: 'US-NY', types: ['billing'] },
      { label: 'home', country: 'US', types: ['shipping'] },
      { label: 'other', country: 'IM', customRegion: 'Douglas' },
    ],
  });
  contact = made.id;
});

const addresses = async (): Promise<Map<string, Resource>> =>
  new Map(
    many(await service.get(`/contactaddresses?filter[owner]=${contact}&sort=id`)).map((address) => [
      textOf(address.attributes['label']),
      address,
    ]),
  );
const idOf = async (label: string): Promise<string> => (await addresses()).get(label)?.id ?? '';
const types = (address: Resource | undefined): readonly string[] =>
  (address?.relationships['types']?.data as { id: string }[]).map(({ id }) => id);

const us = { country: link('countries', 'US') };

describe('country and region', () => {
  it('wants a country, and a region of it', async () => {
    const owner = { owner: link('contacts', contact) };
    expect(errors(await service.create('contactaddresses', { city: 'X' }, owner))).toEqual([
      'not blank constraint: This value should not be blank. @/data/relationships/country/data',
    ]);
    expect(errors(await service.create('contactaddresses', undefined, us))).toEqual([
      'not blank constraint: This value should not be blank. @/data/relationships/owner/data',
    ]);
    const german = { ...owner, country: link('countries', 'DE'), region: link('regions', 'US-NY') };
    expect(errors(await service.create('contactaddresses', undefined, german))).toEqual([
      'valid region constraint: Region New York does not belong to country Germany',
    ]);
    const nowhere = { ...owner, country: link('countries', 'Germany') };
    expect(errors(await service.create('contactaddresses', undefined, nowhere))).toEqual([
      'form constraint: The entity does not exist. @/data/relationships/country/data',
    ]);
  });

  it('takes free text for a region only where the country has none', async () => {
    const refusal =
      'region text constraint: Custom region can be used only for countries without predefined regions.';
    const office = await idOf('office');
    expect(errors(await service.update('contactaddresses', office, { customRegion: 'Upstate' }))).toEqual([
      refusal,
    ]);
    const other = await idOf('other');
    expect((await service.update('contactaddresses', other, { customRegion: 'Peel' })).status).toBe(200);
    expect(errors(await service.update('contactaddresses', other, undefined, us))).toEqual([refusal]);
  });

  it('limits texts as OroCRM does', async () => {
    const answer = await service.update('contactaddresses', await idOf('home'), {
      street: 'x'.repeat(501),
      city: 'y'.repeat(256),
    });
    expect(errors(answer)).toEqual([
      'length constraint: This value is too long. It should have 500 characters or less. @/data/attributes/street',
      'length constraint: This value is too long. It should have 255 characters or less. @/data/attributes/city',
    ]);
  });
});

describe('one primary, one of each type', () => {
  it('takes a type from the address that had it, and the mark from the old primary', async () => {
    const made = await service.create(
      'contactaddresses',
      { label: 'new', primary: true },
      { ...us, owner: link('contacts', contact), types: links('addresstypes', 'shipping', 'billing') },
    );
    expect(made.status).toBe(201);
    const now = await addresses();
    expect([types(now.get('office')), types(now.get('home')), types(now.get('new'))]).toEqual([
      [],
      [],
      ['shipping', 'billing'],
    ]);
    expect([...now.values()].filter(({ attributes }) => attributes['primary'] === true)).toHaveLength(1);
    expect(now.get('new')?.attributes['primary']).toBe(true);
  });

  it('keeps the only primary whatever is asked', async () => {
    await service.update('contactaddresses', await idOf('office'), { primary: false });
    expect((await addresses()).get('office')?.attributes['primary']).toBe(true);
  });

  it('lets the first of several in one request keep what they share', async () => {
    const fresh = (id: string, ...all: string[]): Record<string, never> =>
      ({
        type: 'contactaddresses',
        id,
        attributes: { label: id, primary: true },
        relationships: { ...us, types: links('addresstypes', ...all) },
      }) as never;
    const answer = await service.update(
      'contacts',
      contact,
      undefined,
      { addresses: links('contactaddresses', 'a', 'b') },
      [fresh('a', 'shipping'), fresh('b', 'shipping', 'billing')],
    );
    expect(answer.status).toBe(200);
    const now = await addresses();
    expect([...now.keys()]).toEqual(['a', 'b']);
    expect([types(now.get('a')), types(now.get('b'))]).toEqual([['shipping'], ['billing']]);
    expect([now.get('a')?.attributes['primary'], now.get('b')?.attributes['primary']]).toEqual([true, false]);
  });
});

describe('through the contact', () => {
  it('deletes addresses that are left out, and refuses to lose the primary', async () => {
    const [office, home] = [await idOf('office'), await idOf('home')];
    const without = await service.update('contacts', contact, undefined, {
      addresses: links('contactaddresses', home),
    });
    expect(errors(without)).toEqual([
      'contains primary constraint: One of the addresses must be set as primary. @/data/relationships/addresses/data',
    ]);
    expect((await addresses()).size).toBe(3);
    const kept = await service.update('contacts', contact, undefined, {
      addresses: links('contactaddresses', office, home),
    });
    expect(kept.status).toBe(200);
    expect([...(await addresses()).keys()]).toEqual(['office', 'home']);
    await service.update('contacts', contact, undefined, { addresses: { data: [] } });
    expect((await addresses()).size).toBe(0);
  });

  it('makes and changes addresses in the same request, and tells which is which', async () => {
    const office = await idOf('office');
    const answer = await service.update(
      'contacts',
      contact,
      { jobTitle: 'Admiral' },
      { addresses: links('contactaddresses', office, 'fresh') },
      [
        { type: 'contactaddresses', id: office, meta: { update: true }, attributes: { city: 'Albany' } },
        { type: 'contactaddresses', id: 'fresh', attributes: { city: 'Arlington' }, relationships: us },
      ],
    );
    expect(
      answer.body.included?.map(({ meta, attributes }) => [meta?.['includeId'], attributes['city']]),
    ).toEqual([
      [office, 'Albany'],
      ['fresh', 'Arlington'],
    ]);
    const fresh = answer.body.included?.[1]?.id ?? '';
    expect(one(answer).relationships['addresses']?.data).toEqual([
      { type: 'contactaddresses', id: office },
      { type: 'contactaddresses', id: fresh },
    ]);
    expect(one(await service.get(`/contactaddresses/${fresh}`)).relationships['owner']?.data).toEqual({
      type: 'contacts',
      id: contact,
    });
  });

  it('does nothing at all when one of them is wrong, and says where', async () => {
    const answer = await service.update(
      'contacts',
      contact,
      { jobTitle: 'Never' },
      { addresses: links('contactaddresses', await idOf('office'), 'fresh') },
      [{ type: 'contactaddresses', id: 'fresh', attributes: { city: 'Nowhere' } }],
    );
    expect(errors(answer)).toEqual([
      'not blank constraint: This value should not be blank. @/included/0/relationships/country/data',
    ]);
    expect(one(await service.get(`/contacts/${contact}`)).attributes['jobTitle']).toBeNull();
    expect((await addresses()).size).toBe(3);
  });

  it('refuses what hangs on nothing, and what is there twice', async () => {
    const stray = { type: 'contactaddresses', id: 'stray', relationships: us };
    expect(errors(await service.update('contacts', contact, undefined, undefined, [stray]))).toEqual([
      'request data constraint: The entity should have a relationship with the primary entity and this should be explicitly specified in the request @/included/0',
    ]);
    const twice = await service.update(
      'contacts',
      contact,
      undefined,
      { addresses: links('contactaddresses', 'stray') },
      [stray, stray],
    );
    expect(errors(twice)).toEqual([
      'request data constraint: The item duplicates the item with the index 0 @/included/1',
    ]);
    const absent = {
      type: 'contactaddresses',
      id: '99999',
      meta: { update: true },
      attributes: { city: 'X' },
    };
    const missing = await service.update(
      'contacts',
      contact,
      undefined,
      { addresses: links('contactaddresses', '99999') },
      [absent],
    );
    expect(errors(missing)).toEqual(['entity constraint: The entity does not exist. @/included/0']);
  });

  it("does not take another contact's address", async () => {
    const other = orocrm.addContact({ firstName: 'Other', addresses: [{ country: 'DE' }] });
    const [foreign = ''] = ids(await service.get(`/contactaddresses?filter[owner]=${other.id}`));
    const answer = await service.update('contacts', contact, undefined, {
      addresses: links('contactaddresses', await idOf('office'), foreign),
    });
    expect(errors(answer)).toEqual([
      'unchangeable field constraint: Address owner cannot be changed once set. @/data/relationships/addresses/data/1',
    ]);
  });

  it('takes its addresses along when it is deleted', async () => {
    const office = await idOf('office');
    expect((await service.send('DELETE', `/contacts/${contact}`)).status).toBe(204);
    expect((await service.get(`/contactaddresses/${office}`)).status).toBe(404);
  });
});
