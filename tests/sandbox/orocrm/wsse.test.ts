import { randomBytes } from 'node:crypto';
import { wsseDigest } from '../../../sandbox/orocrm/auth/wsse';
import type { SimulatedOrocrm } from '../../../sandbox/orocrm/start';
import { company } from './support';

let orocrm: SimulatedOrocrm;
let apiKey: string;
beforeEach(async () => {
  ({ orocrm } = await company({ version: '6.0' }));
  ({ apiKey } = orocrm.addApiKey('ada'));
});
afterEach(() => orocrm.stop());

const seconds = (shift: number): string =>
  `${new Date(Date.now() + shift * 1000).toISOString().slice(0, 19)}+00:00`;

interface Header {
  readonly username?: string;
  readonly nonce?: string;
  readonly created?: string;
  readonly key?: string;
}

async function ask(header: Header = {}): Promise<{ status: number; challenge: string | null }> {
  const {
    username = 'ada',
    nonce = randomBytes(16).toString('base64'),
    created = seconds(-1),
    key = apiKey,
  } = header;
  const digest = wsseDigest(nonce, created, key);
  const response = await fetch(`${orocrm.apiUrl}/userprofile`, {
    headers: {
      Accept: 'application/vnd.api+json',
      Authorization: 'WSSE profile="UsernameToken"',
      'X-WSSE': `UsernameToken Username="${username}", PasswordDigest="${digest}", Nonce="${nonce}", Created="${created}"`,
    },
  });
  return { status: response.status, challenge: response.headers.get('www-authenticate') };
}

it('accepts a digest over nonce, time and API key', async () => {
  expect(await ask()).toEqual({ status: 200, challenge: null });
  expect((await ask({ created: seconds(-3599) })).status).toBe(200);
});

it('refuses a wrong key, a future or old time, a time of another form, an unknown user', async () => {
  const challenge = 'WSSE realm="", profile="UsernameToken"';
  expect(await ask({ key: 'wrong' })).toEqual({ status: 401, challenge });
  expect((await ask({ created: seconds(5) })).status).toBe(401);
  expect((await ask({ created: seconds(-3605) })).status).toBe(401);
  expect((await ask({ created: 'yesterday' })).status).toBe(401);
  expect((await ask({ username: 'nobody' })).status).toBe(401);
});

it('refuses a nonce that was used before, even by a refused digest', async () => {
  const nonce = randomBytes(16).toString('base64');
  expect((await ask({ nonce })).status).toBe(200);
  expect((await ask({ nonce })).status).toBe(401);
  const spent = randomBytes(16).toString('base64');
  expect((await ask({ nonce: spent, key: 'wrong' })).status).toBe(401);
  expect((await ask({ nonce: spent })).status).toBe(401);
});

it('refuses a disabled key or user, and everything from 6.1 on', async () => {
  const { apiKey: off } = orocrm.addApiKey('bob', { active: false });
  expect((await ask({ username: 'bob', key: off })).status).toBe(401);
  orocrm.configure({ version: '6.1' });
  expect(await ask()).toEqual({ status: 401, challenge: 'Basic' });
  orocrm.configure({ version: '5.1' });
  expect((await ask()).status).toBe(200);
  orocrm.people.changeUser('ada', { enabled: false });
  expect((await ask()).status).toBe(401);
});
