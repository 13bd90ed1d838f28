import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { permissions } from '../../../../shared/outlook/permissions';
import { compile } from '../../../support/compile';

/** Ids as they are in the tenant of these tests. */
export const ids = {
  tenant: '22222222-2222-2222-2222-222222222222',
  identity: '11111111-1111-1111-1111-111111111111',
  graph: '00000000-0000-0000-0000-00000000000a',
  registration: '00000000-0000-0000-0000-00000000000b',
  client: '00000000-0000-0000-0000-00000000000c',
  panel: '00000000-0000-0000-0000-00000000000d',
  admin: '00000000-0000-0000-0000-00000000000e',
  adminRole: '00000000-0000-0000-0000-000000000001',
  userRole: '00000000-0000-0000-0000-000000000002',
} as const;

export const host = 'sync.azurewebsites.net';

const assignment = (id: string, appRoleId: string, principalId: string, resourceId: string) => ({
  ...{ id, appRoleId, principalId, resourceId },
  resourceDisplayName: resourceId === ids.graph ? 'Microsoft Graph' : 'OroCRM sync',
});

/** How Entra holds a grant of the permission to the identity of the app. */
export const grant = ({ name, id }: { readonly name: string; readonly id: string }) =>
  assignment(`grant-of-${name.replaceAll('.', '-')}`, id, ids.identity, ids.graph);

/** A directory as `infra/graph/main.bicep` leaves it. */
export const deployed = (mailboxScope: 'tenant' | 'scoped') => ({
  tenantId: ids.tenant as string,
  signedIn: true,
  servicePrincipals: [
    { id: ids.identity as string, appId: 'an-app-id', appRoleAssignmentRequired: false },
    { id: ids.panel as string, appId: ids.client as string, appRoleAssignmentRequired: true },
  ],
  assignments: [
    ...permissions.filter((one) => mailboxScope === 'tenant' || !('exchangeRole' in one)).map(grant),
    assignment('admin-of-panel', ids.adminRole, ids.admin, ids.panel),
  ],
  applications: [
    {
      id: ids.registration as string,
      appId: ids.client,
      uniqueName: `orocrm-sync-${ids.identity}`,
      web: { redirectUris: [`https://${host}/.auth/login/aad/callback`] },
      appRoles: [
        { id: ids.adminRole, value: 'Sync.Admin', isEnabled: true },
        { id: ids.userRole, value: 'Sync.User', isEnabled: true },
      ],
    },
  ],
  federatedIdentityCredentials: {
    [ids.registration]: [
      {
        issuer: `https://login.microsoftonline.com/${ids.tenant}/v2.0`,
        subject: ids.identity as string,
        audiences: ['api://AzureADTokenExchange'],
      },
    ],
  },
  deletedItems: [] as unknown[],
  deletedAfter: 0,
});

export type Directory = ReturnType<typeof deployed>;

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder with `az` in it, which answers from a directory in a file, and what is run with it on the PATH. */
export function fakeAzure() {
  const folder = mkdtempSync(join(tmpdir(), 'azure-'));
  const [file, calls, az] = ['directory.json', 'calls', 'az'].map((name) => join(folder, name)) as [
    ...[string, string, string],
  ];
  const node = resolve('node_modules/.bin/node');
  const compiled = compile('tests/infra/graph/az');
  const script = join(compiled.root, 'tests/infra/graph/az/az.js');
  writeFileSync(az, `#!/bin/sh\nexec '${node}' '${script}' "$@"\n`);
  chmodSync(az, 0o755);
  return {
    folder,
    put(directory: Directory): void {
      writeFileSync(file, JSON.stringify(directory));
      writeFileSync(calls, '');
    },
    read: (): Directory => JSON.parse(readFileSync(file, 'utf8')) as Directory,
    calls: (): string[] => readFileSync(calls, 'utf8').split('\n').slice(0, -1),
    /** What a process needs to meet this `az`. */
    environment: {
      ...process.env,
      PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}`,
      ...{ FAKE_DIRECTORY: file, FAKE_CALLS: calls },
    },
    run(command: string, words: readonly string[]) {
      const child = spawn(command, words, { env: this.environment, stdio: ['ignore', 'pipe', 'pipe'] });
      const read = { stdout: '', stderr: '' };
      for (const name of ['stdout', 'stderr'] as const) {
        child[name].setEncoding('utf8').on('data', (text: string) => (read[name] += text));
      }
      return new Promise<Ran>((settle, reject) => {
        child.once('error', reject);
        child.once('close', (code) => settle({ code, ...read }));
      });
    },
    remove: (): void => {
      compiled.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
