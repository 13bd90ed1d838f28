import { Heap } from './heap';
import type { QueuedMessage } from './message';

/**
 * Messages that can be delivered, in order of sequence number, by group: the session of a message, or one group
 * for all in a queue without sessions. A message that is expired or deleted while it waits is dropped when met.
 */
export class ReadyMessages {
  readonly #groups = new Map<string, Heap<QueuedMessage>>();

  add(group: string, message: QueuedMessage): void {
    let heap = this.#groups.get(group);
    if (heap === undefined) this.#groups.set(group, (heap = new Heap()));
    heap.push(message.sequenceNumber, message);
  }

  first(group: string): QueuedMessage | undefined {
    const heap = this.#groups.get(group);
    if (heap === undefined) return undefined;
    for (let entry = heap.first(); entry !== undefined; entry = heap.first()) {
      const { item, key } = entry;
      if (item.state.kind === 'available' && item.sequenceNumber === key) return item;
      heap.pop();
    }
    this.#groups.delete(group);
    return undefined;
  }

  take(group: string): QueuedMessage | undefined {
    const message = this.first(group);
    if (message !== undefined) this.#groups.get(group)?.pop();
    return message;
  }
}
