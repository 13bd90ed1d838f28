import { setTimeout as sleep } from 'node:timers/promises';
import type { SimulatedOrocrm } from '../../../sandbox/orocrm/start';
import { company, errors, link, links, many, one, signIn, type Answer, type Client } from './support';

let orocrm: SimulatedOrocrm;
let service: Client;
beforeEach(async () => {
  ({ orocrm, service } = await company());
  orocrm.addContact({ id: '10', firstName: 'Ten', owner: 'ada' });
  orocrm.addContact({ id: '11', firstName: 'Eleven', owner: 'bob' });
});
afterEach(() => orocrm.stop());

const person = (firstName: string, more: object = {}): object => ({
  type: 'contacts',
  attributes: { firstName },
  ...more,
});
const change = (id: string, attributes: object): object => ({
  type: 'contacts',
  id,
  meta: { update: true },
  attributes,
});
const batch = (
  data: readonly object[],
  mode?: string,
  included?: readonly object[],
  client = service,
): Promise<Answer> =>
  client.send(
    'PATCH',
    '/contacts',
    { data, ...(included && { included }) },
    mode === undefined ? {} : { 'X-Mode': mode },
  );
const names = async (): Promise<unknown[]> =>
  many(await service.get('/contacts?sort=id&page[size]=-1')).map(({ attributes }) => attributes['firstName']);

async function finished(answer: Answer): Promise<Answer> {
  expect([answer.status, one(answer).type]).toEqual([202, 'asyncoperations']);
  const { id } = one(answer);
  expect(answer.headers.get('content-location')).toBe(`${orocrm.apiUrl}/asyncoperations/${id}`);
  for (let tries = 0; tries < 200; tries += 1) {
    const operation = await service.get(`/asyncoperations/${id}`);
    if (['success', 'failed'].includes(one(operation).attributes['status'] as string)) return operation;
    await sleep(10);
  }
  throw new Error('the operation does not end');
}

describe('synchronous', () => {
  it('answers the records in the order of the request, with the ids that were sent', async () => {
    const answer = await batch(
      [person('New', { id: 'mine' }), change('11', { fax: '1' }), person('Newer')],
      'sync',
    );
    expect(answer.status).toBe(200);
    expect(many(answer).map(({ id, meta }) => [id, meta])).toEqual([
      ['12', { dataId: 'mine' }],
      ['11', { dataId: '11' }],
      ['13', undefined],
    ]);
    expect(many(answer)[0]).toMatchObject({
      attributes: { firstName: 'New' },
      relationships: { owner: { data: { id: '1' } } },
    });
    expect((await service.get('/asyncoperations/1')).status).toBe(404);
  });

  it('does all or nothing, and names every error with its place', async () => {
    const answer = await batch(
      [
        person('Fine'),
        person(''),
        change('11', { gender: 'x' }),
        change('999', { fax: '1' }),
        change('10', { fax: '1' }),
      ],
      'sync',
    );
    expect(answer.status).toBe(400);
    expect(errors(answer)).toEqual([
      'has contact information constraint: At least one of the fields First name, Last name, Emails or Phones must be defined. @/data/1',
      'choice constraint: The value you selected is not a valid choice. @/data/2/attributes/gender',
      'not found http exception: An entity with the requested identifier does not exist. @/data/3',
    ]);
    expect(await names()).toEqual(['Ten', 'Eleven']);
    expect(one(await service.get('/contacts/10')).attributes['fax']).toBeNull();
  });

  it('takes included records that a primary one names; the others are noticed when all is saved', async () => {
    const address = (id: string, relationships: object): object => ({
      type: 'contactaddresses',
      id,
      relationships: { country: link('countries', 'FR'), ...relationships },
    });
    const answer = await batch(
      [person('With', { relationships: { addresses: links('contactaddresses', 'a1') } })],
      'sync',
      [address('a1', {})],
    );
    expect(answer.body.included?.[0]).toMatchObject({ type: 'contactaddresses', meta: { includeId: 'a1' } });
    const stray = await batch([person('Stray', { id: 's' })], 'sync', [
      address('a2', { owner: link('contacts', 's') }),
    ]);
    expect([stray.status, ...errors(stray)]).toEqual([
      400,
      'request data constraint: The entity should have a relationship with at least one primary entity and this should be explicitly specified in the request @/included/0',
    ]);
    expect(await names()).toContain('Stray');
  });

  it('has limits: 100 records, 50 included', async () => {
    const answer = await batch(
      Array.from({ length: 101 }, (_, index) => person(`P${index}`)),
      'sync',
    );
    expect(errors(answer)).toEqual([
      'request data constraint: The data limit for the synchronous operation exceeded. The maximum number of records that can be processed by the synchronous operation is 100.',
    ]);
    const included = Array.from({ length: 51 }, (_, index) => ({ type: 'accounts', id: `a${index}` }));
    expect(errors(await batch([person('P')], 'sync', included))[0]).toContain('the section "included"');
    expect(
      (
        await batch(
          Array.from({ length: 100 }, (_, index) => person(`P${index}`)),
          'sync',
        )
      ).status,
    ).toBe(200);
  });

  it('refuses other types, flags and modes', async () => {
    expect(errors(await batch([{ type: 'users', attributes: { username: 'x' } }], 'sync'))).toEqual([
      'entity type constraint: The entity type "users" is not supported by this batch operation. @/data/0',
    ]);
    expect(errors(await batch([person('X', { meta: { upsert: ['externalId'] } })], 'sync'))).toEqual([
      'value constraint: The upsert operation cannot use this field to find an entity. @/data/0/meta/upsert',
    ]);
    expect(errors(await batch([person('X')], 'later'))).toEqual([
      'invalid header value exception: The accepted values for the "X-Mode" are "sync" or "async".',
    ]);
    expect(errors(await service.send('PATCH', '/contacts', undefined, { 'X-Mode': 'sync' }))).toEqual([
      'request data constraint: The request data should not be empty.',
    ]);
  });

  it('is no such thing in 5.1, and becomes asynchronous when the queue takes too long', async () => {
    orocrm.configure({ version: '5.1' });
    expect(one(await finished(await batch([person('Old')], 'sync'))).attributes['status']).toBe('success');
    orocrm.configure({ version: '6.0', batchDelayMs: 150, syncWaitMs: 20 });
    const slow = await finished(await batch([person('Slow')], 'sync'));
    expect(one(slow).attributes['summary']).toMatchObject({ createCount: 1 });
    expect(await names()).toEqual(['Ten', 'Eleven', 'Old', 'Slow']);
  });
});

