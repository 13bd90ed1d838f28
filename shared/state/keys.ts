import { parseOrocrmId, type OrocrmId } from '../records/ids';

/**
 * Table keys may not hold `/ \ # ?` or control characters, and `%`, `+` and quotes are mangled by some clients.
 * So only these stay as they are; each other UTF-16 unit becomes `!HH` or `$HHHH`. Case is kept: keys, like Outlook
 * ids, are case-sensitive. The code is reversible and the same everywhere.
 */
const unsafe = /[^A-Za-z0-9_.@-]/g;

/** Keys hold at most 1 KiB, that is 512 UTF-16 units. */
const maxKeyLength = 512;

/** @throws RangeError when the text is too long for a key. */
export function encodeKey(text: string): string {
  // No `u` flag: a surrogate pair is two units, and an unpaired one survives.
  const key = text.replace(unsafe, (unit) => {
    const code = unit.charCodeAt(0);
    return code < 0x100 ? `!${hex(code, 2)}` : `$${hex(code, 4)}`;
  });
  if (key.length > maxKeyLength) throw new RangeError('The text is too long for a table key.');
  return key;
}

export const decodeKey = (key: string): string =>
  key.replace(/!([0-9A-F]{2})|\$([0-9A-F]{4})/g, (_, short?: string, long?: string) =>
    String.fromCharCode(parseInt(short ?? long ?? '', 16)),
  );

const hex = (code: number, width: number): string => code.toString(16).toUpperCase().padStart(width, '0');

/** OroCRM ids, padded so that they sort numerically. */
export const orocrmKey = (id: OrocrmId): string => id.padStart(18, '0');

/** @throws RangeError when the key was not made by `orocrmKey`. */
export function orocrmIdOfKey(key: string): OrocrmId {
  const id = parseOrocrmId(key.replace(/^0+/, ''));
  if (id === undefined) throw new RangeError('The key holds no OroCRM id.');
  return id;
}

const endOfTime = 9_999_999_999_999;

/** A time as a key that sorts the latest first. */
export const latestFirst = (time: Date): string =>
  String(endOfTime - Math.min(Math.max(time.getTime(), 0), endOfTime)).padStart(13, '0');

/** The first key after every key that starts with the prefix (keys are ASCII). */
export const afterPrefix = (prefix: string): string => `${prefix}~`;
