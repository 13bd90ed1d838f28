import { badValue, GraphError } from '../errors';
import { members, readText, readTexts, wrongType } from '../odata/read-value';
import { ADDRESS_PARTS, SLOTS, type Address, type Email } from './properties';

/** Whether the body makes a contact or changes one. */
export type BodyKind = 'create' | 'update';

/** Null as the value of a complex property, as reported: Graph fails instead of refusing (Graph 1.1). */
function nullInside(name: string): GraphError {
  return new GraphError(500, 'ErrorInternalServerError', `Value cannot be null. Parameter name: ${name}`);
}

function withinSlots<T>(name: string, values: readonly T[]): readonly T[] {
  const slots = SLOTS[name];
  if (slots !== undefined && values.length > slots) {
    throw badValue(`The collection '${name}' takes at most ${slots} values.`);
  }
  return values;
}

export function readList(name: string, value: unknown): string[] {
  return [...withinSlots(name, readTexts(name, value))];
}

/** Reads an address. Null parts clear on a change, and make a creation fail. */
export function readAddress(
  name: string,
  value: unknown,
  kind: BodyKind,
): Partial<Record<keyof Address, string | null>> {
  if (value === null) throw nullInside(name);
  const parts = members(name, value, ADDRESS_PARTS);
  const address: Partial<Record<keyof Address, string | null>> = {};
  for (const part of ADDRESS_PARTS) {
    if (!(part in parts)) continue;
    const text = readText(`${name}/${part}`, parts[part]);
    if (text === null && kind === 'create') throw nullInside(`${name}/${part}`);
    address[part] = text;
  }
  return address;
}

/** Reads e-mail addresses. A missing name is the address itself, as Outlook shows it. */
export function readEmails(value: unknown, kind: BodyKind): Email[] {
  if (value === null && kind === 'create') throw nullInside('emailAddresses');
  if (!Array.isArray(value)) throw wrongType('emailAddresses', 'Collection(microsoft.graph.emailAddress)');
  const emails = (value as readonly unknown[]).map((entry) => {
    if (entry === null && kind === 'create') throw nullInside('emailAddresses');
    const { address, name } = members('emailAddresses', entry, ['address', 'name']);
    if ((address === null || name === null) && kind === 'create') throw nullInside('emailAddresses');
    const text = readText('emailAddresses/address', address ?? null);
    if (text === null || text === '') throw badValue('An e-mail address lacks its address.');
    return { name: readText('emailAddresses/name', name ?? null) ?? text, address: text };
  });
  return [...withinSlots('emailAddresses', emails)];
}

const DATE_TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,12})?)?(Z|[+-]\d{2}:\d{2}))?$/;

/** Reads a birthday, with or without a time, into UTC with whole seconds (reference: Graph 1.5). */
export function readBirthday(value: unknown): string | null {
  if (value === null) return null;
  if (typeof value !== 'string' || !DATE_TIME.test(value)) throw wrongType('birthday', 'Edm.DateTimeOffset');
  const instant = new Date(value);
  // The platform turns 30 February into 1 March; Graph does not.
  const valid = !Number.isNaN(instant.getTime()) && !Number.isNaN(Date.parse(`${value.slice(0, 10)}T00:00Z`));
  if (!valid || new Date(`${value.slice(0, 10)}T00:00Z`).toISOString().slice(0, 10) !== value.slice(0, 10)) {
    throw wrongType('birthday', 'Edm.DateTimeOffset');
  }
  return `${instant.toISOString().slice(0, 19)}Z`;
}
