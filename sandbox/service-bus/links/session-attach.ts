import type { Delivery, Sender } from 'rhea';
import { ticks } from '../amqp/dotnet';
import { notAllowed, ServiceBusError } from '../core/errors';
import type { SessionLock } from '../core/sessions';
import type { Entity } from '../namespace';
import { announceSession, attachTimeout, echoSettleModes, holdAttach, wantedSession } from '../rhea/attach';
import type { Store } from '../storage/store';
import { refuse, type OpenLink } from './open-link';
import { ReceiverLink } from './receiver-link';

/** Milliseconds that a client waits for a session when it does not say. */
const usualTimeout = 60_000;

/**
 * Opens the link of a client that receives, with the session that it asks for.
 * @throws ServiceBusError when the queue has no sessions and one is asked for, or the reverse, or it is held.
 */
export function openReceiverLink(sender: Sender, entity: Entity, store: Store): OpenLink {
  echoSettleModes(sender);
  const wanted = wantedSession(sender);
  const { sessions } = entity.queue;
  if (sessions === undefined) {
    if (wanted === 'none') return new ReceiverLink(sender, entity, store);
    throw notAllowed(`A session receiver cannot be created on '${entity.path}', which has no sessions.`);
  }
  if (wanted === 'none') {
    throw notAllowed(
      `It is not possible for an entity that requires sessions to create a non-sessionful message receiver: '${entity.path}'.`,
    );
  }
  if (wanted === 'next') return new NextSessionLink(sender, entity, store);
  return openSession(sender, entity, store, sessions.accept(wanted.name, sender.name, Date.now()));
}

function openSession(sender: Sender, entity: Entity, store: Store, lock: SessionLock): OpenLink {
  announceSession(sender, lock.sessionId, ticks(lock.until));
  return new ReceiverLink(sender, entity, store, lock);
}

/** Holds the answer to the attach until some session is free, or the client's patience ends. */
class NextSessionLink implements OpenLink {
  readonly #stopWaiting: () => void;
  readonly #sender: Sender;
  #state: 'waiting' | OpenLink | 'over' = 'waiting';

  constructor(sender: Sender, entity: Entity, store: Store) {
    this.#sender = sender;
    holdAttach(sender);
    const timeout = attachTimeout(sender) ?? usualTimeout;
    // A little before the client gives up by itself, so that it learns why.
    const timer = setTimeout(() => this.#giveUp(), timeout - Math.min(1000, timeout / 10));
    const cancel = entity.pump.waitForSession({
      owner: sender.name,
      granted: (lock) => {
        clearTimeout(timer);
        this.#state = openSession(sender, entity, store, lock);
        sender.open();
      },
    });
    this.#stopWaiting = () => {
      clearTimeout(timer);
      cancel();
    };
  }

  flow(): void {
    this.#opened()?.flow?.();
  }

  outcome(delivery: Delivery): void {
    this.#opened()?.outcome?.(delivery);
  }

  closed(): void {
    this.#stopWaiting();
    // The client's detach can be answered only on a link whose attach was answered.
    if (this.#state === 'waiting') this.#sender.open();
    this.#opened()?.closed?.();
    this.#state = 'over';
  }

  #opened(): OpenLink | undefined {
    return typeof this.#state === 'string' ? undefined : this.#state;
  }

  #giveUp(): void {
    this.#stopWaiting();
    this.#state = 'over';
    this.#sender.open();
    refuse(
      this.#sender,
      new ServiceBusError('com.microsoft:timeout', 'No session became available before the timeout.'),
    );
  }
}
