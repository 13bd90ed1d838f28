import type { EventContext, Sender } from 'rhea';
import { AmqpDecodeError, decode, items, type AmqpValue } from '../amqp/decode';
import * as encode from '../amqp/encode';
import { section, sections } from '../amqp/sections';
import { mapEntries } from '../core/payload';
import type { Store } from '../storage/store';
import { received, sendSettled, settle } from '../rhea/deliveries';

/** A request to $cbs or $management. */
export interface Request {
  /** Encoded, to be given back as it came. */
  readonly messageId: encode.Encoded;
  readonly replyTo: string;
  /** Application properties. */
  readonly properties: ReadonlyMap<string, AmqpValue>;
  /** The value of the body, encoded. */
  readonly body: Buffer;
}

export interface Reply {
  readonly properties: Readonly<Record<string, encode.Encoded>>;
  readonly body: encode.Encoded;
}

/** The links of one connection on which replies go out, by the address that requests name as reply-to. */
export type ReplyLinks = Map<string, Sender>;

const field = { messageId: 0, replyTo: 4, correlationId: 5 } as const;

/**
 * Reads a request, accepts its delivery, and sends the reply where it wants it once what was done is safe.
 * @throws AmqpDecodeError when the message is no request
 */
export function answer(
  context: EventContext,
  replies: ReplyLinks,
  store: Store,
  handle: (request: Request) => Reply,
): void {
  const { delivery } = context;
  const request = readRequest(received(context).bytes);
  if (delivery !== undefined) settle(delivery, { kind: 'accepted' });
  const reply = handle(request);
  store.whenSafe(() => {
    const link = replies.get(request.replyTo);
    if (link?.is_open() === true) sendSettled(link, writeReply(request, reply));
  });
}

function readRequest(bytes: Buffer): Request {
  const found = new Map(sections(bytes).map((part) => [part.descriptor, part.value]));
  const properties = found.get(section.properties);
  const body = found.get(section.value);
  const fields = properties === undefined ? [] : items(properties);
  const messageId = fields[field.messageId]?.bytes;
  const replyTo = fields[field.replyTo]?.value;
  if (messageId === undefined || typeof replyTo !== 'string' || body === undefined) {
    throw new AmqpDecodeError('a request needs a message id, a reply-to and a value as its body');
  }
  const entries = mapEntries(found.get(section.applicationProperties) ?? Buffer.alloc(0));
  return {
    messageId,
    replyTo,
    properties: new Map(entries.map(([name, , value]) => [name, decode(value)])),
    body,
  };
}

function writeReply(request: Request, reply: Reply): Buffer {
  const before = new Array<Buffer>(field.correlationId).fill(encode.nothing);
  const properties = Object.entries(reply.properties);
  return Buffer.concat([
    encode.described(section.properties, encode.list([...before, request.messageId])),
    encode.described(
      section.applicationProperties,
      encode.map(properties.map(([name, value]) => [encode.string(name), value])),
    ),
    encode.described(section.value, reply.body),
  ]);
}
