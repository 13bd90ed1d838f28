import { app } from '@azure/functions';
import { Buffer } from 'node:buffer';
import { setTimeout } from 'node:timers/promises';

async function describe(request, context) {
  return {
    jsonBody: {
      function: context.functionName,
      method: request.method,
      url: request.url,
      params: request.params,
      query: [...request.query.entries()],
      headers: Object.fromEntries(request.headers.entries()),
      body: request.method === 'GET' || request.method === 'HEAD' ? null : await request.text(),
      triggerMetadata: context.triggerMetadata ?? null,
      traceParent: context.traceContext.traceParent,
    },
  };
}

const describes = (name, options) => app.http(name, { handler: describe, ...options });

describes('noRoute', {});
describes('numbered', { route: 'echo/{id:int}/{name?}', methods: ['GET', 'PUT', 'POST'] });
describes('everything', { route: 'files/{*rest}', methods: ['GET'] });
describes('anyItem', { route: 'items/{id}', methods: ['GET', 'DELETE'] });
describes('specialItem', { route: 'Items/Special', methods: ['GET'] });
describes('fromSetting', { route: '%ECHO_ROUTE%/{id}', methods: ['GET'] });
describes('openDoor', { authLevel: 'anonymous' });
describes('functionDoor', { authLevel: 'function' });
describes('masterDoor', { authLevel: 'admin' });
describes('headed', { methods: ['HEAD', 'OPTIONS'] });

const returns = (name, value) => app.http(name, { handler: () => value });

returns('nothing', undefined);
returns('text', { body: 'plain' });
returns('bytes', { body: Buffer.from([0, 255, 10]), headers: { 'content-type': 'application/x-raw' } });
returns('typed', {
  jsonBody: { a: 1 },
  headers: { 'Content-Type': 'application/problem+json' },
  status: 418,
});
returns('noContent', { status: 204, jsonBody: { dropped: true } });
returns('wrongValue', 'a bare string');
returns('cookies', {
  cookies: [
    { name: 'one', value: 'a b', maxAge: 60, path: '/', secure: true, httpOnly: true, sameSite: 'Strict' },
    { name: 'two', value: '2', domain: 'example.org', expires: new Date('2030-01-02T03:04:05Z') },
  ],
});

app.http('throwsError', {
  handler: () => {
    throw new Error('the cause is not for callers');
  },
});
app.http('throwsString', { handler: () => Promise.reject('just a string') });
app.http('throwsNothing', { handler: () => Promise.reject(undefined) });

app.http('slow', {
  methods: ['GET'],
  handler: async (request) => {
    await setTimeout(Number(request.query.get('ms')));
    return { body: 'done' };
  },
});
