/** Credit of links on which the broker sends: what rhea leaves to its user, and what it gets wrong as a server. */
import type { Sender } from 'rhea';

interface Inside {
  credit: number;
  delivery_count: number;
  _draining: boolean;
  readonly _drained: boolean;
  _get_drain: () => boolean;
  readonly session: { readonly outgoing: Outgoing };
  readonly connection: { _register(): void };
}

interface Outgoing {
  readonly next_delivery_id: number;
  readonly next_pending_delivery: number;
  /** Free places in the ring of 2048 deliveries that are not settled; one more would throw. */
  available(): number;
}

/** How many deliveries can be sent now: the link's credit falls only as frames are written (service-bus.md 9.2). */
export function usableCredit(sender: Sender): number {
  const { credit, session } = inside(sender);
  return Math.min(credit - unwritten(session.outgoing), session.outgoing.available());
}

/** Makes the link answer a drain also when no credit is left to give back (service-bus.md 9.4). */
export function answerDrains(sender: Sender): void {
  const link = inside(sender);
  link._get_drain = () => {
    if (!link._draining || !link._drained) return false;
    link.delivery_count += link.credit;
    link.credit = 0;
    link._draining = false;
    return true;
  };
}

/** Gives back the credit that is left if the client asked for it, once all that was sent is written. */
export function drain(sender: Sender): void {
  const link = inside(sender);
  if (!link._draining || unwritten(link.session.outgoing) > link.credit) return;
  sender.set_drained(true);
  link.connection._register();
}

function unwritten(outgoing: Outgoing): number {
  return outgoing.next_delivery_id - outgoing.next_pending_delivery;
}

function inside(sender: Sender): Inside {
  return sender as unknown as Inside;
}
