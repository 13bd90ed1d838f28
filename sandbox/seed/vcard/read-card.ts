import { messageOf } from '../message-of';
import { readContentLine, type CardVersion, type Property } from './content-line';
import { decodeBytes } from './decode-value';
import type { LogicalLine } from './logical-lines';
import type { RawCard } from './split-cards';

/** What of a card has a place in a contact; everything else (PHOTO, LABEL, X-…) is not looked at. */
const wanted = [
  ...['adr', 'bday', 'email', 'fn', 'gender', 'n', 'note', 'org', 'tel', 'title'],
  ...['x-gender', 'x-wab-gender'],
] as const;

export interface Card {
  readonly properties: readonly Property[];
  /** Lines that could not be read. */
  readonly faults: readonly string[];
}

/** @throws Error where nothing of the card can be read */
export function readCard({ lines, fault }: RawCard): Card {
  if (fault !== undefined) throw new Error(fault);
  const version = versionOf(lines);
  const properties: Property[] = [];
  const faults: string[] = [];
  for (const line of lines) {
    if (!isWanted(line)) continue;
    try {
      properties.push(readContentLine(line.bytes, version));
    } catch (error) {
      faults.push(`line ${line.number}: ${messageOf(error)}`);
    }
  }
  return { properties, faults };
}

/** Cards without a version exist; 3.0 reads most of them. @throws Error for a version that nobody defined */
function versionOf(lines: readonly LogicalLine[]): CardVersion {
  const line = lines.find(({ bytes }) => /^VERSION[;:]/i.test(bytes));
  const text = line === undefined ? '3.0' : line.bytes.slice(line.bytes.indexOf(':') + 1).trim();
  if (text === '2.1' || text === '3.0' || text === '4.0') return text;
  throw new Error(`it is of version "${decodeBytes(text, undefined).slice(0, 20)}"`);
}

/** A line without a colon belongs to nothing, and is reported. */
function isWanted({ bytes }: LogicalLine): boolean {
  const head = /^(?:[^.:;]*\.)?([^.:;]*)[:;]/.exec(bytes)?.[1];
  return head === undefined || (wanted as readonly string[]).includes(head.trim().toLowerCase());
}
