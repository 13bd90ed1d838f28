import { createHash } from 'node:crypto';

/**
 * Ids as Exchange makes them: about 150 characters of base64 with `-` and `_`, ending in `=`, the same for all
 * items of a mailbox but for a counter near the end, so that two of them may differ in the case of a letter
 * only (reference: Graph 1.6, GD 7330).
 */
const HEADERS = {
  folder: [0x00, 0x03, 0x24, 0x00, 0x2e],
  item: [0x00, 0x03, 0x24, 0x00, 0x00, 0x46],
  immutable: [0x00, 0x09, 0x00, 0x2e, 0x00, 0x46],
} as const;

type IdKind = keyof typeof HEADERS;

const guids = new Map<string, Buffer>();

/** A guid that a text stands for; remembered, for every id of a mailbox needs the same few. */
function guidBytes(text: string): Buffer {
  const known = guids.get(text);
  if (known !== undefined) return known;
  const made = createHash('sha256').update(text).digest().subarray(0, 16);
  guids.set(text, made);
  return made;
}

function counter(value: number): Buffer {
  const bytes = Buffer.alloc(6);
  bytes.writeUIntBE(value, 0, 6);
  return bytes;
}

function encode(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}

function dayBytes(day: number): Buffer {
  const bytes = Buffer.alloc(3);
  bytes.writeUIntBE(day, 0, 3);
  return bytes;
}

function layout(kind: IdKind, mailbox: string, folder: number, item?: number, day = 0): string {
  return encode(
    Buffer.concat([
      Buffer.from(HEADERS[kind]),
      Buffer.from(mailbox, 'latin1'),
      Buffer.from([0, 0, 0, 0]),
      guidBytes(`provider ${mailbox}`),
      Buffer.from([item === undefined ? 1 : 7, 0]),
      guidBytes(`replica ${mailbox}`),
      counter(folder),
      ...(item === undefined ? [] : [guidBytes(`replica ${mailbox}`), counter(item)]),
      ...(item === undefined ? [Buffer.alloc(3)] : [Buffer.alloc(2), dayBytes(day)]),
    ]),
  );
}

/** Id of a folder; `mailbox` is the user's guid, `number` the folder's own. */
export function folderId(mailbox: string, number: number): string {
  return layout('folder', mailbox, number);
}

/**
 * Id of an item while it is in that folder: it changes when the item moves. `day`: of the occurrence of a series that
 * is meant, as {@link dayNumber} has it; 0: the item itself.
 */
export function itemId(mailbox: string, folder: number, item: number, day = 0): string {
  return layout('item', mailbox, folder, item, day);
}

/** Id of an item wherever it is in its mailbox, given to those who ask for `IdType="ImmutableId"`. */
export function immutableId(mailbox: string, item: number, day = 0): string {
  return layout('immutable', mailbox, 0, item, day);
}

const FIRST_DAY = Date.parse('1601-01-01T00:00:00Z');
const DAY = 24 * 60 * 60 * 1000;

/** How ids of occurrences count the days (`YYYY-MM-DD`) of their series. */
export function dayNumber(date: string): number {
  return Math.round((Date.parse(`${date}T00:00:00Z`) - FIRST_DAY) / DAY) + 1;
}

/** The day of the occurrence that an item id names; undefined where it names the item itself. */
export function occurrenceDay(id: string): string | undefined {
  const bytes = decode(id);
  const day = bytes.length < 3 ? 0 : bytes.readUIntBE(bytes.length - 3, 3);
  return day === 0 ? undefined : new Date(FIRST_DAY + (day - 1) * DAY).toISOString().slice(0, 10);
}

function startsWith(bytes: Buffer, kind: IdKind): boolean {
  return HEADERS[kind].every((byte, index) => bytes[index] === byte);
}

function decode(id: string): Buffer {
  return Buffer.from(id.replaceAll('-', '+').replaceAll('_', '/'), 'base64');
}

/** The number in an item id of either kind; undefined where the text is no such id at all. */
export function itemNumber(id: string): number | undefined {
  if (!/^[A-Za-z0-9_-]{151}=$/.test(id)) return undefined;
  const bytes = decode(id);
  if (!startsWith(bytes, 'item') && !startsWith(bytes, 'immutable')) return undefined;
  return bytes.readUIntBE(bytes.length - 11, 6);
}

/** The number in a folder id; undefined where the text is no such id at all. */
export function folderNumber(id: string): number | undefined {
  if (!/^[A-Za-z0-9_-]{118}==$/.test(id)) return undefined;
  const bytes = decode(id);
  return startsWith(bytes, 'folder') ? bytes.readUIntBE(bytes.length - 9, 6) : undefined;
}

/** The change key of a version, in plain base64 as Exchange writes it. */
export function changeKey(mailbox: string, version: number): string {
  return Buffer.concat([
    Buffer.from([0x11, 0, 0, 0, 0x16, 0, 0, 0]),
    guidBytes(`replica ${mailbox}`),
    counter(version),
  ]).toString('base64');
}
