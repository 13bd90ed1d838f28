import type { Delivery, Sender } from 'rhea';
import { swapGuid } from '../amqp/dotnet';
import type { QueuedMessage, ReceiveMode } from '../core/message';
import { outgoingMessage } from '../core/outgoing';
import type { SessionLock } from '../core/sessions';
import type { Entity } from '../namespace';
import type { Consumer } from '../pump';
import { wantsSettled } from '../rhea/attach';
import { answerDrains, drain, usableCredit } from '../rhea/credit';
import { bytesOf, outcomeOf, settle, type Answer, type Outcome } from '../rhea/deliveries';
import type { Store } from '../storage/store';
import { sessionLockLost } from '../core/errors';
import { deadLetterRequest, propertyEdit } from './property-edit';
import { asServiceBusError, refuse, type OpenLink } from './open-link';

/** The link of a client that receives from a queue, or from one session of it. */
export class ReceiverLink implements OpenLink, Consumer {
  readonly mode: ReceiveMode;
  readonly session: SessionLock | undefined;
  readonly #sender: Sender;
  readonly #entity: Entity;
  readonly #store: Store;
  /** Deliveries that wait to be safe. */
  #unsent = 0;

  constructor(sender: Sender, entity: Entity, store: Store, session?: SessionLock) {
    this.mode = wantsSettled(sender) ? 'receive-and-delete' : 'peek-lock';
    this.session = session;
    this.#sender = sender;
    this.#entity = entity;
    this.#store = store;
    answerDrains(sender);
    entity.pump.add(this);
  }

  room(): number {
    return this.#sender.is_open() ? usableCredit(this.#sender) - this.#unsent : 0;
  }

  deliver(message: QueuedMessage): void {
    const { state } = message;
    const tag = state.kind === 'locked' ? swapGuid(Buffer.from(state.lock.token, 'hex')) : undefined;
    const bytes = outgoingMessage(message);
    this.#unsent += 1;
    // Only then is it sure that a delivery is counted even if the broker is killed under it.
    this.#store.whenSafe(() => {
      this.#unsent -= 1;
      if (this.#sender.is_open()) this.#sender.send(bytes, tag, 0);
    });
  }

  flow(): void {
    // Before the drain, so that the client gets what there is.
    this.#entity.pump.feed(this);
    this.#store.whenSafe(() => drain(this.#sender));
  }

  outcome(delivery: Delivery): void {
    const outcome = outcomeOf(delivery);
    if (outcome === undefined) return;
    try {
      const answer = this.#apply(tokenOf(delivery), outcome);
      this.#store.whenSafe(() => settle(delivery, answer));
    } catch (error) {
      const { condition, message: description } = asServiceBusError(error);
      settle(delivery, { kind: 'rejected', error: { condition, description } });
    }
    this.#entity.pump.wake();
  }

  sessionLost(): void {
    refuse(this.#sender, sessionLockLost(this.session?.sessionId ?? ''));
  }

  /** A message's own lock stays until it expires; that of a session ends with its link (service-bus.md 5). */
  closed(): void {
    this.#entity.pump.remove(this);
    if (this.session === undefined) return;
    this.#entity.queue.releaseSession(this.session, Date.now());
    this.#entity.pump.wake();
  }

  /** The table of service-bus.md 5. The client's own error must not come back: it would read as a failure. */
  #apply(token: string, outcome: Outcome): Answer {
    const { queue } = this.#entity;
    switch (outcome.kind) {
      case 'accepted':
        queue.complete(token);
        return { kind: 'accepted' };
      case 'released':
        queue.release(token, Date.now());
        return { kind: 'released' };
      case 'modified': {
        const edit = outcome.annotations === undefined ? [] : propertyEdit(bytesOf(outcome.annotations));
        if (outcome.undeliverable) queue.defer(token, edit);
        else queue.abandon(token, edit, Date.now());
        return { kind: 'modified' };
      }
      case 'rejected': {
        const { why, edit } = deadLetterRequest(
          outcome.error === undefined ? undefined : bytesOf(outcome.error),
        );
        queue.deadLetter(token, why, edit);
        return { kind: 'rejected' };
      }
    }
  }
}

/** The tag of a delivery is the lock token in .NET's byte order. */
function tokenOf({ tag }: Delivery): string {
  return swapGuid(Buffer.isBuffer(tag) ? tag : Buffer.from(tag)).toString('hex');
}
