import { randomUUID } from 'node:crypto';
import { AmqpDecodeError, decode, items } from '../amqp/decode';
import * as encode from '../amqp/encode';
import { section, sections } from '../amqp/sections';
import { ServiceBusError } from './errors';
import type { NewMessage } from './message';
import { mapEntries, parsePayload, text, type Payload } from './payload';

/** Message format of a batch: each data section holds a whole message (service-bus.md 4). */
export const batchFormat = 0x80013700;

/** Ids longer than this are refused by the service (service-bus.md 13). */
const longestId = 128;

const field = { ttl: 2, messageId: 0, groupId: 10 } as const;

/**
 * Reads what a client sent: one message, or those of a batch.
 * @throws AmqpDecodeError, ServiceBusError
 */
export function incomingMessages(bytes: Buffer, format: number): NewMessage[] {
  if (format !== batchFormat) return [incomingMessage(bytes)];
  return sections(bytes)
    .filter(({ descriptor }) => descriptor === section.data)
    .map(({ value }) => {
      const content = decode(value);
      if (!Buffer.isBuffer(content)) throw new AmqpDecodeError('a data section holds no binary');
      return incomingMessage(content);
    });
}

/**
 * Reads one encoded message.
 * @throws AmqpDecodeError, ServiceBusError
 */
export function incomingMessage(bytes: Buffer): NewMessage {
  // A copy, because what arrives is a view of the socket's much larger buffer.
  let payload = parsePayload(Buffer.from(bytes));
  let messageId = propertyText(payload, field.messageId);
  if (messageId === undefined) {
    // The SDK sends none where the caller gave none, and later needs one (service-bus.md 4).
    messageId = randomUUID().replaceAll('-', '');
    payload = { ...payload, properties: withMessageId(payload.properties, messageId) };
  }
  const sessionId = propertyText(payload, field.groupId);
  checkLength('message id', messageId);
  if (sessionId !== undefined) checkLength('session id', sessionId);
  return {
    messageId,
    sessionId,
    timeToLive: timeToLive(payload),
    scheduledFor: scheduledFor(payload),
    payload,
  };
}

function propertyText(payload: Payload, index: number): string | undefined {
  const value = fields(payload.properties)[index]?.value ?? null;
  return value === null ? undefined : text(value);
}

function withMessageId(properties: Buffer, messageId: string): Buffer {
  const others = fields(properties)
    .slice(1)
    .map(({ bytes }) => bytes);
  return encode.described(section.properties, encode.list([encode.string(messageId), ...others]));
}

function timeToLive(payload: Payload): number | undefined {
  const value = fields(payload.header)[field.ttl]?.value;
  return typeof value === 'number' ? value : undefined;
}

function scheduledFor(payload: Payload): number | undefined {
  for (const [name, , value] of mapEntries(payload.annotations)) {
    if (name !== 'x-opt-scheduled-enqueue-time') continue;
    const time = decode(value);
    if (time instanceof Date) return time.getTime();
  }
  return undefined;
}

function fields(listSection: Buffer): ReturnType<typeof items> {
  return listSection.length === 0 ? [] : items(listSection);
}

function checkLength(what: string, id: string): void {
  if (id.length <= longestId) return;
  throw new ServiceBusError('amqp:invalid-field', `The ${what} is longer than ${longestId} characters.`);
}
