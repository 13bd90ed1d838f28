import { Deadlines } from './deadlines';
import type { QueuedMessage } from './message';

/** Messages that wait for their time; of those due at once, the first sent comes first. */
export class Schedule {
  readonly #deadlines = new Deadlines<QueuedMessage>(
    ({ state }, at) => state.kind === 'scheduled' && state.due === at,
  );

  add(message: QueuedMessage, due: number): QueuedMessage {
    message.state = { kind: 'scheduled', due };
    this.#deadlines.add(due, message);
    return message;
  }

  nextDeadline(): number | undefined {
    return this.#deadlines.next();
  }

  takeDue(now: number): QueuedMessage | undefined {
    return this.#deadlines.takeDue(now);
  }
}
