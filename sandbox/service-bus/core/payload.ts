import { items, type AmqpValue } from '../amqp/decode';
import * as encode from '../amqp/encode';
import { section, sections } from '../amqp/sections';

/** A message as its sender encoded it, cut into sections; each is a whole section or empty. */
export interface Payload {
  readonly header: Buffer;
  readonly annotations: Buffer;
  readonly properties: Buffer;
  readonly applicationProperties: Buffer;
  /** Body sections and footer. */
  readonly body: Buffer;
}

/** Properties to set on a message, each value encoded. */
export type PropertyEdit = readonly (readonly [name: string, value: encode.Encoded])[];

const empty: Buffer = Buffer.alloc(0);

/**
 * Cuts an encoded message. The sections are views of `message`.
 * @throws AmqpDecodeError
 */
export function parsePayload(message: Buffer): Payload {
  let header = empty;
  let annotations = empty;
  let properties = empty;
  let applicationProperties = empty;
  const body: Buffer[] = [];
  for (const { descriptor, bytes } of sections(message)) {
    if (descriptor === section.header) header = bytes;
    else if (descriptor === section.messageAnnotations) annotations = bytes;
    else if (descriptor === section.properties) properties = bytes;
    else if (descriptor === section.applicationProperties) applicationProperties = bytes;
    // Delivery annotations are meant for this hop only and end here.
    else if (descriptor !== section.deliveryAnnotations) body.push(bytes);
  }
  const first = body[0];
  return {
    header,
    annotations,
    properties,
    applicationProperties,
    body: body.length === 1 && first !== undefined ? first : Buffer.concat(body),
  };
}

/** One run of bytes that `parsePayload` reads back. */
export function joinPayload(payload: Payload): Buffer {
  return Buffer.concat([
    payload.header,
    payload.annotations,
    payload.properties,
    payload.applicationProperties,
    payload.body,
  ]);
}

/** Sets application properties, leaving the bytes of the others as they are. */
export function withProperties(payload: Payload, edit: PropertyEdit): Payload {
  if (edit.length === 0) return payload;
  const entries = new Map<string, readonly [Buffer, Buffer]>();
  for (const [name, key, value] of mapEntries(payload.applicationProperties)) entries.set(name, [key, value]);
  for (const [name, value] of edit) entries.set(name, [encode.string(name), value]);
  return {
    ...payload,
    applicationProperties: encode.described(section.applicationProperties, encode.map([...entries.values()])),
  };
}

/** Name, encoded key and encoded value of each entry of a section that is a map; none where it is empty. */
export function mapEntries(bytes: Buffer): (readonly [string, Buffer, Buffer])[] {
  if (bytes.length === 0) return [];
  const flat = items(bytes);
  const entries: (readonly [string, Buffer, Buffer])[] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) {
    const key = flat[index];
    const value = flat[index + 1];
    if (key === undefined || value === undefined) continue;
    entries.push([text(key.value), key.bytes, value.bytes]);
  }
  return entries;
}

/** Text of a key or an id: a string as a rule, but a number, a UUID or bytes may stand there. */
export function text(value: AmqpValue): string {
  if (Buffer.isBuffer(value)) return value.toString('hex');
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}
