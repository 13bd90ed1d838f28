import { AmqpDecodeError, decode, endOf } from './decode';

/** Descriptors of the sections of an AMQP message. */
export const section = {
  header: 0x70,
  deliveryAnnotations: 0x71,
  messageAnnotations: 0x72,
  properties: 0x73,
  applicationProperties: 0x74,
  data: 0x75,
  sequence: 0x76,
  value: 0x77,
  footer: 0x78,
} as const;

export interface Section {
  readonly descriptor: number;
  /** The whole section, descriptor included. */
  readonly bytes: Buffer;
  /** The described value alone. */
  readonly value: Buffer;
}

/**
 * Cuts an encoded message into its sections without reading their content.
 * @throws AmqpDecodeError
 */
export function sections(message: Buffer): Section[] {
  const found: Section[] = [];
  let offset = 0;
  while (offset < message.length) {
    if (message[offset] !== 0x00) throw new AmqpDecodeError('a message section has no descriptor');
    const valueStart = endOf(message, offset + 1);
    const end = endOf(message, valueStart);
    const descriptor = decode(message, offset + 1);
    if (typeof descriptor !== 'number') throw new AmqpDecodeError('a section descriptor is no number');
    found.push({
      descriptor,
      bytes: message.subarray(offset, end),
      value: message.subarray(valueStart, end),
    });
    offset = end;
  }
  return found;
}