describe('asynchronous', () => {
  it('takes each item for itself, and succeeds with errors', async () => {
    const operation = await finished(
      await batch([person('Fine'), person(''), change('10', { jobTitle: 'Boss' })]),
    );
    expect(one(operation)).toMatchObject({
      attributes: {
        entityType: 'contacts',
        status: 'success',
        progress: 1,
        summary: { readCount: 3, writeCount: 2, errorCount: 1, createCount: 1, updateCount: 1 },
      },
      relationships: { owner: { data: { type: 'users', id: '1' } } },
    });
    expect(one(operation).relationships['owner']).not.toHaveProperty('links');
    const id = one(operation).id;
    expect((await service.get(`/asyncoperations/${id}/errors`)).body.data).toEqual([
      {
        type: 'asyncoperationerrors',
        id: `${id}-1-1`,
        attributes: {
          status: 400,
          title: 'has contact information constraint',
          detail: 'At least one of the fields First name, Last name, Emails or Phones must be defined.',
          source: { pointer: '/data/1' },
        },
      },
    ]);
    expect(await names()).toEqual(['Ten', 'Eleven', 'Fine']);
  });

  it('pages its errors', async () => {
    const bad = Array.from({ length: 12 }, () => person(''));
    const { id } = one(await finished(await batch(bad)));
    expect(many(await service.get(`/asyncoperations/${id}/errors`))).toHaveLength(10);
    const rest = await service.get(`/asyncoperations/${id}/errors?page[number]=2`, {
      'X-Include': 'totalCount',
    });
    expect(many(rest).map((error) => error.id)).toEqual([`${id}-1-11`, `${id}-1-12`]);
    expect(rest.headers.get('x-include-total-count')).toBe('12');
    expect((await service.get(`/asyncoperations/${id}/errors?sort=id`)).status).toBe(400);
  });

  it('waits for the queue, and fails for a body that is none', async () => {
    orocrm.configure({ messageQueue: false });
    const waiting = await batch([person('Late')]);
    await sleep(60);
    expect(one(await service.get(`/asyncoperations/${one(waiting).id}`)).attributes).toMatchObject({
      status: 'new',
      progress: null,
    });
    orocrm.configure({ messageQueue: true });
    expect(one(await finished(waiting)).attributes['status']).toBe('success');
    const broken = await finished(await service.send('PATCH', '/contacts', '{"data": ['));
    expect(one(broken).attributes['status']).toBe('failed');
  });

  it('is the business of who started it', async () => {
    const ada = await signIn(orocrm, 'ada');
    const bob = await signIn(orocrm, 'bob');
    const { id } = one(
      await finished(
        await batch([change('10', { fax: '1' }), change('11', { fax: '1' })], undefined, undefined, ada),
      ),
    );
    expect((await bob.get(`/asyncoperations/${id}`)).status).toBe(403);
    const failures = many(await ada.get(`/asyncoperations/${id}/errors`));
    expect(failures[0]?.attributes).toMatchObject({
      status: 403,
      title: 'access denied exception',
      source: { pointer: '/data/1' },
    });
  });

  it('works for addresses as well', async () => {
    const body = {
      data: [
        {
          type: 'contactaddresses',
          relationships: { owner: link('contacts', '10'), country: link('countries', 'AU') },
        },
      ],
    };
    expect((await service.send('PATCH', '/contactaddresses', body, { 'X-Mode': 'sync' })).status).toBe(200);
  });
});
