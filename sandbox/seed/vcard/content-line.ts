import ICAL from 'ical.js';
import { z } from 'zod';
import { decodeBytes, decodeQuotedPrintable } from './decode-value';
import type { ByteText } from './logical-lines';

export type CardVersion = '2.1' | '3.0' | '4.0';

export interface Property {
  /** Lower case, without the group: `email` of `item1.EMAIL`. */
  readonly name: string;
  /** Lower case, in the order of the line; a preference (`PREF=1`, `TYPE=pref`, `;PREF`) is `pref` among them. */
  readonly types: readonly string[];
  /** The components of a structured value, else one text. */
  readonly values: readonly string[];
}

const component = z.union([z.string(), z.array(z.string())]);
const jcard = z
  .tuple([z.string(), z.record(z.string(), z.union([z.string(), z.array(z.string())])), z.string()])
  .rest(z.union([z.string(), z.array(component)]));

/**
 * Reads one line of a card. ical.js knows the grammar of 3.0 and 4.0; what 2.1 has otherwise (bare parameters,
 * character sets, quoted-printable) is brought into that form before.
 * @throws Error that says what is wrong with the line
 */
export function readContentLine(bytes: ByteText, version: CardVersion): Property {
  const { name, parameters, value } = splitLine(bytes);
  const types = parameters.flatMap(typesOf).map((type) => type.toLowerCase());
  const encoded = parameters.some(
    ({ name: key, text }) => (key === 'encoding' || key === 'type') && /^quoted-printable$/i.test(text),
  );
  const charset = parameters.find((parameter) => parameter.name === 'charset')?.text;
  const text = decodeBytes(encoded ? decodeQuotedPrintable(value) : value, charset);
  const line = `${name.toUpperCase()}:${oneLine(text, version)}`;
  const [read, , , ...values] = jcard.parse(
    ICAL.parse.property(line, version === '4.0' ? ICAL.design.vcard : ICAL.design.vcard3),
  );
  return {
    name: read,
    types: types.filter((type) => type !== 'quoted-printable'),
    values: flat(values).map(unescapeRest),
  };
}

/** Only its escapes are special in a value of 2.1; line ends come from quoted-printable. */
function oneLine(text: string, version: CardVersion): string {
  const line = text.replaceAll(/\r\n|\r|\n/g, '\\n');
  return version === '2.1' ? line.replaceAll(/\\?,/g, '\\,') : line;
}

/** A list within a component (`Maria,Luise`) is one text to us; so is a list of texts where one is expected. */
function flat(values: readonly (string | readonly (string | readonly string[])[])[]): string[] {
  const [first] = values;
  if (values.length === 1 && Array.isArray(first)) {
    return (first as readonly (string | readonly string[])[]).map((part) =>
      typeof part === 'string' ? part : part.join(' '),
    );
  }
  return [values.map((value) => (typeof value === 'string' ? value : value.flat().join(' '))).join(', ')];
}

/** ical.js leaves `\;` alone where a value has no components, and takes properties that it does not know as they are. */
const unescapeRest = (text: string): string => text.replaceAll(/\\([;:,])/g, '$1').trim();

interface Parameter {
  readonly name: string;
  readonly text: string;
}

/** Name, parameters and value; a colon or a semicolon between quotes is part of a parameter. */
function splitLine(bytes: ByteText): { name: string; parameters: Parameter[]; value: ByteText } {
  const colon = outsideQuotes(bytes, ':')[0];
  if (colon === undefined) throw new Error('it has no colon');
  const head = bytes.slice(0, colon);
  const cuts = [...outsideQuotes(head, ';'), head.length];
  const [first = '', ...rest] = cuts.map((cut, index) => head.slice((cuts[index - 1] ?? -1) + 1, cut));
  const name = first.slice(first.lastIndexOf('.') + 1).trim();
  if (!/^[\w-]+$/.test(name)) throw new Error('it has no name');
  return {
    name,
    parameters: rest.filter((text) => text.trim() !== '').map(readParameter),
    value: bytes.slice(colon + 1),
  };
}

function readParameter(text: string): Parameter {
  const equals = text.indexOf('=');
  if (equals < 0) return { name: 'type', text: text.trim() };
  return { name: text.slice(0, equals).trim().toLowerCase(), text: unquoted(text.slice(equals + 1).trim()) };
}

const unquoted = (text: string): string => text.replaceAll('"', '');

function typesOf({ name, text }: Parameter): string[] {
  if (name === 'pref') return ['pref'];
  if (name !== 'type') return [];
  return text.split(',').map((type) => type.trim());
}

function outsideQuotes(text: string, wanted: string): number[] {
  let quoted = false;
  const found: number[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charAt(index);
    if (char === '"') quoted = !quoted;
    else if (char === wanted && !quoted) found.push(index);
  }
  return found;
}
