import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import type { TypedData } from './core-contract';

/** What this host reads of a message. */
export type ReceivedMessage = Pick<
  ServiceBusReceivedMessage,
  | 'body'
  | 'messageId'
  | 'deliveryCount'
  | 'enqueuedTimeUtc'
  | 'expiresAtUtc'
  | 'sequenceNumber'
  | 'lockToken'
  | 'correlationId'
  | 'subject'
  | 'to'
  | 'replyTo'
  | 'contentType'
  | 'sessionId'
  | 'replyToSessionId'
  | 'partitionKey'
  | 'deadLetterSource'
  | 'applicationProperties'
>;

type Values = Readonly<Record<string, TypedData | undefined>>;

/** The end of .NET's time, which is when a message without a time to live expires. */
const endOfTime = '9999-12-31T23:59:59.9999999Z';

/** A body as the host hands it over: text, which the library parses where it is JSON (reference 1.4). */
export function bodyText(body: unknown): string {
  if (typeof body === 'string') {
    return body;
  }
  if (body instanceof Uint8Array) {
    return Buffer.from(body).toString('utf8');
  }
  return body === undefined ? '' : JSON.stringify(body);
}

/**
 * The metadata of one message, under the keys and in the encoding of the host: text as `string`, numbers,
 * dates and dictionaries as `json`, what is null left out (reference functions-and-bicep 2, Service Bus).
 */
export function messageMetadata(message: ReceivedMessage): Record<string, TypedData> {
  const properties = json(message.applicationProperties ?? {});
  return present({
    MessageId: text(message.messageId),
    DeliveryCount: json(deliveryCount(message)),
    EnqueuedTime: message.enqueuedTimeUtc && json(offset(message.enqueuedTimeUtc)),
    EnqueuedTimeUtc: json(message.enqueuedTimeUtc),
    ExpiresAt: json(offset(message.expiresAtUtc)),
    ExpiresAtUtc: json(utc(message.expiresAtUtc)),
    // A .NET long: as digits, for a JavaScript number may not hold it.
    SequenceNumber: message.sequenceNumber && { json: message.sequenceNumber.toString() },
    LockToken: text(message.lockToken),
    CorrelationId: text(message.correlationId),
    Subject: text(message.subject),
    Label: text(message.subject),
    To: text(message.to),
    ReplyTo: text(message.replyTo),
    ContentType: text(message.contentType),
    SessionId: text(message.sessionId),
    ReplyToSessionId: text(message.replyToSessionId),
    PartitionKey: text(message.partitionKey),
    DeadLetterSource: text(message.deadLetterSource),
    ApplicationProperties: properties,
    UserProperties: properties,
  });
}

/** The metadata of a batch: the same keys with `Array` at the end, one element for each message. */
export function batchMetadata(messages: readonly ReceivedMessage[]): Record<string, TypedData> {
  const texts = (pick: (message: ReceivedMessage) => unknown): TypedData => ({
    // A missing text is an empty one here: the protocol's list has no null.
    collectionString: { string: messages.map((message) => text(pick(message))?.string ?? '') },
  });
  const values = (pick: (message: ReceivedMessage) => unknown): TypedData => ({
    json: JSON.stringify(messages.map(pick)),
  });
  const properties = values((message) => message.applicationProperties ?? {});
  return {
    MessageIdArray: texts((message) => message.messageId),
    DeliveryCountArray: values(deliveryCount),
    EnqueuedTimeArray: values((message) => offset(message.enqueuedTimeUtc)),
    EnqueuedTimeUtcArray: values((message) => message.enqueuedTimeUtc),
    ExpiresAtArray: values((message) => offset(message.expiresAtUtc)),
    ExpiresAtUtcArray: values((message) => utc(message.expiresAtUtc)),
    // long[] is the one list that arrives as Long objects (reference 1.4).
    SequenceNumberArray: {
      collectionSint64: { sint64: messages.map(({ sequenceNumber }) => sequenceNumber) },
    },
    LockTokenArray: texts((message) => message.lockToken),
    CorrelationIdArray: texts((message) => message.correlationId),
    SubjectArray: texts((message) => message.subject),
    LabelArray: texts((message) => message.subject),
    ToArray: texts((message) => message.to),
    ReplyToArray: texts((message) => message.replyTo),
    ContentTypeArray: texts((message) => message.contentType),
    SessionIdArray: texts((message) => message.sessionId),
    ReplyToSessionIdArray: texts((message) => message.replyToSessionId),
    PartitionKeyArray: texts((message) => message.partitionKey),
    DeadLetterSourceArray: texts((message) => message.deadLetterSource),
    ApplicationPropertiesArray: properties,
    UserPropertiesArray: properties,
  };
}

/** .NET, and so the platform, counts the delivery under way; the JavaScript SDK does not (service-bus 5). */
function deliveryCount(message: ReceivedMessage): number {
  return (message.deliveryCount ?? 0) + 1;
}

/** The SDK adds the longest time to live to now and so leaves the years that .NET knows. */
function utc(time: Date | undefined): string {
  return time === undefined || time.getUTCFullYear() > 9999 ? endOfTime : time.toISOString();
}

/** A .NET DateTimeOffset, which names its zone in numbers. */
function offset(time: Date | undefined): string {
  return utc(time).replace('Z', '+00:00');
}

function text(value: unknown): TypedData | undefined {
  if (value === undefined || value === null) {
    return undefined;
  }
  return { string: typeof value === 'string' ? value : bodyText(value) };
}

function json(value: unknown): TypedData | undefined {
  return value === undefined ? undefined : { json: JSON.stringify(value) };
}

function present(values: Values): Record<string, TypedData> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, TypedData] => entry[1] !== undefined),
  );
}
