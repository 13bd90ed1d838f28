import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { compiled } from './support/templates';

/**
 * The built-in roles that may appear, with the operations on data that they allow (docs of Azure, "Azure built-in
 * roles"). What an SDK call needs is below; a role that no call needs is one too many.
 */
const roles = {
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b': {
    name: 'Storage Blob Data Owner',
    on: 'Microsoft.Storage/storageAccounts',
  },
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3': {
    name: 'Storage Table Data Contributor',
    on: 'Microsoft.Storage/storageAccounts',
  },
  '4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0': {
    name: 'Azure Service Bus Data Receiver',
    on: 'Microsoft.ServiceBus/namespaces/queues',
  },
  '69a216fc-b8fb-44d8-bc22-1f3c2cd27a39': {
    name: 'Azure Service Bus Data Sender',
    on: 'Microsoft.ServiceBus/namespaces/queues',
  },
  'b86a8fe4-44ce-4948-aee5-eccb2c155cd7': {
    name: 'Key Vault Secrets Officer',
    on: 'Microsoft.KeyVault/vaults',
  },
  '3913510d-42f4-4e42-8a64-420c390055eb': {
    name: 'Monitoring Metrics Publisher',
    on: 'Microsoft.Insights/components',
  },
} as const;
type Role = (typeof roles)[keyof typeof roles]['name'];

/** Calls of the SDKs of Azure: by which role each is allowed. A call that the code makes and this lacks fails a test. */
const calls: Readonly<Record<string, Readonly<Record<string, Role>>>> = {
  '@azure/data-tables': {
    createTable: 'Storage Table Data Contributor',
    getEntity: 'Storage Table Data Contributor',
    listEntities: 'Storage Table Data Contributor',
    createEntity: 'Storage Table Data Contributor',
    updateEntity: 'Storage Table Data Contributor',
    upsertEntity: 'Storage Table Data Contributor',
    deleteEntity: 'Storage Table Data Contributor',
    submitTransaction: 'Storage Table Data Contributor',
  },
  '@azure/service-bus': {
    createSender: 'Azure Service Bus Data Sender',
    createMessageBatch: 'Azure Service Bus Data Sender',
    tryAddMessage: 'Azure Service Bus Data Sender',
    sendMessages: 'Azure Service Bus Data Sender',
  },
  '@azure/keyvault-secrets': {
    getSecret: 'Key Vault Secrets Officer',
    setSecret: 'Key Vault Secrets Officer',
    listPropertiesOfSecretVersions: 'Key Vault Secrets Officer',
    beginDeleteSecret: 'Key Vault Secrets Officer',
    beginRecoverDeletedSecret: 'Key Vault Secrets Officer',
  },
};

/** What is used by the host, or by an exporter, and not by a call that can be found in the code. */
const unseen: Readonly<Record<string, Role>> = {
  'triggers that listen to the queues': 'Azure Service Bus Data Receiver',
  'locks and times of timers, and the package of the code': 'Storage Blob Data Owner',
  'logs and metrics': 'Monitoring Metrics Publisher',
};

async function sources(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => readFile(path.join(entry.parentPath, entry.name), 'utf8')),
  );
}

/** The methods of an SDK's clients, as its types declare them. */
async function methodsOf(sdk: string): Promise<Set<string>> {
  const folder = path.join('node_modules', sdk);
  const texts = (await readdir(folder, { recursive: true }))
    .filter((file) => /^(dist\/commonjs\/\w*client|types\/latest\/[\w-]+)\.d\.ts$/i.test(file))
    .map((file) => readFile(path.join(folder, file), 'utf8'));
  const names = (await Promise.all(texts)).flatMap((text) =>
    [...text.matchAll(/^ {4}(\w+)(?:<[^>]*>)?\(/gm)].map(([, name]) => name ?? ''),
  );
  // A Map has methods of these names, too, and nothing of Azure is opened by closing.
  return new Set(names.filter((name) => !(name in Map.prototype) && name !== 'close'));
}

const grant = z.object({
  scope: z.string().optional(),
  properties: z.string(),
});

interface Granted {
  readonly role: string;
  readonly on: string;
}

/** The assignments of the compiled template: which role, on what kind of resource. */
async function granted(): Promise<Granted[]> {
  const { text } = await compiled();
  const found: Granted[] = [];
  const visit = (value: unknown, variables: Readonly<Record<string, unknown>>): void => {
    if (typeof value !== 'object' || value === null) return;
    const template = z.looseObject({ variables: z.record(z.string(), z.unknown()) }).safeParse(value);
    const known = template.success ? template.data.variables : variables;
    if ('type' in value && value.type === 'Microsoft.Authorization/roleAssignments') {
      const { scope = '', properties } = grant.parse(value);
      const name = /variables\('roles'\)\.(\w+)/.exec(properties)?.[1] ?? '';
      const role = z.record(z.string(), z.string()).parse(known['roles'])[name] ?? '';
      found.push({ role, on: /resourceId\('([^']+)'/.exec(scope)?.[1] ?? 'everything' });
    }
    for (const part of Object.values(value)) visit(part, known);
  };
  visit(JSON.parse(text), {});
  return found;
}

test('every role is one of those that are known, and on the one kind of resource that it is for', async () => {
  const all = await granted();
  expect(all.length).toBeGreaterThan(5);
  for (const { role, on } of all) {
    expect([role, on]).toEqual([role, roles[role as keyof typeof roles].on]);
  }
});

test('each SDK call that the code makes has its role, and no role is granted for nothing', async () => {
  const code = (await Promise.all(['shared', 'functions'].map(sources))).flat();
  const needed = new Set<string>(Object.values(unseen));
  for (const [sdk, roleOf] of Object.entries(calls)) {
    const methods = await methodsOf(sdk);
    expect([sdk, methods.size > 0]).toEqual([sdk, true]);
    const users = code.filter((text) => text.includes(`'${sdk}'`));
    const used = users.flatMap((text) => [...text.matchAll(/\.(\w+)\(/g)].map(([, name]) => name ?? ''));
    for (const name of used.filter((one) => methods.has(one))) {
      expect([sdk, name, roleOf[name]]).toEqual([sdk, name, expect.any(String)]);
      needed.add(roleOf[name] ?? '');
    }
  }
  const names = (await granted()).map(({ role }) => roles[role as keyof typeof roles].name);
  expect([...new Set(names)].sort()).toEqual([...needed].sort());
});

test('every SDK of Azure that the code imports is looked at', async () => {
  const code = (await Promise.all(['shared', 'functions'].map(sources))).flat();
  const imported = code.flatMap((text) =>
    [...text.matchAll(/from '(@azure\/[\w-]+)'/g)].map(([, name]) => name ?? ''),
  );
  // These two open nothing of Azure by themselves.
  const harmless = ['@azure/functions', '@azure/identity'];
  const exporter = '@azure/monitor-opentelemetry-exporter';
  expect(
    [...new Set(imported)].filter((name) => !harmless.includes(name) && name !== exporter).sort(),
  ).toEqual(Object.keys(calls).sort());
});
