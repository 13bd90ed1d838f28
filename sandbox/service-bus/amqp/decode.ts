/**
 * Reads AMQP 1.0 values. For looking only: the result forgets which width or sign a number had, so whatever has
 * to reach a receiver unchanged is kept as bytes beside it (service-bus.md 9.5).
 */

export type AmqpValue =
  null | boolean | number | bigint | string | Date | Buffer | readonly AmqpValue[] | AmqpMap;

export type AmqpMap = Map<AmqpValue, AmqpValue>;

/** The bytes are no AMQP, or end too early. */
export class AmqpDecodeError extends Error {
  override readonly name = 'AmqpDecodeError';
}

interface Decoded {
  readonly value: AmqpValue;
  readonly end: number;
}

/**
 * The value at `offset`.
 * @throws AmqpDecodeError
 */
export function decode(bytes: Buffer, offset = 0): AmqpValue {
  return guarded(() => decodeAt(bytes, offset).value);
}

/**
 * The values of a list, or the keys and values in turn of a map, each with the bytes that encode it.
 * @throws AmqpDecodeError
 */
export function items(bytes: Buffer, offset = 0): readonly { value: AmqpValue; bytes: Buffer }[] {
  return guarded(() => {
    const { count, start } = compoundAt(bytes, offset);
    const found: { value: AmqpValue; bytes: Buffer }[] = [];
    let position = start;
    for (let index = 0; index < checkedCount(bytes, count); index += 1) {
      const { value, end } = decodeAt(bytes, position);
      found.push({ value, bytes: bytes.subarray(position, end) });
      position = end;
    }
    return found;
  });
}

/**
 * Where the value at `offset` ends, without reading it.
 * @throws AmqpDecodeError
 */
export function endOf(bytes: Buffer, offset: number): number {
  return guarded(() => {
    const constructor = bytes.readUInt8(offset);
    if (constructor === 0x00) return endOf(bytes, endOf(bytes, offset + 1));
    const end = endOfContent(bytes, constructor, offset + 1);
    if (end > bytes.length) throw new AmqpDecodeError('a value ends after the last byte');
    return end;
  });
}

function guarded<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    // By name: reading beyond the bytes throws a RangeError of Node's own, which need not be the one in scope.
    if (error instanceof AmqpDecodeError || !isRangeError(error)) throw error;
    throw new AmqpDecodeError('a value ends after the last byte, or is nested too deeply');
  }
}

function isRangeError(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'RangeError';
}

/** Even a value without content needs a byte somewhere, so a greater count is a lie. */
function checkedCount(bytes: Buffer, count: number): number {
  if (count > bytes.length) throw new AmqpDecodeError('more values than bytes');
  return count;
}

/** The high half of a constructor tells how wide the value is. */
function endOfContent(bytes: Buffer, constructor: number, start: number): number {
  switch (constructor >> 4) {
    case 0x4:
      return start;
    case 0x5:
      return start + 1;
    case 0x6:
      return start + 2;
    case 0x7:
      return start + 4;
    case 0x8:
      return start + 8;
    case 0x9:
      return start + 16;
    case 0xa:
    case 0xc:
    case 0xe:
      return start + 1 + bytes.readUInt8(start);
    case 0xb:
    case 0xd:
    case 0xf:
      return start + 4 + bytes.readUInt32BE(start);
    default:
      throw new AmqpDecodeError(`unknown constructor 0x${constructor.toString(16)}`);
  }
}

function decodeAt(bytes: Buffer, offset: number): Decoded {
  const constructor = bytes.readUInt8(offset);
  // A descriptor says what the value means; whoever asks knows that already.
  if (constructor === 0x00) return decodeAt(bytes, endOf(bytes, offset + 1));
  return contentAt(bytes, constructor, offset + 1);
}

function contentAt(bytes: Buffer, constructor: number, start: number): Decoded {
  const end = endOfContent(bytes, constructor, start);
  if (end > bytes.length) throw new AmqpDecodeError('a value ends after the last byte');
  return { value: read(bytes, constructor, start, end), end };
}

function read(bytes: Buffer, constructor: number, start: number, end: number): AmqpValue {
  switch (constructor) {
    case 0x40:
      return null;
    case 0x41:
      return true;
    case 0x42:
      return false;
    case 0x43:
    case 0x44:
      return 0;
    case 0x45:
      return [];
    case 0x56:
      return bytes.readUInt8(start) !== 0;
    case 0x50:
    case 0x52:
    case 0x53:
      return bytes.readUInt8(start);
    case 0x51:
    case 0x54:
    case 0x55:
      return bytes.readInt8(start);
    case 0x60:
      return bytes.readUInt16BE(start);
    case 0x61:
      return bytes.readInt16BE(start);
    case 0x70:
    case 0x73:
      return bytes.readUInt32BE(start);
    case 0x71:
      return bytes.readInt32BE(start);
    case 0x72:
      return bytes.readFloatBE(start);
    case 0x80:
      return narrowed(bytes.readBigUInt64BE(start));
    case 0x81:
      return narrowed(bytes.readBigInt64BE(start));
    case 0x82:
      return bytes.readDoubleBE(start);
    case 0x83:
      return new Date(Number(bytes.readBigInt64BE(start)));
    case 0xa0:
      return bytes.subarray(start + 1, end);
    case 0xb0:
      return bytes.subarray(start + 4, end);
    case 0xa1:
    case 0xa3:
      return bytes.toString('utf8', start + 1, end);
    case 0xb1:
    case 0xb3:
      return bytes.toString('utf8', start + 4, end);
    case 0xc0:
    case 0xd0:
      return elements(bytes, start - 1);
    case 0xc1:
    case 0xd1:
      return pairs(elements(bytes, start - 1));
    case 0xe0:
      return arrayAt(bytes, bytes.readUInt8(start + 1), start + 2);
    case 0xf0:
      return arrayAt(bytes, bytes.readUInt32BE(start + 4), start + 8);
    default:
      return bytes.subarray(start, end);
  }
}

function narrowed(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function compoundAt(bytes: Buffer, offset: number): { count: number; start: number } {
  switch (bytes.readUInt8(offset)) {
    case 0x00:
      return compoundAt(bytes, endOf(bytes, offset + 1));
    case 0x45:
      return { count: 0, start: offset + 1 };
    case 0xc0:
    case 0xc1:
      return { count: bytes.readUInt8(offset + 2), start: offset + 3 };
    case 0xd0:
    case 0xd1:
      return { count: bytes.readUInt32BE(offset + 5), start: offset + 9 };
    default:
      throw new AmqpDecodeError('neither a list nor a map');
  }
}

function elements(bytes: Buffer, offset: number): AmqpValue[] {
  return items(bytes, offset).map((item) => item.value);
}

function pairs(flat: readonly AmqpValue[]): AmqpMap {
  const map: AmqpMap = new Map();
  for (let index = 0; index + 1 < flat.length; index += 2)
    map.set(flat[index] ?? null, flat[index + 1] ?? null);
  return map;
}

/** All elements of an array share one constructor, written once. */
function arrayAt(bytes: Buffer, count: number, offset: number): AmqpValue[] {
  let position = offset;
  while (bytes.readUInt8(position) === 0x00) position = endOf(bytes, position + 1);
  const constructor = bytes.readUInt8(position);
  position += 1;
  const found: AmqpValue[] = [];
  for (let index = 0; index < checkedCount(bytes, count); index += 1) {
    const { value, end } = contentAt(bytes, constructor, position);
    found.push(value);
    position = end;
  }
  return found;
}
