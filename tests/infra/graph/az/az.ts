/**
 * A stand-in for the Azure CLI: the words that the scripts use, over a directory in the file `FAKE_DIRECTORY`. It answers as
 * Graph and the CLI do, knows nothing else, and writes each call into `FAKE_CALLS`.
 */
import jmespath from 'jmespath';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
interface Entity {
  [name: string]: Json;
  id: string;
}
interface Directory {
  tenantId: string;
  signedIn: boolean;
  servicePrincipals: Entity[];
  /** Of both `appRoleAssignments` of a principal and `appRoleAssignedTo` of a resource. */
  assignments: Entity[];
  applications: Entity[];
  federatedIdentityCredentials: Record<string, Json[]>;
  deletedItems: Entity[];
  /** How often a deleted item is asked for before it is there. */
  deletedAfter: number;
}

const env = (name: string): string => {
  const value = process.env[name];
  if (value === undefined) fail(2, `${name} is not set`);
  return value;
};

function fail(code: number, message: string): never {
  process.stderr.write(`ERROR: ${message}\n`);
  process.exit(code);
}

const file = env('FAKE_DIRECTORY');
const directory = JSON.parse(readFileSync(file, 'utf8')) as Directory;
const words = process.argv.slice(2);
appendFileSync(env('FAKE_CALLS'), `${words.join(' ')}\n`);

const commands = { 'account show': ['query', 'output'], rest: ['method', 'url', 'query', 'output'] };
const command = Object.keys(commands).find((name) => words.join(' ').startsWith(`${name} `));
if (command === undefined) fail(2, `'${words.join(' ')}' is misspelled or not recognized by the system.`);
const options: Record<string, string> = {};
const rest = words.slice(command.split(' ').length);
for (let at = 0; at < rest.length; at += 2) {
  const name = rest[at]?.replace(/^--/, '') ?? '';
  const value = rest[at + 1];
  if (!commands[command as keyof typeof commands].includes(name) || value === undefined) {
    fail(2, `unrecognized arguments: ${rest[at] ?? ''}`);
  }
  options[name] = value;
}
if (!directory.signedIn) fail(1, "Please run 'az login' to setup account.");

const prefix = 'https://graph.microsoft.com/v1.0/';
const answer = command === 'rest' ? call() : { tenantId: directory.tenantId };
if (answer !== undefined) print(answer);

function call(): Json | undefined {
  const { method = 'get', url = '' } = options;
  if (!url.startsWith(prefix)) fail(2, `Not a URL of Graph: ${url}`);
  const [path = '', query = ''] = url.slice(prefix.length).split('?');
  if (method === 'get') return get(path, new URLSearchParams(query));
  if (method === 'delete' && query === '') {
    remove(path);
    writeFileSync(file, JSON.stringify(directory));
    return undefined;
  }
  fail(1, 'Method Not Allowed({"error":{"code":"Request_BadRequest"}})');
}

function get(path: string, query: URLSearchParams): Json {
  const [, set = '', id = '', key, value, part] =
    /^(servicePrincipals|applications)(?:\/([\w-]+)|\((appId|uniqueName)='([^']*)'\))(?:\/(\w+))?$/.exec(
      path,
    ) ?? fail(1, `Bad Request({"error":{"code":"BadRequest","message":"${path}"}})`);
  const all = set === 'applications' ? directory.applications : directory.servicePrincipals;
  const entity = all.find((one) => (key === undefined ? one.id === id : one[key] === value)) ?? gone(path);
  if (part === undefined) {
    const select = query.get('$select')?.split(',') ?? fail(2, `Select what you read of ${path}`);
    return Object.fromEntries(
      select.map((name) => [name, entity[name] ?? fail(1, `Could not find a property named '${name}'`)]),
    );
  }
  const lists: Record<string, () => Json[]> = {
    appRoleAssignments: () => directory.assignments.filter((one) => one['principalId'] === entity.id),
    appRoleAssignedTo: () => directory.assignments.filter((one) => one['resourceId'] === entity.id),
    federatedIdentityCredentials: () => directory.federatedIdentityCredentials[entity.id] ?? [],
  };
  const list = lists[part] ?? fail(1, `Resource not found for the segment '${part}'.`);
  return { value: list().slice(0, Number(query.get('$top') ?? 100)) };
}

function remove(path: string): void {
  const [, principal, id = ''] =
    /^(?:servicePrincipals\/([\w-]+)\/appRoleAssignments|applications|directory\/deletedItems)\/([\w-]+)$/.exec(
      path,
    ) ?? fail(1, `Bad Request({"error":{"code":"BadRequest","message":"${path}"}})`);
  if (principal !== undefined) {
    directory.assignments.splice(find(directory.assignments, id, path), 1);
  } else if (path.startsWith('applications/')) {
    directory.deletedItems.push(...directory.applications.splice(find(directory.applications, id, path), 1));
  } else {
    if (directory.deletedAfter-- > 0) {
      writeFileSync(file, JSON.stringify(directory));
      gone(path);
    }
    directory.deletedItems.splice(find(directory.deletedItems, id, path), 1);
  }
}

function find(entities: readonly Entity[], id: string, path: string): number {
  const at = entities.findIndex((one) => one.id === id);
  return at < 0 ? gone(path) : at;
}

function gone(path: string): never {
  fail(
    1,
    `Not Found({"error":{"code":"Request_ResourceNotFound","message":"Resource '${path}' does not exist"}})`,
  );
}

/** The CLI prints the rows of a list, the cells of a row with tabs between, and a list in a cell as its length. */
function print(whole: Json): void {
  const found = options['query'] === undefined ? whole : (jmespath.search(whole, options['query']) as Json);
  if (options['output'] !== 'tsv') {
    process.stdout.write(`${JSON.stringify(found)}\n`);
    return;
  }
  if (found === null) return;
  const cell = (value: Json): string =>
    Array.isArray(value)
      ? String(value.length)
      : value === null
        ? 'None'
        : typeof value === 'object'
          ? ''
          : String(value);
  for (const row of Array.isArray(found) ? found : [found]) {
    process.stdout.write(`${Array.isArray(row) ? row.map(cell).join('\t') : cell(row)}\n`);
  }
}
