import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { bicep, requireBicep, type Bicep } from '../../../scripts/bicep/compiler';
import { permissions } from '../../../shared/outlook/permissions';
import { host, ids } from './support/directory';

const types = '../shared/fixtures/bicep-microsoft-graph/v1.0/index.json';
const isThere = existsSync(types) || process.env['CI'] === 'true';
if (!isThere) console.warn('No types of the Graph extension in ../shared: infra/graph is not compiled.');
const templates = isThere ? describe : describe.skip;

const configSchema = z.object({
  extensions: z.record(z.string(), z.string()).optional(),
  analyzers: z.unknown(),
});
const config = async (path: string) => configSchema.parse(JSON.parse(await readFile(path, 'utf8')));

const snapshotSchema = z.object({
  predictedResources: z.array(z.object({ type: z.string(), properties: z.record(z.string(), z.unknown()) })),
  diagnostics: z.array(z.unknown()).length(0),
  outputs: z.record(z.string(), z.unknown()),
});

type Parameters = Readonly<Record<string, string | boolean | readonly string[]>>;
interface Deployment {
  readonly types: readonly string[];
  of(type: string): Readonly<Record<string, unknown>>[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** The resources that a deployment with these parameters asks for. */
async function predict(compiler: Bicep, folder: string, parameters: Parameters): Promise<Deployment> {
  const value = (one: Parameters[string]): string =>
    typeof one === 'string'
      ? `'${one}'`
      : typeof one === 'boolean'
        ? String(one)
        : `[${one.map(value).join(', ')}]`;
  const all = { identityPrincipalId: ids.identity, functionAppHost: host, ...parameters };
  const lines = Object.entries(all).map(([name, one]) => `param ${name} = ${value(one)}`);
  const file = join(folder, 'case.bicepparam');
  await writeFile(file, ["using 'main.bicep'", ...lines, ''].join('\n'));
  const where = ['--tenant-id', ids.tenant, '--subscription-id', ids.tenant, '--resource-group', 'crm'];
  await bicep(compiler, 'snapshot', file, '--mode', 'overwrite', ...where);
  const text = await readFile(join(folder, 'case.snapshot.json'), 'utf8');
  const { predictedResources, outputs } = snapshotSchema.parse(JSON.parse(text));
  return {
    types: predictedResources.map(({ type }) => type),
    of: (type) =>
      predictedResources
        .filter((one) => one.type === `Microsoft.Graph/${type}@v1.0`)
        .map((one) => one.properties),
    outputs,
  };
}

interface Made {
  readonly warnings: string;
  readonly whole: Deployment;
  readonly scoped: Deployment;
  readonly withoutPanel: Deployment;
}

/** Compiled and evaluated once: each takes seconds. Undefined without a compiler, which has said so. */
async function make(): Promise<Made | undefined> {
  const compiler = await requireBicep();
  if (compiler === undefined) return undefined;
  const folder = await mkdtemp(join(tmpdir(), 'graph-template-'));
  try {
    await cp('infra/graph', folder, { recursive: true });
    // The registry of the extension may be out of reach, and the types are the same.
    await bicep(compiler, 'publish-extension', types, '--target', join(folder, 'graph.tgz'), '--force');
    const { analyzers } = await config('infra/graph/bicepconfig.json');
    const local = { extensions: { microsoftGraphV1: './graph.tgz' }, analyzers };
    await writeFile(join(folder, 'bicepconfig.json'), JSON.stringify(local));
    return {
      warnings: (await bicep(compiler, 'build', join(folder, 'main.bicep'), '--stdout')).warnings,
      whole: await predict(compiler, folder, {
        mailboxScope: 'tenant',
        ...{ administrators: ['ada'], users: ['bob', 'cy'] },
      }),
      scoped: await predict(compiler, folder, { mailboxScope: 'scoped' }),
      withoutPanel: await predict(compiler, folder, { mailboxScope: 'scoped', signIn: false }),
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const ofGraph = "[reference('graph').id]";
const ofPanel = "[reference('principal').id]";
const assigned = (deployment: Deployment, resource: string) =>
  deployment.of('appRoleAssignedTo').filter((one) => one['resourceId'] === resource);
const rolesSchema = z.array(z.object({ id: z.string(), value: z.string(), isEnabled: z.literal(true) }));
const roles = (deployment: Deployment) =>
  deployment.of('applications').flatMap((one) => rolesSchema.parse(one['appRoles']));

templates('infra/graph/main.bicep', () => {
  let made: Made | undefined;
  beforeAll(async () => {
    made = await make();
  }, 300_000);

  it('compiles, and the linter objects to nothing', () => {
    if (made !== undefined) expect(made.warnings).toBe('');
  });

  it.each([
    ['whole', permissions],
    ['scoped', permissions.filter((one) => !('exchangeRole' in one))],
  ] as const)('grants the identity what the code needs and nothing more (%s)', (which, expected) => {
    if (made === undefined) return;
    const grants = assigned(made[which], ofGraph);
    expect(grants.map((one) => one['appRoleId']).sort()).toEqual(expected.map(({ id }) => id).sort());
    for (const grant of grants) expect(grant['principalId']).toBe(ids.identity);
  });

  it('makes nothing else without sign-in, and no resource of Azure', () => {
    if (made === undefined) return;
    expect(new Set(made.withoutPanel.types)).toEqual(new Set(['Microsoft.Graph/appRoleAssignedTo@v1.0']));
    expect(assigned(made.withoutPanel, ofGraph)).toHaveLength(made.withoutPanel.types.length);
    expect(made.withoutPanel.outputs).toEqual({ PANEL_CLIENT_ID: '' });
    for (const type of made.whole.types) expect(type).toMatch(/^Microsoft\.Graph\//);
  });

  it('makes the sign-in of the panel without a secret', () => {
    if (made === undefined) return;
    const [application, ...others] = made.scoped.of('applications');
    expect(others).toEqual([]);
    expect(application).toMatchObject({
      uniqueName: `orocrm-sync-${ids.identity}`,
      signInAudience: 'AzureADMyOrg',
      web: {
        redirectUris: [`https://${host}/.auth/login/aad/callback`],
        implicitGrantSettings: { enableIdTokenIssuance: true, enableAccessTokenIssuance: false },
      },
    });
    expect(JSON.stringify(application)).not.toMatch(/password|keyCredential/i);
    expect(made.scoped.of('applications/federatedIdentityCredentials')).toEqual([
      {
        name: `orocrm-sync-${ids.identity}/function-app`,
        description: expect.any(String) as unknown,
        issuer: `[format('{0}{1}/v2.0', environment().authentication.loginEndpoint, '${ids.tenant}')]`,
        subject: ids.identity,
        audiences: ['api://AzureADTokenExchange'],
      },
    ]);
    expect(made.scoped.of('servicePrincipals')).toMatchObject([{ appRoleAssignmentRequired: true }]);
    expect(made.scoped.of('oauth2PermissionGrants')).toEqual([
      { clientId: ofPanel, consentType: 'AllPrincipals', resourceId: ofGraph, scope: 'openid profile email' },
    ]);
    expect(made.scoped.outputs).toEqual({
      PANEL_CLIENT_ID: "[coalesce(reference('registration').appId, '')]",
    });
  });

  it('has the two roles of the panel, under ids that depend on the identity alone', () => {
    if (made === undefined) return;
    expect(roles(made.scoped).map(({ value }) => value)).toEqual(['Sync.Admin', 'Sync.User']);
    expect(new Set(roles(made.scoped).map(({ id }) => id)).size).toBe(2);
    expect(roles(made.whole)).toEqual(roles(made.scoped));
  });

  it('gives the roles to whoever deploys, or to those who are named', () => {
    if (made === undefined) return;
    const people = (deployment: Deployment) => {
      const names = new Map(roles(deployment).map(({ id, value }) => [id, value]));
      return assigned(deployment, ofPanel).map((one) => [
        one['principalId'],
        names.get(String(one['appRoleId'])),
      ]);
    };
    expect(people(made.scoped)).toEqual([['[deployer().objectId]', 'Sync.Admin']]);
    expect(people(made.whole)).toEqual([
      ['ada', 'Sync.Admin'],
      ['bob', 'Sync.User'],
      ['cy', 'Sync.User'],
    ]);
  });
});

describe('what has the permissions by hand', () => {
  it('bicepconfig.json names the published extension, and the rules of the other templates', async () => {
    const [own, other] = await Promise.all(
      ['infra/graph/bicepconfig.json', 'infra/bicepconfig.json'].map(config),
    );
    expect(own?.extensions).toEqual({
      microsoftGraphV1: 'br:mcr.microsoft.com/bicep/extensions/microsoftgraph/v1.0:1.0.0',
    });
    expect(own?.analyzers).toEqual(other?.analyzers);
  });

  it('main.bicep, check.sh and exchange-scope.ps1 have the same ids, names and sides as the code', async () => {
    const [template, check, script] = await Promise.all(
      ['main.bicep', 'check.sh', 'exchange-scope.ps1'].map((name) => readFile(`infra/graph/${name}`, 'utf8')),
    );
    for (const text of [template, check, script]) {
      const found = text
        ?.match(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g)
        ?.filter((id) => !id.startsWith('0000'));
      expect(found?.sort()).toEqual(permissions.map(({ id }) => id).sort());
    }
    for (const permission of permissions) {
      const { name, id } = permission;
      const limited = 'exchangeRole' in permission;
      if (limited) expect(permission.exchangeRole).toBe(`Application ${name}`);
      expect(template).toContain(`  '${name}': '${id}'`);
      expect(check).toContain(`${name} ${id} ${limited ? 'limited' : '-'}`);
      const table = script?.split('$tenantWide = ')[limited ? 0 : 1];
      expect(table).toContain(`'${id}' = '${name}'`);
    }
  });

  it('the documents name each permission', async () => {
    const texts = await Promise.all(['README.md', 'docs/install.md'].map((path) => readFile(path, 'utf8')));
    for (const { name } of permissions) expect(texts.join()).toContain(`\`${name}\``);
  });
});
