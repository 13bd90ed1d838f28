import { existsSync } from 'node:fs';
import { environmentNames, type EnvironmentName } from './environment-names';

type Environment = Readonly<Record<string, string | undefined>>;

/** What is wrong between settings: one that is missing, or one that does not go with another. */
export function crossFaults(environment: Environment): string[] {
  const has = (name: EnvironmentName): boolean => (environment[name] ?? '').trim() !== '';
  return [
    ...oneOf(has, ['OROCRM_URL'], 'the address of OroCRM, such as https://crm.example.com'),
    ...oneOf(has, ['STATE_STORAGE', 'STATE_STORAGE__tableServiceUri'], 'where the tables are'),
    ...oneOf(has, ['SERVICE_BUS', 'SERVICE_BUS__fullyQualifiedNamespace'], 'where the queues are'),
    ...together(has, 'OROCRM_CLIENT_ID', 'OROCRM_CLIENT_SECRET'),
    ...together(has, 'OROCRM_USERNAME', 'OROCRM_API_KEY'),
    ...apart(has, 'OROCRM_CLIENT_ID', has('OROCRM_API_KEY') ? 'OROCRM_API_KEY' : 'OROCRM_USERNAME'),
    ...unreadable(environment, 'OROCRM_CA_FILE'),
    ...unresolved(environment),
  ];
}

type Has = (name: EnvironmentName) => boolean;

const oneOf = (has: Has, names: readonly EnvironmentName[], meaning: string): string[] =>
  names.some(has) ? [] : [`${names.join(' or ')} is missing: ${meaning}.`];

/** Only a secret that the key vault can hold instead may be left out (`secret-names.ts`). */
const together = (has: Has, who: EnvironmentName, secret: EnvironmentName): string[] =>
  has(who) === has(secret) || (has(who) && has('KEY_VAULT_URI'))
    ? []
    : [`${who} and ${secret} are given together or not at all.`];

const apart = (has: Has, one: EnvironmentName, other: EnvironmentName): string[] =>
  has(one) && has(other) ? [`${one} and ${other} are two ways to reach OroCRM: give one of them.`] : [];

function unreadable(environment: Environment, name: EnvironmentName): string[] {
  const file = (environment[name] ?? '').trim();
  return file === '' || existsSync(file) ? [] : [`${name} names a file that is not there.`];
}

/** The platform hands on a reference to a key vault as it is when it could not be resolved. */
const unresolved = (environment: Environment): string[] =>
  Object.keys(environmentNames.shape)
    .filter((name) => environment[name]?.trim().startsWith('@Microsoft.KeyVault(') === true)
    .map((name) => `${name} is a reference to a key vault that could not be resolved.`);
