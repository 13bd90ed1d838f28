import type { QueueDeclaration } from '../../shared/queue/declaration';
import { Queue } from './core/queue';
import { deadLetterSettings, queueSettings, type QueueSettings } from './core/settings';
import { Pump } from './pump';
import type { Store } from './storage/store';

/** A queue or a dead-letter queue, under its path. */
export interface Entity {
  readonly path: string;
  readonly queue: Queue;
  readonly pump: Pump;
}

/** How many messages a queue holds, by state. */
export interface QueueCounts {
  /** Deliverable or being delivered. */
  readonly active: number;
  /** Of the active ones, those that a receiver holds. */
  readonly locked: number;
  readonly deferred: number;
  readonly scheduled: number;
  readonly deadLetter: number;
}

/** All queues, found by path in any case (service-bus.md 2). */
export class Namespace {
  readonly #entities = new Map<string, Entity>();
  readonly #queues: { readonly entity: Entity; readonly deadLetter: Entity }[] = [];

  constructor(declarations: readonly QueueDeclaration[], store: Store) {
    for (const declaration of declarations) {
      const deadLetter = this.#add(deadLetterSettings(declaration), store);
      this.#queues.push({ entity: this.#add(queueSettings(declaration), store, deadLetter), deadLetter });
    }
  }

  find(path: string): Entity | undefined {
    return this.#entities.get(path.toLowerCase());
  }

  counts(): Record<string, QueueCounts> {
    return Object.fromEntries(
      this.#queues.map(({ entity, deadLetter }) => [
        entity.path,
        { ...countStates(entity.queue), deadLetter: [...deadLetter.queue.messages()].length },
      ]),
    );
  }

  stop(): void {
    for (const { pump } of this.#entities.values()) pump.stop();
  }

  #add(settings: QueueSettings, store: Store, deadLetter?: Entity): Entity {
    const { storage, stored } = store.queue(settings);
    const queue = new Queue(settings, deadLetter?.queue, storage);
    if (stored !== undefined) queue.restore(stored, Date.now());
    const entity = { path: settings.name, queue, pump: new Pump(queue, deadLetter?.pump) };
    this.#entities.set(settings.name.toLowerCase(), entity);
    // What fell due while nobody ran is due now.
    entity.pump.wake();
    return entity;
  }
}

function countStates(queue: Queue): Omit<QueueCounts, 'deadLetter'> {
  const counts = { active: 0, locked: 0, deferred: 0, scheduled: 0 };
  for (const { state } of queue.messages()) {
    if (state.kind === 'locked') {
      counts.locked += 1;
      counts.active += 1;
    } else if (state.kind === 'available') {
      counts.active += 1;
    } else if (state.kind !== 'gone') {
      counts[state.kind] += 1;
    }
  }
  return counts;
}
