/** Deliveries and what becomes of them, with the parts of rhea that its types leave out. */
import { message, types, type Delivery, type EventContext, type Sender, type Typed } from 'rhea';

/** What a receiver says has become of a delivery. Values keep their AMQP types. */
export type Outcome =
  | { readonly kind: 'accepted' | 'released' }
  | { readonly kind: 'rejected'; readonly error: Typed | undefined }
  | { readonly kind: 'modified'; readonly undeliverable: boolean; readonly annotations: Typed | undefined };

/** How the broker answers an outcome, or settles what a client sent. */
export type Answer =
  | { readonly kind: 'accepted' | 'released' | 'modified' }
  | {
      readonly kind: 'rejected';
      readonly error?: { readonly condition: string; readonly description: string };
    };

interface RemoteState {
  readonly constructor: { readonly composite_type?: string };
  readonly value: readonly (Typed | undefined)[];
}

interface Inside {
  settled: boolean;
  remote_settled: boolean;
  readonly remote_state?: RemoteState;
}

class Undecoded {
  readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }
}

/**
 * From now on incoming messages are handed over undecoded, for decoding loses AMQP types (service-bus.md 9.5). This
 * changes rhea for the whole process, one reason for the broker to have its own (9.8).
 */
export function keepUndecoded(): void {
  (message as unknown as { decode: (bytes: Buffer) => Undecoded }).decode = (bytes) => new Undecoded(bytes);
}

/** Bytes and format of the message that a client sent. */
export function received(context: EventContext): { readonly bytes: Buffer; readonly format: number } {
  const { message: content, format } = context as unknown as {
    readonly message: Undecoded | Buffer;
    readonly format?: number;
  };
  return content instanceof Undecoded
    ? { bytes: content.bytes, format: 0 }
    : { bytes: content, format: format ?? 0 };
}

/** Nothing where the receiver has said nothing, or something that is no outcome. */
export function outcomeOf(delivery: Delivery): Outcome | undefined {
  const state = (delivery as unknown as Inside).remote_state;
  if (state === undefined) return undefined;
  const [first, second, third] = state.value;
  const { composite_type: kind } = state.constructor;
  if (kind === 'accepted' || kind === 'released') return { kind };
  if (kind === 'rejected') return { kind, error: first };
  if (kind === 'modified') return { kind, undeliverable: second?.value === true, annotations: third };
  return undefined;
}

/** The AMQP bytes of a value that rhea has read, types and all. */
export function bytesOf(value: Typed): Buffer {
  const { Writer } = types as unknown as {
    readonly Writer: new () => { write(value: Typed): void; toBuffer(): Buffer };
  };
  const writer = new Writer();
  writer.write(value);
  return Buffer.from(writer.toBuffer());
}

/**
 * Settles a delivery. A receiver in mode "second" never says that it has settled too, and rhea would keep the
 * delivery in its ring of 2048 for ever, so that is taken as said (service-bus.md 9.1).
 */
export function settle(delivery: Delivery, answer: Answer): void {
  delivery.update(true, described(answer));
  (delivery as unknown as Inside).remote_settled = true;
}

/** Sends a message whose fate does not matter. */
export function sendSettled(sender: Sender, bytes: Buffer): void {
  const delivery = sender.send(bytes, undefined, 0);
  (delivery as unknown as Inside).settled = true;
}

function described(answer: Answer): unknown {
  const outcomes = message as unknown as Record<Answer['kind'], (fields: object) => { described(): unknown }>;
  return outcomes[answer.kind](answer.kind === 'rejected' ? { error: answer.error } : {}).described();
}
