import { permissions } from '../../../shared/outlook/permissions';
import { deployed, fakeAzure, grant, host, ids, type Directory } from './support/directory';

const azure = fakeAzure();
afterAll(azure.remove);

const words = (mailboxScope: string) => [
  'resourceGroup=crm',
  `identityPrincipalId=${ids.identity}`,
  `functionAppHost=${host}`,
  `mailboxScope=${mailboxScope}`,
];
const check = (...args: readonly string[]) => azure.run('bash', ['infra/graph/check.sh', ...args]);
const told = (directory: Directory, mailboxScope: 'tenant' | 'scoped', ...more: readonly string[]) => {
  azure.put(directory);
  return check(...words(mailboxScope), ...more);
};

const remedy =
  'az deployment group create --name orocrm-sync-graph --resource-group crm --template-file infra/graph/main.bicep ' +
  `--parameters identityPrincipalId=${ids.identity} functionAppHost=${host} mailboxScope=`;

describe('check.sh', () => {
  it.each(['tenant', 'scoped'] as const)('finds all that the directory command made (%s)', async (scope) => {
    const { code, stdout, stderr } = await told(deployed(scope), scope);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const expected = permissions.filter((one) => scope === 'tenant' || !('exchangeRole' in one));
    expect(stdout.match(/^ok {8}permission .*$/gm)).toEqual(
      expected.map(({ name }) => `ok        permission ${name}`),
    );
    expect(stdout).toContain(`PANEL_CLIENT_ID=${ids.client}`);
    expect(stdout).not.toMatch(/MISSING|TOO MUCH/);
    expect(stdout.includes('exchange-scope.ps1 -Check')).toBe(scope === 'scoped');
    expect(
      azure.calls().filter((call) => !call.startsWith('account show') && !call.includes('--method get')),
    ).toEqual([]);
  });

  it.each(permissions)('names $name where it is missing, and the command', async (permission) => {
    const directory = deployed('tenant');
    directory.assignments = directory.assignments.filter(({ appRoleId }) => appRoleId !== permission.id);
    const { code, stdout } = await told(directory, 'tenant');
    expect(code).toBe(1);
    expect(stdout.match(/^MISSING .*$/gm)).toEqual([`MISSING   permission ${permission.name}`]);
    expect(stdout).toContain(`  ${remedy}tenant signIn=true\n`);
  });

  it('finds what a change from tenant to scoped leaves, and how to take it away', async () => {
    const { code, stdout } = await told(deployed('tenant'), 'scoped');
    expect(code).toBe(1);
    const commands = stdout.match(/az rest --method delete --url \S+$/gm) ?? [];
    expect(stdout.match(/^TOO MUCH .*$/gm)).toEqual(
      permissions
        .filter((one) => 'exchangeRole' in one)
        .map(({ name }) => `TOO MUCH  permission ${name}; take it away:`),
    );
    expect(stdout).not.toContain(remedy);
    for (const command of commands) expect((await azure.run('bash', ['-c', command])).code).toBe(0);
    expect((await check(...words('scoped'))).code).toBe(0);
  });

  it('finds a permission of somebody else', async () => {
    const directory = deployed('scoped');
    directory.assignments.push(grant({ name: 'Mail.Send', id: 'b633e1c5-b582-4048-a93e-9f11b44c7e96' }));
    const { code, stdout } = await told(directory, 'scoped');
    expect(code).toBe(1);
    expect(stdout).toContain('TOO MUCH  permission b633e1c5-b582-4048-a93e-9f11b44c7e96 of Microsoft Graph;');
  });

  const faults: Record<string, (directory: Directory) => unknown> = {
    'app registration of the panel': (directory) => (directory.applications = []),
    [`redirect to ${host}`]: ({ applications }) =>
      applications.map(
        (one) => (one.web.redirectUris = ['https://other.example.com/.auth/login/aad/callback']),
      ),
    'role Sync.Admin': ({ applications }) => applications.map((one) => one.appRoles.shift()),
    'role Sync.User': ({ applications }) =>
      applications.map((one) => one.appRoles.map((role) => (role.isEnabled = role.value === 'Sync.Admin'))),
    'federated credential of the identity': ({ federatedIdentityCredentials }) =>
      federatedIdentityCredentials[ids.registration].map((one) => (one.subject = ids.client)),
    'sign-in only for people with a role': ({ servicePrincipals }) =>
      servicePrincipals.map((one) => (one.appRoleAssignmentRequired = false)),
    'somebody with the role Sync.Admin': (directory) => directory.assignments.pop(),
  };
  it.each(Object.keys(faults))('finds that this is missing: %s', async (what) => {
    const directory = deployed('scoped');
    faults[what]?.(directory);
    const { code, stdout } = await told(directory, 'scoped');
    expect(code).toBe(1);
    expect(stdout).toContain(`MISSING   ${what}\n`);
    expect(stdout).toContain(`  ${remedy}scoped signIn=true\n`);
  });

  it('asks for no panel without sign-in', async () => {
    const directory = deployed('scoped');
    directory.applications = [];
    expect((await told(directory, 'scoped', 'signIn=false')).code).toBe(0);
  });

  it('says so where it cannot tell', async () => {
    const out = await told({ ...deployed('scoped'), signedIn: false }, 'scoped');
    expect(out.code).toBe(1);
    expect(out.stderr).toContain('az login');
    const unknown = await told({ ...deployed('scoped'), servicePrincipals: [] }, 'scoped');
    expect(unknown.code).toBe(1);
    expect(unknown.stderr).toContain(`has no identity ${ids.identity}`);
  });

  it.each([[[]], [['mailboxScope=all']], [words('tenant').slice(1)]])(
    'explains its words (%j)',
    async (args) => {
      azure.put(deployed('tenant'));
      const { code, stderr } = await check(...args);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^(Missing|Not understood): /);
      expect(azure.calls()).toEqual([]);
    },
  );
});
