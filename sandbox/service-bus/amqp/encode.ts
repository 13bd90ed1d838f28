/**
 * Writers of the AMQP 1.0 values that the broker itself puts on the wire. Small on purpose: what a client sent is
 * kept as bytes and never passes through here.
 */

/** Encoded bytes of one AMQP value, constructor included. */
export type Encoded = Buffer;

export const nothing: Encoded = Buffer.from([0x40]);

export function boolean(value: boolean): Encoded {
  return Buffer.from([value ? 0x41 : 0x42]);
}

export function ubyte(value: number): Encoded {
  return Buffer.from([0x50, value]);
}

export function uint(value: number): Encoded {
  const bytes = Buffer.allocUnsafe(5);
  bytes[0] = 0x70;
  bytes.writeUInt32BE(value, 1);
  return bytes;
}

export function int(value: number): Encoded {
  const bytes = Buffer.allocUnsafe(5);
  bytes[0] = 0x71;
  bytes.writeInt32BE(value, 1);
  return bytes;
}

export function long(value: number): Encoded {
  return eightBytes(0x81, value);
}

/** Milliseconds since 1970. */
export function timestamp(value: number): Encoded {
  return eightBytes(0x83, value);
}

export function string(value: string): Encoded {
  return variable(0xa1, 0xb1, Buffer.from(value, 'utf8'));
}

export function symbol(value: string): Encoded {
  return variable(0xa3, 0xb3, Buffer.from(value, 'ascii'));
}

export function binary(value: Buffer): Encoded {
  return variable(0xa0, 0xb0, value);
}

/** Sixteen bytes in the order in which the canonical text is written. */
export function uuid(value: Buffer): Encoded {
  return Buffer.concat([Buffer.from([0x98]), value]);
}

export function list(items: readonly Encoded[]): Encoded {
  return items.length === 0 ? Buffer.from([0x45]) : compound(0xc0, 0xd0, items.length, Buffer.concat(items));
}

export function map(entries: readonly (readonly [key: Encoded, value: Encoded])[]): Encoded {
  return compound(0xc1, 0xd1, entries.length * 2, Buffer.concat(entries.flat()));
}

/** An array of values of one constructor, each given encoded as a single value. */
export function array(constructor: number, items: readonly Encoded[]): Encoded {
  const elements = items.map((item) => item.subarray(1));
  return compound(0xe0, 0xf0, items.length, Buffer.concat([Buffer.from([constructor]), ...elements]));
}

/** A message section, or anything else that has a numeric descriptor below 256. */
export function described(descriptor: number, value: Encoded): Encoded {
  return Buffer.concat([Buffer.from([0x00, 0x53, descriptor]), value]);
}

function eightBytes(constructor: number, value: number): Encoded {
  const bytes = Buffer.allocUnsafe(9);
  bytes[0] = constructor;
  bytes.writeBigInt64BE(BigInt(value), 1);
  return bytes;
}

function variable(short: number, long: number, content: Buffer): Encoded {
  return content.length < 256
    ? Buffer.concat([Buffer.from([short, content.length]), content])
    : Buffer.concat([Buffer.from([long]), size(content.length), content]);
}

/** The size of a compound or array counts the bytes after it, so also those of the count. */
function compound(short: number, long: number, count: number, content: Buffer): Encoded {
  return content.length < 255 && count < 256
    ? Buffer.concat([Buffer.from([short, content.length + 1, count]), content])
    : Buffer.concat([Buffer.from([long]), size(content.length + 4), size(count), content]);
}

function size(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
