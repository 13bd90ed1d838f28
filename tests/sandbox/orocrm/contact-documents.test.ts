import type { JsonObject } from '../../../sandbox/orocrm/jsonapi/json';
import type { SimulatedOrocrm } from '../../../sandbox/orocrm/start';
import { company, errors, link, one, type Client } from './support';

let orocrm: SimulatedOrocrm;
let service: Client;
beforeAll(async () => {
  ({ orocrm, service } = await company());
});
afterAll(() => orocrm.stop());

describe('documents', () => {
  it.each<[string, unknown, number, string]>([
    ['an empty object', {}, 400, 'request data constraint: The request data should not be empty.'],
    [
      'no data',
      { meta: { a: 1 } },
      400,
      'request data constraint: The primary data object should exist @/data',
    ],
    [
      'empty data',
      { data: {} },
      400,
      'request data constraint: The primary data object should not be empty @/data',
    ],
    [
      'no type',
      { data: { attributes: { firstName: 'X' } } },
      400,
      "request data constraint: The 'type' property is required @/data/type",
    ],
    [
      'empty attributes',
      { data: { type: 'contacts', attributes: {} } },
      400,
      "request data constraint: The 'attributes' property should not be empty @/data/attributes",
    ],
    [
      'empty relationships',
      { data: { type: 'contacts', attributes: { firstName: 'X' }, relationships: {} } },
      400,
      "request data constraint: The 'relationships' property should not be empty @/data/relationships",
    ],
    [
      'a bare relationship',
      { data: { type: 'contacts', relationships: { owner: { type: 'users', id: '1' } } } },
      400,
      "request data constraint: The relationship should have 'data' property @/data/relationships/owner",
    ],
    [
      'a numeric id',
      { data: { type: 'contacts', relationships: { owner: { data: { type: 'users', id: 1 } } } } },
      400,
      "request data constraint: The 'id' property should be a string @/data/relationships/owner/data/id",
    ],
    [
      'another type',
      { data: { type: 'users', attributes: { firstName: 'X' } } },
      409,
      "conflict constraint: The 'type' property of the primary data object should match the requested resource @/data/type",
    ],
    [
      'an unknown member',
      { data: { type: 'contacts', firstName: 'X' } },
      400,
      "request data constraint: The 'firstName' property is not allowed for a resource object @/data",
    ],
    [
      'an upsert',
      { data: { type: 'contacts', meta: { upsert: true }, attributes: { firstName: 'X' } } },
      400,
      'value constraint: The upsert operation cannot use the entity identifier to find an entity. @/meta/upsert',
    ],
    [
      'an update',
      { data: { type: 'contacts', meta: { update: true }, attributes: { firstName: 'X' } } },
      400,
      'value constraint: The option is not supported. @/meta/update',
    ],
  ])('POST refuses %s', async (_, body, status, expected) => {
    const answer = await service.send('POST', '/contacts', body);
    expect([answer.status, ...errors(answer)]).toEqual([status, expected]);
  });

  it('PATCH wants the id of the address in the document, before it looks for the record', async () => {
    const { id } = one(await service.create('contacts', { firstName: 'X' }));
    const conflict =
      "conflict constraint: The 'id' property of the primary data object should match 'id' parameter of the query string @/data/id";
    const other = await service.send('PATCH', `/contacts/${id}`, { data: { type: 'contacts', id: '99999' } });
    expect([other.status, ...errors(other)]).toEqual([409, conflict]);
    const without = await service.send('PATCH', `/contacts/${id}`, {
      data: { type: 'contacts', attributes: { fax: '1' } },
    });
    expect(errors(without)).toEqual(["request data constraint: The 'id' property is required @/data/id"]);
    expect((await service.update('contacts', '99999', { fax: '1' })).status).toBe(404);
  });

  it.each<[JsonObject, string]>([
    [
      { owner: link('users', '999') },
      'form constraint: The entity does not exist. @/data/relationships/owner/data',
    ],
    [
      { owner: link('contacts', '1') },
      'entity type constraint: Not acceptable entity type. @/data/relationships/owner/data/type',
    ],
    [
      { owner: link('persons', '1') },
      'entity type constraint: Unknown entity type: persons. @/data/relationships/owner/data/type',
    ],
    [
      { owner: link('users', 'x') },
      'entity identifier constraint: Expected integer value. Given "x". @/data/relationships/owner/data/id',
    ],
    [
      { owner: { data: null } },
      'not blank constraint: This value should not be blank. @/data/relationships/owner/data',
    ],
    [
      { source: link('contactsources', 'rumour') },
      'form constraint: The entity does not exist. @/data/relationships/source/data',
    ],
    [
      { boss: link('users', '1') },
      'extra fields constraint: This form should not contain extra fields: "boss".',
    ],
  ])('refuses the relationships %j', async (relationships, expected) => {
    expect(errors(await service.create('contacts', { firstName: 'X' }, relationships))).toEqual([expected]);
  });

  it('fills in owner, organization and authors, and changes links one by one', async () => {
    const answer = await service.create(
      'contacts',
      { firstName: 'X' },
      { source: link('contactsources', 'website') },
    );
    const { id, relationships } = one(answer);
    expect(answer.headers.get('location')).toBe(`${orocrm.apiUrl}/contacts/${id}`);
    const me = { type: 'users', id: '1' };
    expect(relationships).toMatchObject({
      owner: { data: me },
      createdBy: { data: me },
      updatedBy: { data: me },
      organization: { data: { type: 'organizations', id: '1' } },
      source: { data: { type: 'contactsources', id: 'website' } },
    });
    const path = `/contacts/${id}/relationships/owner`;
    expect((await service.send('PATCH', path, { data: { type: 'users', id: '2' } })).status).toBe(204);
    expect((await service.get(path)).body.data).toEqual({ type: 'users', id: '2' });
    expect(errors(await service.send('PATCH', path, { data: { type: 'users', id: '99' } }))).toEqual([
      'form constraint: The entity does not exist.',
    ]);
  });
});
