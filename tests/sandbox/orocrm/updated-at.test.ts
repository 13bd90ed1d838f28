import type { JsonObject } from '../../../sandbox/orocrm/jsonapi/json';
import type { SimulatedOrocrm } from '../../../sandbox/orocrm/start';
import { company, link, links, one, setClock, signIn, type Client } from './support';

/** Reference section 6.3: only a change of the contact's own row moves its `updatedAt`, as far as code shows. */
const old = '2026-02-01T08:00:00Z';
const later = '2026-02-01T09:30:15Z';
let orocrm: SimulatedOrocrm;
let service: Client;
beforeEach(async () => {
  ({ orocrm } = await company());
  // The token is of this time, and outlives the leap.
  orocrm.configure({ accessTokenSeconds: 86_400 });
  await setClock(orocrm, { at: old, frozen: true });
  service = await signIn(orocrm, 'service');
  orocrm.addContact({
    id: '1',
    firstName: 'Grace',
    owner: 'ada',
    emails: ['grace@example.com'],
    addresses: [
      { id: '1', primary: true, country: 'US', types: ['billing'] },
      { id: '2', country: 'US' },
    ],
  });
  await setClock(orocrm, { at: '2026-02-01T09:30:15.987Z', frozen: true });
});
afterEach(() => orocrm.stop());

const moved = async (path = '/contacts/1'): Promise<boolean> =>
  one(await service.get(path)).attributes['updatedAt'] === later;

const emails: JsonObject = { emails: [{ email: 'g@example.com' }], primaryEmail: 'g@example.com' };
const cases: [string, () => Promise<unknown>, boolean, boolean][] = [
  ['a name', () => service.update('contacts', '1', { firstName: 'Hopper' }), true, true],
  ['the same name', () => service.update('contacts', '1', { firstName: 'Grace' }), false, false],
  ['the owner', () => service.update('contacts', '1', undefined, { owner: link('users', '3') }), true, true],
  ['e-mails', () => service.update('contacts', '1', emails), false, true],
  ['a phone', () => service.update('contacts', '1', { primaryPhone: '1' }), false, true],
  ['e-mails with a name', () => service.update('contacts', '1', { ...emails, lastName: 'H' }), true, true],
  ['an address', () => service.update('contactaddresses', '1', { city: 'Albany' }), false, true],
  [
    'a new address',
    () =>
      service.create('contactaddresses', undefined, {
        owner: link('contacts', '1'),
        country: link('countries', 'FR'),
      }),
    false,
    true,
  ],
  ['a deleted address', () => service.send('DELETE', '/contactaddresses/2'), false, true],
  [
    'addresses left out',
    () => service.update('contacts', '1', undefined, { addresses: links('contactaddresses', '1') }),
    false,
    true,
  ],
  [
    'an address by hand',
    () => Promise.resolve(orocrm.contacts.change('1', { addresses: [{ id: '1', city: 'X' }] })),
    false,
    true,
  ],
  ['a name by hand', () => Promise.resolve(orocrm.contacts.change('1', { lastName: 'Hopper' })), true, true],
];

it.each(cases)('is moved by %s', async (_, change, byDefault) => {
  await change();
  expect(await moved()).toBe(byDefault);
});

it.each(cases)('is moved by %s where lists count', async (_, change, __, withLists) => {
  orocrm.configure({ touchOnLists: true });
  await change();
  expect(await moved()).toBe(withLists);
});

it("moves the address's own time, but not for a change of its types alone", async () => {
  await service.update('contactaddresses', '1', undefined, { types: links('addresstypes', 'shipping') });
  expect(await moved('/contactaddresses/1')).toBe(false);
  await service.update('contactaddresses', '1', { city: 'Albany' });
  expect(await moved('/contactaddresses/1')).toBe(true);
  // Losing the mark of the primary address is a change of the other address's row.
  await service.update('contactaddresses', '2', { primary: true });
  expect(await moved('/contactaddresses/2')).toBe(true);
});

it('has whole seconds, and names who did it', async () => {
  await service.update('contacts', '1', { firstName: 'Hopper' });
  const { attributes, relationships } = one(await service.get('/contacts/1'));
  expect(attributes).toMatchObject({ createdAt: old, updatedAt: later });
  expect(relationships['updatedBy']?.data).toEqual({ type: 'users', id: '1' });
});
