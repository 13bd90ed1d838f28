import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { permissions } from '../../../shared/outlook/permissions';
import { requirePowerShell } from '../../support/powershell';
import { deployed, fakeAzure, grant, ids, type Directory } from './support/directory';

const app = '77777777-aaaa-bbbb-cccc-dddddddddddd';
const limited = permissions.filter((one) => 'exchangeRole' in one);

/** An organization before anything was done. */
const untouched = () => ({
  connected: true,
  /** Whoever is asked to sign in does not. */
  refused: false,
  dehydrated: false,
  forbidden: [] as string[],
  /** How often a role is refused, since the principal is not known everywhere yet. */
  unready: 0,
  mailboxes: ['ada@example.com', 'boss@example.com', 'nested@example.com'],
  groups: [
    { name: 'crm', dn: "CN=Crm's,OU=example.com,DC=EURPR01", members: ['ada@example.com', 'Sales'] },
    { name: 'all', dn: 'CN=All,OU=example.com', members: ['ada@example.com', 'boss@example.com'] },
  ],
  principals: [] as unknown[],
  scopes: [] as { Name: string; RecipientFilter: string }[],
  assignments: [] as { Name: string; Role: string; App: string; CustomResourceScope: string }[],
});
type Organization = ReturnType<typeof untouched>;

const azure = fakeAzure();
const [file, writes] = ['exchange.json', 'writes'].map((name) => join(azure.folder, name)) as [
  string,
  string,
];
let session: ChildProcessWithoutNullStreams | undefined;
let answers: AsyncIterator<string>;
/** No PowerShell, which was said. */
let isMissing = false;
beforeAll(async () => {
  const powerShell = await requirePowerShell();
  isMissing = powerShell === undefined;
  if (powerShell === undefined) return;
  const words = ['tests/infra/graph/support/session.ps1', 'infra/graph/exchange-scope.ps1'].map((one) =>
    resolve(one),
  );
  session = spawn(powerShell, ['-NoProfile', '-NonInteractive', '-File', ...words], {
    env: { ...azure.environment, FAKE_EXCHANGE: file, FAKE_WRITES: writes, NO_COLOR: '1' },
  });
  session.stderr.pipe(process.stderr);
  answers = createInterface(session.stdout)[Symbol.asyncIterator]();
}, 300_000);
afterAll(() => {
  session?.stdin.end();
  azure.remove();
});

const put = (organization: Organization, directory: Directory = deployed('scoped')) => {
  writeFileSync(file, JSON.stringify(organization));
  writeFileSync(writes, '');
  azure.put(directory);
};
const organization = () => JSON.parse(readFileSync(file, 'utf8')) as Organization;
const written = () => readFileSync(writes, 'utf8').split('\n').slice(0, -1);

/** Runs the script as it stands, in a session that has the stand-ins for the cmdlets. */
async function script(...words: readonly string[]) {
  writeFileSync(writes, '');
  if (session === undefined) throw new Error('There is no session.');
  session.stdin.write(`-AppId ${app} -ObjectId ${ids.identity} ${words.join(' ')}\n`);
  const answer = await answers.next();
  if (answer.done === true) throw new Error('The session has ended.');
  return z.object({ code: z.number(), said: z.string() }).parse(JSON.parse(answer.value));
}
const mailboxes = ['-Inside', 'ada@example.com', '-Outside', 'boss@example.com'];
const install = (...words: readonly string[]) => script('-Group', 'crm', ...mailboxes, ...words);

const name = 'OroCRM sync 77777777';
const firstWrites = [
  `New-ServicePrincipal ${app} ${ids.identity}`,
  `New-ManagementScope ${name}`,
  ...limited.map((one) => `New-ManagementRoleAssignment Application ${one.name}`),
];

