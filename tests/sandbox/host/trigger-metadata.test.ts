import {
  batchMetadata,
  bodyText,
  messageMetadata,
  type ReceivedMessage,
} from '../../../sandbox/host/trigger-metadata';

type SequenceNumber = NonNullable<ReceivedMessage['sequenceNumber']>;

/** As the SDK gives them: Long objects. */
function long(digits: string, low: number, high = 0): SequenceNumber {
  const plain: unknown = { low, high, unsigned: false, toString: () => digits };
  return plain as SequenceNumber;
}

const bare: ReceivedMessage = { body: Buffer.from('x') };
const full: ReceivedMessage = {
  body: Buffer.from('x'),
  messageId: 'm-1',
  deliveryCount: 0,
  enqueuedTimeUtc: new Date('2026-01-02T03:04:05.678Z'),
  expiresAtUtc: new Date('2026-01-03T03:04:05.678Z'),
  sequenceNumber: long('9007199254740993', 1, 2097152),
  lockToken: '3f1f6f3c-0000-0000-0000-000000000001',
  correlationId: 'c',
  subject: 'label',
  to: 'there',
  replyTo: 'here',
  contentType: 'application/json',
  sessionId: 'ann@example.org',
  replyToSessionId: 'rs',
  partitionKey: 'p',
  deadLetterSource: 'old',
  applicationProperties: { CorrelationKey: 'k', attempt: 2, at: new Date('2026-01-02T03:04:05Z') },
};
const properties = '{"CorrelationKey":"k","attempt":2,"at":"2026-01-02T03:04:05.000Z"}';

describe('trigger metadata in the encoding of the platform', () => {
  test('one message: text as string; numbers, dates and dictionaries as json', () => {
    expect(messageMetadata(full)).toEqual({
      MessageId: { string: 'm-1' },
      DeliveryCount: { json: '1' },
      EnqueuedTime: { json: '"2026-01-02T03:04:05.678+00:00"' },
      EnqueuedTimeUtc: { json: '"2026-01-02T03:04:05.678Z"' },
      ExpiresAt: { json: '"2026-01-03T03:04:05.678+00:00"' },
      ExpiresAtUtc: { json: '"2026-01-03T03:04:05.678Z"' },
      SequenceNumber: { json: '9007199254740993' },
      LockToken: { string: '3f1f6f3c-0000-0000-0000-000000000001' },
      CorrelationId: { string: 'c' },
      Subject: { string: 'label' },
      Label: { string: 'label' },
      To: { string: 'there' },
      ReplyTo: { string: 'here' },
      ContentType: { string: 'application/json' },
      SessionId: { string: 'ann@example.org' },
      ReplyToSessionId: { string: 'rs' },
      PartitionKey: { string: 'p' },
      DeadLetterSource: { string: 'old' },
      ApplicationProperties: { json: properties },
      UserProperties: { json: properties },
    });
  });

  test('what a message does not have is left out; the delivery under way is counted', () => {
    // What the SDK makes of a message that never expires.
    const expiresAtUtc = new Date('+031197-09-14T02:48:05.477Z');
    expect(messageMetadata({ ...bare, deliveryCount: 3, expiresAtUtc })).toEqual({
      DeliveryCount: { json: '4' },
      ExpiresAt: { json: '"9999-12-31T23:59:59.9999999+00:00"' },
      ExpiresAtUtc: { json: '"9999-12-31T23:59:59.9999999Z"' },
      ApplicationProperties: { json: '{}' },
      UserProperties: { json: '{}' },
    });
  });

  test('a batch: every key with Array, one element for each message, longs apart', () => {
    const seven = long('7', 7);
    const metadata = batchMetadata([full, { ...bare, sequenceNumber: seven }]);
    expect(Object.keys(metadata).every((key) => key.endsWith('Array'))).toBe(true);
    expect(metadata['MessageIdArray']).toEqual({ collectionString: { string: ['m-1', ''] } });
    expect(metadata['DeliveryCountArray']).toEqual({ json: '[1,1]' });
    expect(metadata['SequenceNumberArray']).toEqual({
      collectionSint64: { sint64: [full.sequenceNumber, seven] },
    });
    expect(metadata['ApplicationPropertiesArray']).toEqual({ json: `[${properties},{}]` });
    expect(metadata['EnqueuedTimeUtcArray']).toEqual({ json: '["2026-01-02T03:04:05.678Z",null]' });
  });

  test.each([
    [Buffer.from('{"a":"ä"}'), '{"a":"ä"}'],
    [new Uint8Array([49, 50]), '12'],
    ['text', 'text'],
    [{ a: 1 }, '{"a":1}'],
    [undefined, ''],
    [null, 'null'],
  ])('the body %p is handed over as text', (body, text) => {
    expect(bodyText(body)).toBe(text);
  });
});
