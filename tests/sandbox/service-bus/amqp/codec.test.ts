import fc from 'fast-check';
import { message, types, type Message, type Typed } from 'rhea';
import { AmqpDecodeError, decode, endOf } from '../../../../sandbox/service-bus/amqp/decode';
import { swapGuid, ticks } from '../../../../sandbox/service-bus/amqp/dotnet';
import * as encode from '../../../../sandbox/service-bus/amqp/encode';
import { batchFormat, incomingMessages } from '../../../../sandbox/service-bus/core/incoming';
import { outgoingMessage } from '../../../../sandbox/service-bus/core/outgoing';
import { joinPayload, parsePayload, withProperties } from '../../../../sandbox/service-bus/core/payload';
import { accepted } from '../../../../sandbox/service-bus/core/message';
import { present } from '../setup';

const { Reader, Writer } = types as unknown as {
  readonly Reader: new (bytes: Buffer) => { read(): Typed };
  readonly Writer: new () => { write(value: Typed): void; toBuffer(): Buffer };
};

/** rhea's reading of bytes, against which ours is held. */
function readByRhea(bytes: Buffer): unknown {
  return types.unwrap(new Reader(bytes).read()) as unknown;
}

function writtenByRhea(value: Typed): Buffer {
  const writer = new Writer();
  writer.write(value);
  return Buffer.from(writer.toBuffer());
}

const bytes = fc.uint8Array({ maxLength: 400 }).map((array) => Buffer.from(array));
const scalar = fc.oneof(
  fc.string({ maxLength: 300, unit: 'binary' }).map((value) => types.wrap_string(value)),
  fc.integer().map((value) => types.wrap_int(value)),
  fc.nat({ max: 0xffff_ffff }).map((value) => types.wrap_uint(value)),
  fc.maxSafeInteger().map((value) => types.wrap_long(value)),
  fc.double({ noNaN: true }).map((value) => types.wrap_double(value)),
  fc.boolean().map((value) => types.wrap_boolean(value)),
  fc.date({ noInvalidDate: true }).map((value) => types.wrap_timestamp(value)),
  bytes.map((value) => types.wrap_binary(value)),
);
const anyValue = fc.letrec<{ value: Typed }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie('value'), { maxLength: 8 }).map((values) => types.wrap_list(values)),
    fc
      .array(fc.tuple(fc.string({ minLength: 1, maxLength: 8 }), tie('value')), { maxLength: 8 })
      .map((entries) => types.wrap_map(Object.fromEntries(entries))),
  ),
})).value;

function plain(value: unknown): unknown {
  if (value instanceof Map) {
    return Object.fromEntries([...value].map(([key, item]) => [String(key), plain(item)]));
  }
  if (Array.isArray(value)) return value.map(plain);
  if (Buffer.isBuffer(value)) return value.toString('hex');
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  }
  return value;
}

describe('reading and writing AMQP', () => {
  it('reads what rhea writes, and knows where it ends', () => {
    fc.assert(
      fc.property(anyValue, bytes, (value, rest) => {
        const written = writtenByRhea(value);
        expect(plain(decode(written))).toEqual(plain(readByRhea(written)));
        expect(endOf(Buffer.concat([written, rest]), 0)).toBe(written.length);
      }),
    );
  });

  it('writes what rhea reads', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 300, unit: 'binary' }),
        fc.maxSafeInteger(),
        fc.nat({ max: 0xffff_ffff }),
        bytes,
        fc.integer({ min: 0, max: 300 }),
        (text, whole, natural, content, count) => {
          expect(readByRhea(encode.string(text))).toBe(text);
          expect(readByRhea(encode.uint(natural))).toBe(natural);
          expect(readByRhea(encode.binary(content))).toEqual(content);
          const numbers = Array.from({ length: count }, () => encode.long(whole));
          expect(decode(encode.array(0x81, numbers))).toEqual(numbers.map(() => whole));
          expect(readByRhea(encode.list(numbers))).toHaveLength(count);
          const entries = numbers.map((value, index) => [encode.string(`k${index}`), value] as const);
          expect(Object.keys(readByRhea(encode.map(entries)) as object)).toHaveLength(count);
        },
      ),
    );
  });

  it('refuses bytes that are no AMQP and never reads beyond them', () => {
    fc.assert(
      fc.property(bytes, (content) => {
        try {
          decode(content);
          endOf(content, 0);
        } catch (error) {
          expect(error).toBeInstanceOf(AmqpDecodeError);
        }
      }),
    );
    expect(() => decode(encode.string('cut off').subarray(0, 5))).toThrow(AmqpDecodeError);
    expect(() => decode(Buffer.from([0x01]))).toThrow(AmqpDecodeError);
  });

  it('knows how .NET writes GUIDs and times', () => {
    const canonical = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
    expect(swapGuid(canonical).toString('hex')).toBe('33221100554477668899aabbccddeeff');
    expect(swapGuid(swapGuid(canonical))).toEqual(canonical);
    expect(ticks(Date.UTC(2024, 0, 1)).readBigInt64BE()).toBe(638_396_640_000_000_000n);
  });
});

