import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { SANDBOX_TOKEN } from '../../../sandbox/graph/start';
import { compile, type Compiled } from '../../support/compile';
import { at, IMMUTABLE, rows, sender, text, trust, type Send } from './harness';

const started = z.object({ url: z.string(), caFile: z.string() });
type Started = z.infer<typeof started>;

let compiled: Compiled;
let data: string;
let child: ChildProcess | undefined;

beforeAll(() => {
  compiled = compile('sandbox/graph', 'sandbox/control', 'sandbox/store', 'shared/outlook');
  writeFileSync(
    join(compiled.root, 'run.js'),
    `require('./sandbox/graph/start.js')
      .startGraph({ data: process.argv[2], settings: { deltaEmptyPageEvery: 0, deltaRepeatEvery: 0 } })
      .then(({ url, caFile }) => process.send({ url, caFile }));`,
  );
});
afterAll(() => compiled.remove());
beforeEach(() => void (data = mkdtempSync(join(tmpdir(), 'graph-test-'))));
afterEach(async () => {
  await kill();
  rmSync(data, { recursive: true, force: true });
});

async function start(): Promise<Started> {
  child = fork(join(compiled.root, 'run.js'), [data], { execArgv: [] });
  const [message] = (await once(child, 'message')) as unknown[];
  return started.parse(message);
}

async function kill(): Promise<void> {
  if (child?.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

const headers = { Prefer: IMMUTABLE };

it('everything survives a SIGKILL: records, ids, etags, delta links, switches, tokens, the certificate', async () => {
  const before = await start();
  trust(before.caFile);
  const control = (send: Send, method: string, path: string, body?: unknown): ReturnType<Send> =>
    send(method, path, { token: null, ...(body !== undefined && { body }) });
  const send = sender(before.url);
  const base = `${before.url}/_control`;
  await control(send, 'POST', `${base}/users`, { userPrincipalName: 'ada@example.com' });
  await control(send, 'PUT', `${base}/settings`, { throttledItemsPerTwenty: 1 });
  await control(send, 'POST', `${base}/tokens`, { token: SANDBOX_TOKEN, expiresInSeconds: -5 });
  await control(send, 'POST', `${base}/tokens`, { token: 'second' });
  const token = 'second';
  const contacts = '/users/ada@example.com/contacts';
  const post = (surname: string): ReturnType<Send> =>
    send('POST', contacts, { token, headers, body: { surname } });
  const [one, two] = [await post('one'), await post('two')];
  const folder = text(one.body, 'parentFolderId');
  const delta = `/users/ada@example.com/contactFolders/${folder}/contacts/delta`;
  const round = await send('GET', delta, { token, headers });
  const link = new URL(text(round.body, '@odata.deltaLink'));
  await send('DELETE', `${contacts}/${text(one.body, 'id')}`, { token, headers });
  const patch = { token, headers, body: { jobTitle: 'x' } };
  const edited = await send('PATCH', `${contacts}/${text(two.body, 'id')}`, patch);
  const authority = readFileSync(before.caFile, 'utf8');

  await kill();
  const after = await start();
  expect(after.caFile).toBe(before.caFile);
  expect(readFileSync(after.caFile, 'utf8')).toBe(authority);
  const again = sender(after.url);
  expect((await again('GET', contacts)).status).toBe(401);
  const list = await again('GET', contacts, { token, headers });
  expect(rows(list.body)).toEqual([{ ...(edited.body as object), '@odata.context': undefined }]);
  const changes = await again('GET', `${after.url}${link.pathname}${link.search}`, { token, headers });
  expect(rows(changes.body)).toMatchObject([
    { id: text(one.body, 'id'), '@removed': { reason: 'deleted' } },
    { id: text(two.body, 'id'), jobTitle: 'x' },
  ]);
  const settings = await control(again, 'GET', `${after.url}/_control/settings`);
  expect(at(settings.body, 'throttledItemsPerTwenty')).toBe(1);
  const three = await again('POST', contacts, { token, headers, body: { surname: 'three' } });
  expect(text(three.body, 'changeKey') > text(edited.body, 'changeKey')).toBe(true);
});

it('a child process trusts it by NODE_EXTRA_CA_CERTS, by address and by name', async () => {
  const { url, caFile } = await start();
  const script = join(data, 'client.cjs');
  writeFileSync(
    script,
    `const get = async (url) => (await fetch(url)).status;
     Promise.all(process.argv.slice(2).map(get)).then((statuses) => process.send(statuses));`,
  );
  const addresses = [`${url}/v1.0/users`, `${url.replace('127.0.0.1', 'localhost')}/v1.0/users`];
  const client = fork(script, addresses, {
    execArgv: [],
    env: { ...process.env, NODE_EXTRA_CA_CERTS: caFile },
  });
  expect((await once(client, 'message'))[0]).toEqual([401, 401]);
});
