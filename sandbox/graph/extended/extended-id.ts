import { badExtendedProperty } from '../errors';

/** Single-value MAPI types (reference: Graph 1.2). */
const TYPES = [
  'ApplicationTime',
  'Binary',
  'Boolean',
  'CLSID',
  'Currency',
  'Double',
  'Float',
  'Integer',
  'Long',
  'Short',
  'String',
  'SystemTime',
] as const;

export type MapiType = (typeof TYPES)[number];

/** Predefined properties whose type is fixed: another type is refused (GD 2251). */
const KNOWN_TAGS: Readonly<Partial<Record<number, MapiType>>> = {
  0x0e09: 'Binary',
  0x0fff: 'Binary',
  0x3a02: 'String',
  0x3a1a: 'String',
  0x3a1e: 'String',
  0x3a1f: 'String',
  0x3a21: 'String',
  0x3a23: 'String',
  0x3a24: 'String',
  0x3a25: 'String',
  0x3a2e: 'String',
  0x3a4d: 'Short',
  0x3a57: 'String',
};

const GUID = '\\{[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\\}';
const TAGGED = /^(\w+) 0x([0-9a-f]{1,8})$/i;
const NAMED = new RegExp(`^(\\w+) (${GUID}) Name (.+)$`, 'i');
const NUMBERED = new RegExp(`^(\\w+) (${GUID}) Id 0x([0-9a-f]{1,8})$`, 'i');

export interface ExtendedId {
  readonly type: MapiType;
  /** What tells properties apart: type and tag, or type, set and name (the name with its case). */
  readonly key: string;
  /** As answers write it: tag and set in lower case. */
  readonly id: string;
  /** A tag that carries its type code (`0x4001001E`): it can be asked for, but is never found (GD 7122). */
  readonly unreachable: boolean;
}

function typeOf(text: string, id: string): MapiType {
  const type = TYPES.find((candidate) => candidate.toLowerCase() === text.toLowerCase());
  if (type === undefined) throw badExtendedProperty(`The property type of '${id}' is unknown.`);
  return type;
}

function made(type: MapiType, rest: string, unreachable = false): ExtendedId {
  return { type, key: `${type} ${rest}`, id: `${type} ${rest}`, unreachable };
}

/**
 * Reads the id of a single-value extended property: `{Type} 0x{tag}`, `{Type} {guid} Name {name}` or
 * `{Type} {guid} Id 0x{number}`.
 * @throws GraphError 400 ErrorInvalidExtendedProperty, also when a predefined property has another type.
 */
export function readExtendedId(id: string): ExtendedId {
  const [, taggedType, tagText] = TAGGED.exec(id) ?? [];
  if (taggedType !== undefined && tagText !== undefined) {
    const type = typeOf(taggedType, id);
    const tag = Number.parseInt(tagText, 16);
    const fixed = KNOWN_TAGS[tag];
    if (fixed !== undefined && fixed !== type) {
      throw badExtendedProperty(`The property '${id}' is of type ${fixed}, not ${type}.`);
    }
    if (tag < 1 || (tag > 0x7fff && tagText.length <= 4)) {
      throw badExtendedProperty(`The tag of '${id}' is outside 0x0001 to 0x7fff.`);
    }
    return made(type, `0x${tag.toString(16).padStart(4, '0')}`, tag > 0x7fff);
  }
  const [, namedType, nameSet, name] = NAMED.exec(id) ?? [];
  if (namedType !== undefined && nameSet !== undefined && name !== undefined) {
    return made(typeOf(namedType, id), `${nameSet.toLowerCase()} Name ${name}`);
  }
  const [, numberedType, numberSet, number] = NUMBERED.exec(id) ?? [];
  if (numberedType !== undefined && numberSet !== undefined && number !== undefined) {
    const lid = Number.parseInt(number, 16).toString(16).padStart(4, '0');
    return made(typeOf(numberedType, id), `${numberSet.toLowerCase()} Id 0x${lid}`);
  }
  throw badExtendedProperty(`The extended property id '${id}' is malformed.`);
}