describe('exchange-scope.ps1', () => {
  it('says in a dry run what it would do, and does nothing', async () => {
    if (isMissing) return;
    put({ ...untouched(), connected: false });
    const { code, said } = await install('-DryRun');
    expect(code).toBe(0);
    expect(written()).toEqual([]);
    expect(said.match(/^Would .*$/gm)).toHaveLength(firstWrites.length);
    expect(said).toContain("MemberOfGroup -eq 'CN=Crm''s,OU=example.com,DC=EURPR01'");
  });

  it('limits each permission that Exchange can limit, and changes nothing the second time', async () => {
    if (isMissing) return;
    put(untouched());
    const first = await install();
    expect(first.said).toContain('The limit holds.');
    expect(first.code).toBe(0);
    expect(written()).toEqual(firstWrites);
    expect(first.said).toContain("'Sales' is a group within 'crm'");
    expect(organization().assignments).toEqual(
      limited.map((one) => ({
        Name: `${name} ${one.name}`,
        Role: one.exchangeRole,
        App: ids.identity,
        CustomResourceScope: name,
      })),
    );

    const second = await install();
    expect(second.code).toBe(0);
    expect(written()).toEqual([]);

    const third = await script(
      '-Group',
      'all',
      '-Inside',
      'boss@example.com',
      '-Outside',
      'nested@example.com',
    );
    expect(third.code).toBe(0);
    expect(written()).toEqual([`Set-ManagementScope ${name}`]);

    const fourth = await script('-Remove', '-DryRun');
    expect(fourth.code).toBe(0);
    expect(written()).toEqual([]);
    expect(fourth.said.match(/^Would .*$/gm)).toHaveLength(firstWrites.length);

    const fifth = await script('-Remove');
    expect(fifth.code).toBe(0);
    expect(organization()).toMatchObject({ principals: [], scopes: [], assignments: [] });
    expect((await script('-Remove')).code).toBe(0);
    expect(written()).toEqual([]);
  });

  it('goes on where a refusal stopped it', async () => {
    if (isMissing) return;
    put({ ...untouched(), unready: 1 });
    const refused = await install();
    expect(refused.code).toBe(1);
    expect(refused.said).toContain('run the same command again');
    expect((await install()).code).toBe(0);
    expect(written()).toEqual(firstWrites.slice(2));
  });

  /** As the script leaves it. */
  const done = (): Organization => ({
    ...untouched(),
    principals: [{ AppId: app, ObjectId: ids.identity, DisplayName: name }],
    scopes: [{ Name: name, RecipientFilter: "( MemberOfGroup -eq 'CN=Crm''s,OU=example.com,DC=EURPR01' )" }],
    assignments: limited.map((one) => ({
      ...{ Name: `${name} ${one.name}`, Role: one.exchangeRole, App: ids.identity },
      CustomResourceScope: name,
    })),
  });
  const check = () => script('-Check', ...mailboxes);

  it('finds what does not hold, and changes nothing', async () => {
    if (isMissing) return;
    put(done());
    expect(await check()).toMatchObject({
      code: 0,
      said: expect.stringContaining('The limit holds.') as unknown,
    });

    const directory = deployed('scoped');
    directory.assignments.push(grant(permissions[0]), grant({ name: 'Mail.Send', id: ids.adminRole }));
    put(done(), directory);
    const granted = await check();
    expect(granted.code).toBe(1);
    expect(granted.said.match(/^FAULT .*$/gm)).toEqual([
      expect.stringContaining('Entra grants Contacts.ReadWrite for all mailboxes') as unknown,
      expect.stringContaining(`Entra grants Microsoft Graph ${ids.adminRole}`) as unknown,
    ]);
    expect(granted.said).toContain(`/appRoleAssignments/grant-of-Contacts-ReadWrite`);

    const unscoped = done();
    unscoped.assignments.push({
      Name: 'by hand',
      Role: 'Application Mail.Read',
      App: ids.identity,
      CustomResourceScope: '',
    });
    put(unscoped);
    const stray = await check();
    expect(stray.code).toBe(1);
    expect(stray.said).toContain('FAULT  Application Mail.Read reaches boss@example.com');

    const lacking = done();
    lacking.assignments.pop();
    put(lacking);
    const less = await check();
    expect(less.code).toBe(1);
    expect(less.said).toContain('FAULT  MailboxSettings.Read does not reach ada@example.com');

    put(untouched());
    const nothing = await check();
    expect(nothing.code).toBe(1);
    expect(nothing.said).toContain('FAULT  Exchange does not know the app');
    expect(written()).toEqual([]);
  });

  const obstacles: Record<string, [Partial<Organization>, RegExp]> = {
    'no connection': [{ connected: false, refused: true }, /User canceled.*Connect-ExchangeOnline/],
    'no rights': [
      { forbidden: ['New-ManagementScope'] },
      /may not run New-ManagementScope.*Organization Management/,
    ],
    'a tenant without roles of its own': [{ dehydrated: true }, /Enable-OrganizationCustomization/],
    'an identity made anew': [{ principals: [{ AppId: app, ObjectId: ids.admin }] }, /take away the old one/],
    'no such group': [{ groups: [] }, /No distribution list or mail-enabled security group 'crm'/],
  };
  it.each(Object.keys(obstacles))('says what to do at an obstacle: %s', async (which) => {
    if (isMissing) return;
    const [changes, message] = obstacles[which] ?? [{}, /^$/];
    put({ ...untouched(), ...changes });
    const { code, said } = await install();
    expect(code).toBe(1);
    expect(said).toMatch(message);
    expect(written()).toEqual([]);
  });

  it('proves nothing where it cannot read what Entra grants, or test a mailbox', async () => {
    if (isMissing) return;
    put(done(), { ...deployed('scoped'), signedIn: false });
    expect(await check()).toMatchObject({
      code: 1,
      said: expect.stringContaining('nothing is proven') as unknown,
    });
    put({ ...done(), mailboxes: ['ada@example.com'] });
    expect(await check()).toMatchObject({
      code: 1,
      said: expect.stringContaining("Cannot test the mailbox 'boss@example.com'") as unknown,
    });
  });
});
