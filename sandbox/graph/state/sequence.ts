import { z } from 'zod';
import type { Collection, DocumentStore } from '../../store/documents';

const countersSchema = z.object({ version: z.int(), number: z.int() });

type Counters = z.infer<typeof countersSchema>;

/** The numbers that only ever go up: one version per write, one number per item or folder. */
export class Sequence {
  readonly #counters: Collection<Counters>;

  constructor(store: DocumentStore) {
    this.#counters = store.collection('graph.counters', (value) => countersSchema.parse(value));
  }

  /** The version of the newest write. */
  get version(): number {
    return this.#current.version;
  }

  nextVersion(): number {
    const { version, number } = this.#current;
    this.#counters.put('all', { version: version + 1, number });
    return version + 1;
  }

  nextNumber(): number {
    const { version, number } = this.#current;
    this.#counters.put('all', { version, number: number + 1 });
    return number + 1;
  }

  get #current(): Counters {
    return this.#counters.get('all') ?? { version: 0, number: 0 };
  }
}
