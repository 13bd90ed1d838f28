import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { unzipSync } from 'fflate';
import { mayBePassedOn } from '../../../scripts/package/licence-terms';
import { enough, load } from '../../functions/support/registrations';
import { openWorkplace } from '../../support/packaged-app';

const names = ['THIRD-PARTY-NOTICES.txt', 'host.json', 'index.js', 'package.json'];

const workplace = openWorkplace();
let made: Awaited<ReturnType<typeof workplace.makePackage>>;
beforeAll(async () => {
  mkdirSync(join(workplace.folder, 'one', 'app'), { recursive: true });
  writeFileSync(join(workplace.folder, 'one', 'app', 'local.settings.json'), '{}');
  made = await workplace.makePackage('one');
}, 120_000);
afterAll(() => workplace.remove());

const text = (name: string): string => Buffer.from(made.files.get(name) ?? []).toString('utf8');

/** What the app in a folder, or else the compiled one, registers. */
async function registered(environment: Record<string, string>, app?: string): Promise<unknown> {
  const { stdout, stderr } = await load(environment, app);
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

describe('the package', () => {
  test('holds what runs and nothing else, in the folder and in the zip', () => {
    expect(readdirSync(made.folder).sort()).toEqual(names);
    const files = unzipSync(made.zip);
    expect(Object.keys(files)).toEqual(names);
    for (const name of names) {
      expect(Buffer.from(files[name] ?? []).equals(readFileSync(join(made.folder, name)))).toBe(true);
    }
    expect(text('host.json')).toBe(readFileSync('host.json', 'utf8'));
  });

  test('needs no build where it arrives: no dependencies, no scripts, one file to load', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(JSON.parse(text('package.json'))).toEqual({
      ...{ name: 'orocrm-microsoft365-sync', version, license: 'MIT', private: true },
      ...{ main: 'index.js', type: 'commonjs' },
    });
  });

  test('has the same bytes when it is made again, later and in another zone', async () => {
    const zone = process.env['TZ'];
    process.env['TZ'] = 'Pacific/Auckland';
    try {
      expect(Buffer.from((await workplace.makePackage('two')).zip).equals(made.zip)).toBe(true);
    } finally {
      process.env['TZ'] = zone;
    }
  }, 120_000);

  test('says nothing of the machine that made it', () => {
    expect(names.filter((name) => text(name).includes(resolve('.')))).toEqual([]);
  });

  test('keeps the names of errors, which the code branches on', () => {
    const code = text('index.js');
    const kept = (name: string): boolean =>
      new RegExp(`class ${name} extends|__name\\(this, "${name}"\\)`).test(code);
    const names = ['SyncError', 'CredentialUnavailableError', 'RestError', 'ServiceBusError'];
    expect(names.filter((name) => !kept(name))).toEqual([]);
  });

  test('passes on the licence of every bundled package', () => {
    const notices = text('THIRD-PARTY-NOTICES.txt');
    const inside = text('index.js').matchAll(/^\/\/ (?:\S*\/)?node_modules\/((?:@[^/\n]+\/)?[^/\n]+)\//gm);
    const packages = new Set([...inside].map(([, name]) => name ?? ''));
    expect(packages.size).toBeGreaterThan(50);
    const named = (name: string): boolean => new RegExp(`^${name} \\d\\S* \\(`, 'm').test(notices);
    expect([...packages].filter((name) => !named(name))).toEqual([]);
    for (const part of notices.split(/^-{80}$/m).slice(1)) expect(part).toMatch(/copyright|permission/i);
  });

  test('registers exactly what the compiled app registers, with connection strings and with identities', async () => {
    const app = workplace.unpack(made.zip, 'listed');
    for (const environment of [
      enough,
      {
        OROCRM_URL: 'https://crm.example.com',
        STATE_STORAGE__tableServiceUri: 'https://account.table.core.windows.net',
        SERVICE_BUS__fullyQualifiedNamespace: 'bus.servicebus.windows.net',
        KEY_VAULT_URI: 'https://vault.vault.azure.net',
        AZURE_TOKEN_CREDENTIALS: 'ManagedIdentityCredential',
        AZURE_CLIENT_ID: '11111111-2222-4333-8444-555555555555',
      },
    ]) {
      const functions = await registered(environment, app);
      expect(functions).toEqual(await registered(environment));
      expect((functions as unknown[]).length).toBeGreaterThan(20);
    }
    expect(statSync(join(app, 'index.js')).isFile()).toBe(true);
    expect(readdirSync(app).sort()).toEqual(names);
  });
});

describe('what may be passed on', () => {
  test.each([
    ['MIT', true],
    ['Apache-2.0', true],
    ['(MIT OR GPL-3.0-only)', true],
    ['MIT AND BSD-3-Clause', true],
    ['MIT AND GPL-3.0-only', false],
    ['GPL-3.0-only', false],
    ['CC-BY-NC-4.0', false],
    ['SEE LICENSE IN LICENSE.md', false],
    ['UNLICENSED', false],
    ['', false],
  ])('%s: %s', (expression, allowed) => {
    expect(mayBePassedOn(expression)).toBe(allowed);
  });
});
