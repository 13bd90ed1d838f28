import type { SimulatedOrocrm } from '../../../sandbox/orocrm/start';
import { company, errors, ids, link, links, one, signIn, type Client } from './support';

let orocrm: SimulatedOrocrm;
let service: Client;
let ada: Client;
beforeEach(async () => {
  ({ orocrm, service } = await company());
  ada = await signIn(orocrm, 'ada');
  orocrm.addContact({ id: '1', firstName: 'Mine', owner: 'ada', addresses: [{ id: '1', country: 'US' }] });
  orocrm.addContact({ id: '2', firstName: 'Theirs', owner: 'bob', addresses: [{ id: '2', country: 'US' }] });
});
afterEach(() => orocrm.stop());

it('shows a user the own records, and a service user all', async () => {
  expect(ids(await service.get('/contacts'))).toEqual(['1', '2']);
  const own = await ada.get('/contacts', { 'X-Include': 'totalCount' });
  expect([ids(own), own.headers.get('x-include-total-count')]).toEqual([['1'], '1']);
  expect(ids(await ada.get('/contacts?filter[id]=1,2'))).toEqual(['1']);
  expect(ids(await ada.get('/contacts?filter[owner]=3'))).toEqual([]);
  expect(ids(await ada.get('/contactaddresses'))).toEqual(['1']);
  expect(ids(await ada.get('/users'))).toEqual(['1', '2', '3']);
});

it('tells hidden from absent by the status of a single read', async () => {
  const hidden = await ada.get('/contacts/2');
  expect([hidden.status, ...errors(hidden)]).toEqual([
    403,
    'access denied exception: No access to the entity.',
  ]);
  expect((await ada.get('/contacts/99')).status).toBe(404);
  expect((await ada.update('contacts', '2', { fax: '1' })).status).toBe(403);
  expect((await ada.send('DELETE', '/contacts/2')).status).toBe(403);
  expect(errors(await ada.get('/contacts/2/owner'))).toEqual([
    'access denied exception: No access to the parent entity.',
  ]);
  expect((await service.get('/contacts/2')).status).toBe(200);
});

it('lets a record vanish from a list when its owner changes', async () => {
  orocrm.contacts.change('1', { owner: 'bob' });
  expect(ids(await ada.get('/contacts'))).toEqual([]);
  expect((await ada.get('/contacts/1')).status).toBe(403);
});

it('keeps a user from giving records away, and from linking what is hidden', async () => {
  expect(errors(await ada.update('contacts', '1', undefined, { owner: link('users', '3') }))).toEqual([
    'owner constraint: You have no access to set this value as owner. @/data/relationships/owner/data',
  ]);
  const boss = await ada.update('contacts', '1', undefined, { reportsTo: link('contacts', '2') });
  expect([boss.status, ...errors(boss)]).toEqual([
    403,
    'access granted constraint: The "VIEW" permission is denied for the related resource. @/data/relationships/reportsTo/data',
  ]);
  const address = { country: link('countries', 'US'), owner: link('contacts', '2') };
  expect((await ada.create('contactaddresses', undefined, address)).status).toBe(403);
  expect(
    one(await service.update('contacts', '1', undefined, { owner: link('users', '3') })).relationships[
      'owner'
    ]?.data,
  ).toEqual({
    type: 'users',
    id: '3',
  });
});

it('does not change a hidden record through an included one', async () => {
  const answer = await ada.update('contacts', '1', undefined, { reportsTo: link('contacts', '2') }, [
    { type: 'contacts', id: '2', meta: { update: true }, attributes: { fax: '1' } },
  ]);
  expect([answer.status, ...errors(answer)]).toEqual([
    403,
    'access denied exception: No access to the entity. @/included/0',
  ]);
});

it('leaves what is hidden out of included records, but not out of identifiers', async () => {
  orocrm.contacts.change('1', { reportsTo: '2' });
  const answer = await ada.get('/contacts/1?include=reportsTo,owner');
  expect(one(answer).relationships['reportsTo']?.data).toEqual({ type: 'contacts', id: '2' });
  expect(answer.body.included?.map(({ type }) => type)).toEqual(['users']);
});

it('deletes of a list only what the user sees, at most a hundred, and never without a filter', async () => {
  expect(errors(await ada.send('DELETE', '/contacts'))).toEqual([
    'filter constraint: At least one filter must be provided.',
  ]);
  expect(errors(await ada.send('DELETE', '/contacts?filter[createdAt]=2020'))[0]).toContain(
    'The filter is not supported.',
  );
  const some = await ada.send('DELETE', '/contacts?filter[id]=1,2,3', undefined, {
    'X-Include': 'deletedCount',
  });
  expect([some.status, some.headers.get('x-include-deleted-count')]).toEqual([204, '1']);
  expect(ids(await service.get('/contacts'))).toEqual(['2']);
  for (let index = 0; index < 120; index += 1) orocrm.addContact({ firstName: 'Many', owner: 'ada' });
  const bulk = await service.send('DELETE', '/contacts?filter[owner]=2', undefined, {
    'X-Include': 'totalCount;deletedCount',
  });
  expect(bulk.headers.get('x-include-deleted-count')).toBe('100');
  expect(bulk.headers.get('x-include-total-count')).toBe('120');
  const left = await service.get('/contacts?filter[owner]=2&page[size]=1', { 'X-Include': 'totalCount' });
  expect(left.headers.get('x-include-total-count')).toBe('20');
});

it('lets users change users only where they may', async () => {
  expect((await ada.update('users', '2', { phone: '1' })).status).toBe(200);
  expect((await ada.update('users', '3', { phone: '1' })).status).toBe(403);
  expect(
    (await ada.create('users', { username: 'x', email: 'x@x.org', firstName: 'X', lastName: 'X' })).status,
  ).toBe(403);
  expect((await ada.send('DELETE', '/users/3')).status).toBe(403);
  expect((await service.update('users', '3', { phone: '1' })).status).toBe(200);
  const groups = await service.update('users', '3', undefined, { userRoles: links('userroles', '1') });
  expect(one(groups).relationships['userRoles']?.data).toEqual([{ type: 'userroles', id: '1' }]);
  expect(ids(await ada.get('/users?filter[id]=mine'))).toEqual(['2']);
  expect(one(await ada.get('/users/mine')).attributes['username']).toBe('ada');
});