function readMessage(content: Buffer): Message {
  return message.decode(content) as unknown as Message;
}

describe('messages', () => {
  const sent = {
    message_id: 'id',
    group_id: 'session',
    subject: 'subject',
    ttl: 5000,
    priority: 7,
    message_annotations: { 'x-own': types.wrap_short(3), 'x-opt-sequence-number': 99 },
    application_properties: { short: types.wrap_short(3), unsigned: types.wrap_ubyte(9), text: 'ä' },
    delivery_annotations: { gone: 'after this hop' },
    body: message.data_sections([Buffer.from('a'), Buffer.from('b')]) as unknown,
    footer: { checked: true },
  };

  it('go out with the bytes that came in, and the word of the broker', () => {
    const incoming = present(incomingMessages(message.encode(sent), 0)[0]);
    expect(incoming).toMatchObject({ messageId: 'id', sessionId: 'session', timeToLive: 5000 });
    const queued = { ...accepted(incoming, 12, 1000), deliveryCount: 2, expiresAt: 4000 };
    const out = outgoingMessage(queued);
    expect(out.includes(writtenByRhea(types.wrap_short(3)))).toBe(true);
    expect(out.includes(parsePayload(message.encode(sent)).applicationProperties)).toBe(true);
    const read = readMessage(out);
    expect(read).toMatchObject({
      message_id: 'id',
      group_id: 'session',
      subject: 'subject',
      priority: 7,
      delivery_count: 2,
      ttl: 3000,
      application_properties: { short: 3, unsigned: 9, text: 'ä' },
      message_annotations: {
        'x-own': 3,
        'x-opt-sequence-number': 12,
        'x-opt-enqueue-sequence-number': 12,
        'x-opt-message-state': 0,
      },
      footer: { checked: true },
    });
    expect(read.delivery_annotations).toBeUndefined();
    expect((read.body as { content: Buffer[] }).content).toEqual([Buffer.from('a'), Buffer.from('b')]);
    const empty = readMessage(outgoingMessage(queued, 'without-body')).body as { content: Buffer };
    expect(empty.content).toHaveLength(0);
  });

  it('get an id where they have none, and keep the rest', () => {
    const bare = present(incomingMessages(message.encode({ body: 'x' }), 0)[0]);
    expect(bare.messageId).toMatch(/^[0-9a-f]{32}$/);
    expect(readMessage(joinPayload(bare.payload)).message_id).toBe(bare.messageId);
    const named = present(incomingMessages(message.encode({ ...sent, message_id: undefined }), 0)[0]);
    expect(readMessage(joinPayload(named.payload))).toMatchObject({
      message_id: named.messageId,
      group_id: 'session',
      subject: 'subject',
    });
  });

  it('are read out of a batch', () => {
    const inner = [1, 2, 3].map((number) => message.encode({ message_id: `m${number}`, body: number }));
    const outer = message.encode({ body: message.data_sections(inner) as unknown });
    expect(incomingMessages(outer, batchFormat).map(({ messageId }) => messageId)).toEqual([
      'm1',
      'm2',
      'm3',
    ]);
  });

  it('take new properties beside those that they have', () => {
    const { payload } = present(incomingMessages(message.encode(sent), 0)[0]);
    const edited = withProperties(payload, [
      ['text', encode.string('new')],
      ['more', encode.boolean(true)],
    ]);
    expect(readMessage(joinPayload(edited)).application_properties).toEqual({
      short: 3,
      unsigned: 9,
      text: 'new',
      more: true,
    });
    const bare = parsePayload(message.encode({ body: 'x' }));
    expect(
      readMessage(joinPayload(withProperties(bare, [['a', encode.int(1)]]))).application_properties,
    ).toEqual({ a: 1 });
    expect(withProperties(bare, [])).toBe(bare);
  });

  it('are refused with an id that is too long, or when they are no messages', () => {
    const long = message.encode({ message_id: 'x'.repeat(129), body: 1 });
    expect(() => incomingMessages(long, 0)).toThrow(/longer than 128/);
    expect(() => incomingMessages(message.encode({ group_id: 'x'.repeat(129), body: 1 }), 0)).toThrow(
      /longer than 128/,
    );
    expect(() => incomingMessages(Buffer.from('nonsense'), 0)).toThrow(AmqpDecodeError);
  });
});
