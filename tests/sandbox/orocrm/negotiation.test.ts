import type { SimulatedOrocrm } from '../../../sandbox/orocrm/start';
import { company, errors, jsonApi, type Client } from './support';

let orocrm: SimulatedOrocrm;
let service: Client;
beforeAll(async () => {
  ({ orocrm, service } = await company());
  orocrm.addContact({ id: '7', firstName: 'Grace', owner: 'ada', emails: ['grace@example.com'] });
});
afterAll(() => orocrm.stop());

describe('media types', () => {
  it.each([
    ['JSON:API', jsonApi, jsonApi],
    ['JSON:API with a quality', `text/html, ${jsonApi};q=0.9`, jsonApi],
    ['JSON:API once with and once without parameters', `${jsonApi};charset=utf-8, ${jsonApi}`, jsonApi],
    ['anything', '*/*', 'application/json'],
    ['JSON', 'application/json', 'application/json'],
  ])('answers a request that accepts %s', async (_, accept, type) => {
    const answer = await service.get('/contacts/7', { Accept: accept });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, type]);
  });

  it('falls back to the plain format in silence where JSON:API was not asked for', async () => {
    const { text } = await service.get('/contacts/7?include=owner', { Accept: 'application/json' });
    expect(JSON.parse(text)).toMatchObject({
      id: 7,
      firstName: 'Grace',
      emails: [{ email: 'grace@example.com' }],
      owner: { username: 'ada' },
    });
    const list = await service.get('/contacts', { Accept: 'application/json' });
    expect(JSON.parse(list.text)).toMatchObject([{ id: 7, owner: 2 }]);
    const missing = await service.get('/contacts/8', { Accept: 'application/json' });
    expect(missing.status).toBe(404);
    expect(JSON.parse(missing.text)).toMatchObject([{ title: 'not found http exception' }]);
  });

  it('refuses parameters on the media type, and types it does not know', async () => {
    const parameters = await service.get('/contacts', { Accept: `${jsonApi}; charset=utf-8` });
    expect(parameters.status).toBe(406);
    const html = await service.get('/contacts', { Accept: 'text/html' });
    expect(html.status).toBe(406);
    const body = { data: { type: 'contacts', attributes: { firstName: 'X' } } };
    const typed = await service.send('POST', '/contacts', body, {
      'Content-Type': `${jsonApi}; charset=utf-8`,
    });
    expect(typed.status).toBe(415);
    const unheard = await service.send('POST', '/contacts', body, { Accept: 'text/html' });
    expect(unheard.status).toBe(406);
  });

  it('reads a JSON:API body only when it is announced as JSON', async () => {
    const body = JSON.stringify({ data: { type: 'contacts', attributes: { firstName: 'X' } } });
    const asJson = await service.send('POST', '/contacts', body, { 'Content-Type': 'application/json' });
    expect(asJson.status).toBe(201);
    const asText = await service.send('POST', '/contacts', body, { 'Content-Type': 'text/plain' });
    expect(errors(asText)).toEqual(['request data constraint: The request data should not be empty.']);
    const broken = await service.send('POST', '/contacts', '{"data":');
    expect(errors(broken)).toEqual(['bad request http exception: Invalid json message received.']);
    const plain = await service.send('POST', '/contacts', body, {
      'Content-Type': 'application/json',
      Accept: '*/*',
    });
    expect(plain.status).toBe(400);
    expect(plain.text).toContain('This form should not contain extra fields');
  });
});

describe('addresses and methods', () => {
  it.each([
    ['POST', '/countries', 'OPTIONS, GET'],
    ['DELETE', '/countries/GB', 'OPTIONS, GET'],
    ['PATCH', '/users', 'OPTIONS, GET, POST, DELETE'],
    ['PUT', '/contacts/7', 'OPTIONS, GET, PATCH, DELETE'],
    ['HEAD', '/contacts', 'OPTIONS, GET, PATCH, POST, DELETE'],
    ['POST', '/contacts/7/relationships/owner', 'OPTIONS, GET, PATCH'],
    ['PATCH', '/contactaddresses/1/relationships/owner', 'OPTIONS, GET'],
    ['PATCH', '/contacts/7/relationships/addresses', 'OPTIONS, GET'],
  ])('%s %s is not allowed', async (method, path, allow) => {
    const answer = await service.send(method, path, method === 'HEAD' ? undefined : {});
    expect([answer.status, answer.headers.get('allow'), answer.text]).toEqual([405, allow, '']);
  });

  it('says what is allowed without asking who calls', async () => {
    const response = await fetch(`${orocrm.apiUrl}/contacts`, { method: 'OPTIONS' });
    expect([response.status, response.headers.get('allow')]).toEqual([
      200,
      'OPTIONS, GET, PATCH, POST, DELETE',
    ]);
  });

  it('tells unknown types, records and links apart', async () => {
    const cases = [
      '/nothings',
      '/contacts/99',
      '/contacts/x',
      '/contacts/7/relationships/nothing',
      '/contacts/99/owner',
    ];
    const answers = await Promise.all(cases.map((path) => service.get(path)));
    expect(answers.map((answer) => [answer.status, ...errors(answer)])).toEqual([
      [404, 'entity type constraint: Unknown entity type: nothings.'],
      [404, 'not found http exception: An entity with the requested identifier does not exist.'],
      [400, 'entity identifier constraint: Expected integer value. Given "x".'],
      [404, 'relationship constraint: Unsupported subresource.'],
      [404, 'not found http exception: The parent entity does not exist.'],
    ]);
    expect((await service.get('/asyncoperations')).status).toBe(404);
  });
});
