import { connectTo, clientOf } from '../fixtures';
import { apiRequests, startScripted, withToken, type Reply, type ScriptedServer } from '../scripted-server';
import { AuthorizedHttp } from '../../../../shared/orocrm/authorized-http';
import { OAuthAuthorizer } from '../../../../shared/orocrm/auth/oauth';
import { defaultHttpOptions, Http } from '../../../../shared/orocrm/http';
import { OlderRest, type RestRequest } from '../../../../shared/orocrm/rest/client';

let server: ScriptedServer;
let http: Http;
afterEach(async () => {
  http.close();
  await server.close();
});

async function clientFor(reply: (count: number) => Reply, prefix?: string): Promise<OlderRest> {
  server = await startScripted(withToken((_request, count) => reply(count)));
  const credential = clientOf(server.url, prefix);
  if (credential.kind !== 'client') throw new Error('The fixtures have a client.');
  http = new Http(credential, { ...defaultHttpOptions, timeoutMs: 2000 });
  return new OlderRest(
    credential,
    new AuthorizedHttp(credential, http, new OAuthAuthorizer(credential, http, Date.now)),
  );
}

const one: RestRequest = { method: 'GET', path: '/calendarevents/12', effect: 'read' };
const list: RestRequest = {
  method: 'GET',
  path: '/calendarevents',
  query: 'calendar=5&page=1&limit=9',
  effect: 'read',
};
const create: RestRequest = {
  method: 'POST',
  path: '/calendarevents',
  body: { title: 'Lunch' },
  effect: 'create',
};

it.each([
  [undefined, '/api/rest/latest/calendarevents'],
  ['/admin/api', '/admin/api/rest/latest/calendarevents'],
])('finds the API behind the prefix %s, with a comparison in the query', async (prefix, path) => {
  const date = 'Sun, 01 Mar 2026 12:00:00 GMT';
  const rest = await clientFor(
    () => ({ headers: { date, 'x-include-total-count': '17' }, body: [] }),
    prefix,
  );
  const answer = await rest.send({ ...list, query: 'calendar=5&updatedAt%3E=2026-01-02T03%3A04%3A05Z' });
  expect(answer).toEqual({ status: 200, body: [], at: new Date(date), total: 17 });
  expect(apiRequests(server)[0]).toMatchObject({
    path,
    query: { calendar: '5', 'updatedAt>': '2026-01-02T03:04:05Z' },
    headers: { accept: 'application/json', authorization: 'Bearer token-1', 'x-include': 'totalCount' },
  });
});

it('has no body where there is none, and no total where none is told', async () => {
  const rest = await clientFor(() => ({ status: 204 }));
  expect(await rest.send({ ...one, method: 'DELETE', effect: 'change' })).toMatchObject({
    ...{ status: 204, body: undefined, total: undefined },
  });
});

it('sends JSON', async () => {
  const rest = await clientFor(() => ({ status: 201, body: { id: 12 } }));
  expect(await rest.send(create)).toMatchObject({ status: 201, body: { id: 12 } });
  expect(apiRequests(server)[0]).toMatchObject({
    ...{ method: 'POST', body: { title: 'Lunch' }, headers: { 'content-type': 'application/json' } },
  });
});

it('renews a refused token once', async () => {
  const rest = await clientFor((count) => (count === 1 ? { status: 401, body: {} } : { body: { id: 12 } }));
  expect(await rest.send(one)).toMatchObject({ body: { id: 12 } });
});

it('takes no for an answer to a renewed token', async () => {
  const rest = await clientFor(() => ({ status: 401, body: {} }));
  await expect(rest.send(one)).rejects.toMatchObject({ kind: 'operator', code: 'unauthorized' });
  expect(apiRequests(server)).toHaveLength(2);
});

it.each<[string, RestRequest, Reply, object]>([
  ['403', one, { status: 403, body: { reason: 'no' } }, { kind: 'operator', code: 'forbidden' }],
  ['404 of a record', one, { status: 404, body: '' }, { kind: 'retry', code: 'not-found' }],
  ['404 of a list', list, { status: 404, body: {} }, { kind: 'operator', code: 'api-off' }],
  ['a page for people', list, { body: '<html>Login</html>' }, { kind: 'operator', code: 'api-off' }],
  ['a page for people in place of a record', one, { status: 404, body: '<html/>' }, { code: 'api-off' }],
  ['a refused list', list, { status: 400, body: { code: 400 } }, { kind: 'operator', code: 'wrong-setting' }],
  ['a failure', one, { status: 500, body: '' }, { kind: 'retry', code: 'server-error' }],
  ['a failure of a create', create, { status: 502, body: '' }, { kind: 'retry', code: 'unknown-outcome' }],
  [
    'too much',
    one,
    { status: 429, headers: { 'retry-after': '9' } },
    { code: 'throttled', retryAfterSeconds: 9 },
  ],
  [
    'a rest',
    create,
    { status: 503, headers: { 'retry-after': '4' } },
    { code: 'throttled', retryAfterSeconds: 4 },
  ],
  ['a lost answer of a create', create, { cut: 'before' }, { kind: 'retry', code: 'unknown-outcome' }],
  ['half an answer of a create', create, { cut: 'within', body: { id: 12 } }, { code: 'unknown-outcome' }],
  ['an unreadable answer of a create', create, { body: '{"id":' }, { code: 'unknown-outcome' }],
  ['an unreadable answer', one, { body: '{"id":' }, { kind: 'retry', code: 'bad-answer' }],
])('tells what can be done about %s', async (_name, request, reply, error) => {
  const rest = await clientFor(() => reply);
  await expect(rest.send(request)).rejects.toMatchObject(error);
});

it('names the refused fields down to the last, and no value', async () => {
  const children = {
    title: { errors: ['This value is too long.'] },
    start: [],
    recurrence: { children: { interval: { errors: ['"Eve Smith" should be 1 or more.'] }, timeZone: [] } },
  };
  const errors = { errors: ['This form has no field eve@example.com.'], children };
  const rest = await clientFor(() => ({
    status: 400,
    body: { code: 400, message: 'Validation Failed', errors },
  }));
  await expect(rest.send(create)).rejects.toMatchObject({
    ...{ kind: 'give-up', code: 'refused-value' },
    message:
      'OroCRM refuses this record of calendarevents: This form has no field …; title: This value is too long; recurrence.interval: … should be 1 or more.',
  });
});

it('is what a connection reads calendars with', async () => {
  await clientFor(() => ({ body: { calendar: 5, owner: 1, calendarName: 'Ann' } }));
  const connection = connectTo(server.url);
  expect(await connection.defaultCalendar()).toBe('5');
  connection.close();
});
