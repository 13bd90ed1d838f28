import { connect } from 'node:net';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { compileHost, startTestHost, type RunningHost } from './compiled-host';

const app = resolve(__dirname, 'apps/whole');
const environment = { ECHO_ROUTE: 'from-setting', EVERY_SECOND: '* * * * * *' };

interface Seen {
  function: string;
  method: string;
  url: string;
  params: Record<string, string>;
  query: [string, string][];
  headers: Record<string, string>;
  body: string | null;
  triggerMetadata: unknown;
  traceParent: string;
}

/** Sends bytes as they are, and answers all that comes back. */
function raw(url: string, request: string): Promise<string> {
  return new Promise((settle, fail) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => (answer += chunk.toString('latin1')));
    socket.on('error', fail);
    socket.on('close', () => {
      settle(answer);
    });
    socket.end(request);
  });
}

describe('HTTP functions', () => {
  const compiled = compileHost();
  const folder = mkdtempSync(join(tmpdir(), 'http-host-'));
  const reportFile = join(folder, 'report.jsonl');
  let host: RunningHost;

  beforeAll(async () => {
    host = await startTestHost({
      main: compiled.main,
      app,
      environment: { ...environment, REPORT_FILE: reportFile },
    });
  });
  afterAll(async () => {
    await host.stop();
    compiled.remove();
    rmSync(folder, { recursive: true });
  });

  const call = (path: string, init?: RequestInit): Promise<Response> => fetch(`${host.url}${path}`, init);
  const see = async (path: string, init?: RequestInit): Promise<Seen> => {
    const response = await call(path, init);
    expect([path, response.status]).toEqual([path, 200]);
    return (await response.json()) as Seen;
  };

  test('listens on loopback only, and the url says so', () => {
    expect(host.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  });

  test.each([
    ['GET', '/api/noRoute', 'noRoute'],
    ['GET', '/API/NOROUTE/', 'noRoute'],
    ['POST', '/api/noRoute', 'noRoute'],
    ['PUT', '/api/echo/7/x', 'numbered'],
    ['GET', '/api/echo/-7', 'numbered'],
    ['GET', '/api/x/../echo/7', 'numbered'],
    ['GET', '/api/files/a/b', 'everything'],
    ['GET', '/api/files', 'everything'],
    ['GET', '/api/items/special', 'specialItem'],
    ['GET', '/api/items/other', 'anyItem'],
    ['DELETE', '/api/items/special', 'anyItem'],
    ['GET', '/api/from-setting/1', 'fromSetting'],
  ])('%s %s goes to %s', async (method, path, name) => {
    const seen = await see(path, { method });
    expect([seen.function, seen.method]).toEqual([name, method]);
  });

  test.each([
    ['DELETE', '/api/noRoute'],
    ['HEAD', '/api/noRoute'],
    ['GET', '/noRoute'],
    ['GET', '/api'],
    ['GET', '/'],
    ['GET', '/api/echo/seven'],
    ['GET', '/api/echo/7/x/y'],
    ['GET', '/api/echo/99999999999'],
    ['GET', '/api//noRoute'],
    ['GET', '/api/items'],
    ['GET', '/api/numbered'],
    ['GET', '/api/%ECHO_ROUTE%/1'],
    ['GET', '/admin/host/status'],
  ])('%s %s is 404: a wrong method or path is no match', async (method, path) => {
    const response = await call(path, { method });
    expect([response.status, await response.text()]).toEqual([404, '']);
  });

  test('methods that are asked for are matched, HEAD without a body', async () => {
    expect((await call('/api/headed', { method: 'OPTIONS' })).status).toBe(200);
    const head = await call('/api/headed', { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  test('route values: decoded but for the slash, optional ones absent, catch-all with slashes', async () => {
    expect((await see('/api/items/a%20b%2Fc%C3%A9%25')).params).toEqual({ id: 'a b%2Fcé%' });
    expect((await see('/api/items/%zz')).params).toEqual({ id: '%zz' });
    expect((await see('/api/echo/7')).params).toEqual({ id: '7' });
    expect((await see('/api/echo/7/Ann')).params).toEqual({ id: '7', name: 'Ann' });
    expect((await see('/api/files/A/b')).params).toEqual({ rest: 'A/b' });
    expect((await see('/api/files')).params).toEqual({});
    expect((await see('/api/items/x%3Fy%23z?q=1')).url).toBe(`${host.url}/api/items/x%3Fy%23z?q=1`);
  });

  test('repeated query keys are joined by commas, in any case; an empty value stays', async () => {
    const { query } = await see('/api/noRoute?a=1&b=&A=2&c=x+y%2Cz&a=3');
    expect(query).toEqual([
      ['a', '1,2,3'],
      ['b', ''],
      ['c', 'x y,z'],
    ]);
  });

  test('header names are lower case and repeated ones joined', async () => {
    const answer = await raw(
      host.url,
      'GET /api/noRoute HTTP/1.1\r\nHost: x\r\nX-Mixed-Case: A\r\nx-mixed-case: B\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1\.1 200/);
    expect(answer).toContain('"x-mixed-case":"A,B"');
  });

  test('a body arrives whole, chunked or not; GET has none', async () => {
    const body = 'ä'.repeat(300_000);
    expect((await see('/api/noRoute', { method: 'POST', body })).body).toBe(body);
    const chunked = await raw(
      host.url,
      'POST /api/noRoute HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n' +
        '3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n',
    );
    expect(chunked).toContain('"body":"abcde"');
    expect((await see('/api/noRoute', { method: 'POST' })).body).toBe('');
    const get = await raw(
      host.url,
      'GET /api/noRoute HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc',
    );
    expect(get).toContain('"body":null');
  });

  test('no trigger metadata for HTTP; the trace of the caller or a new one', async () => {
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const seen = await see('/api/noRoute', { headers: { traceparent } });
    expect([seen.triggerMetadata, seen.traceParent]).toEqual([null, traceparent]);
    expect((await see('/api/noRoute')).traceParent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
  });

  test.each([
    ['text', 200, 'text/plain;charset=UTF-8', 'plain'],
    ['bytes', 200, 'application/x-raw', '\u0000\ufffd\n'],
    ['typed', 418, 'application/problem+json', '{"a":1}'],
    ['noContent', 204, null, ''],
    ['nothing', 204, null, ''],
    ['throwsNothing', 204, null, ''],
    ['throwsError', 500, null, ''],
    ['throwsString', 500, null, ''],
    ['wrongValue', 500, null, ''],
  ])('what %s returns becomes %d', async (name, status, type, text) => {
    const response = await call(`/api/${name}`);
    const seen = [response.status, response.headers.get('content-type'), await response.text()];
    expect(seen).toEqual([status, type, text]);
  });

  test('the log says why a handler failed', () => {
    expect(host.output()).toContain('the cause is not for callers');
    expect(host.output()).toContain('just a string');
  });

  test('cookies', async () => {
    const response = await call('/api/cookies');
    expect(response.headers.getSetCookie()).toEqual([
      'one=a%20b; Max-Age=60; Path=/; Secure; HttpOnly; SameSite=Strict',
      'two=2; Expires=Wed, 02 Jan 2030 03:04:05 GMT; Domain=example.org',
    ]);
  });

  test('without a key configured every level is open', async () => {
    for (const name of ['openDoor', 'functionDoor', 'masterDoor']) {
      expect((await see(`/api/${name}`)).function).toBe(name);
    }
  });

  test('hooks see, replace and heal', async () => {
    expect(await (await call('/api/hooked')).text()).toBe(
      'wrapped handler (input replaced: true), after hooked',
    );
    expect(await (await call('/api/healed')).text()).toBe('healed');
    expect(readFileSync(reportFile, 'utf8')).toContain('"hook":"appStart","readOnly":true');
  });

  test('log hooks change what is written, and levels below host.json’s are left out', async () => {
    await call('/api/logs');
    expect(host.output()).toContain('information [Function.logs.User] the word is ***');
    expect(host.output()).not.toContain('too low to be seen');
  });

  test.each([
    ['garbage', 'EHLO you\r\n\r\n', 400],
    ['no host', 'GET /api/noRoute HTTP/1.1\r\n\r\n', 400],
    ['a host that is none', 'GET /api/noRoute HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n', 400],
    ['an asterisk', 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n', 400],
    [
      'two lengths',
      'POST /api/noRoute HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
      400,
    ],
    [
      'a huge declared body',
      'POST /api/noRoute HTTP/1.1\r\nHost: x\r\nContent-Length: 104857601\r\n\r\nx',
      413,
    ],
    [
      'a proxy form',
      'GET http://elsewhere/api/noRoute HTTP/1.1\r\nHost: elsewhere\r\nConnection: close\r\n\r\n',
      200,
    ],
  ])('malformed or unusual: %s', async (_what, request, status) => {
    expect(await raw(host.url, request)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect((await call('/api/text')).status).toBe(200);
  });

  test('a body over 100 MB that does not say so is refused, and the host goes on', async () => {
    const megabyte = new Uint8Array(1024 * 1024);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent < 101) {
          controller.enqueue(megabyte);
          sent += 1;
        } else {
          controller.close();
        }
      },
    });
    const init: RequestInit = { method: 'POST', body, duplex: 'half' };
    const response = await call('/api/noRoute', init);
    expect(response.status).toBe(413);
    expect((await call('/api/text')).status).toBe(200);
  });

  test('a client that breaks off in its body harms nobody', async () => {
    await raw(host.url, 'POST /api/noRoute HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc');
    expect((await call('/api/text')).status).toBe(200);
  });
});

describe('with a key', () => {
  const compiled = compileHost();
  let host: RunningHost;

  beforeAll(async () => {
    const secret = { FUNCTIONS_KEY: 'correct horse' };
    host = await startTestHost({ main: compiled.main, app, environment: { ...environment, ...secret } });
  });
  afterAll(async () => {
    await host.stop();
    compiled.remove();
  });

  const status = async (path: string, key?: string, method = 'GET'): Promise<number> => {
    const headers: Record<string, string> = key === undefined ? {} : { 'x-functions-key': key };
    return (await fetch(`${host.url}${path}`, { method, headers })).status;
  };

  test.each([
    ['/api/openDoor', undefined, 200],
    ['/api/functionDoor', undefined, 401],
    ['/api/masterDoor', undefined, 401],
    ['/api/functionDoor', 'wrong', 401],
    ['/api/functionDoor', '', 401],
    ['/api/functionDoor', 'correct horse', 200],
    ['/api/masterDoor', 'correct horse', 200],
    ['/api/functionDoor?code=correct%20horse', undefined, 200],
    ['/api/functionDoor?code=correct%20horse', 'wrong', 401],
    ['/api/functionDoor?code=wrong', 'correct horse', 200],
  ])('%s with key %s: %d', async (path, key, expected) => {
    expect(await status(path, key)).toBe(expected);
  });

  test('running by hand needs it too', async () => {
    expect(await status('/admin/functions/yearly', undefined, 'POST')).toBe(401);
    expect(await status('/admin/functions/yearly', 'correct horse', 'POST')).toBe(202);
  });
});
