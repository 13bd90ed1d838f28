import { Heap } from './heap';

/**
 * Times at which something is due. Entries are not taken back: whether one still counts is asked when its time
 * comes, and those that no longer do are swept out when they outnumber the rest.
 */
export class Deadlines<T> {
  readonly #heap = new Heap<T>();
  readonly #isDue: (item: T, at: number) => boolean;
  #sweepAbove = 256;

  /** `isDue`: whether the entry of this time still stands for the item. */
  constructor(isDue: (item: T, at: number) => boolean) {
    this.#isDue = isDue;
  }

  add(at: number, item: T): void {
    if (!Number.isFinite(at)) return;
    this.#heap.push(at, item);
    if (this.#heap.size <= this.#sweepAbove) return;
    this.#heap.retain((entry) => this.#isDue(entry.item, entry.key));
    this.#sweepAbove = Math.max(256, this.#heap.size * 2);
  }

  /** The earliest time that still stands. */
  next(): number | undefined {
    for (;;) {
      const first = this.#heap.first();
      if (first === undefined) return undefined;
      if (this.#isDue(first.item, first.key)) return first.key;
      this.#heap.pop();
    }
  }

  /** Takes out one item whose time has come; call until there is none. */
  takeDue(now: number): T | undefined {
    const next = this.next();
    return next !== undefined && next <= now ? this.#heap.pop()?.item : undefined;
  }
}

/** What `take` gives until it gives nothing. */
export function* allDue<T>(take: () => T | undefined): Generator<T, void> {
  for (let item = take(); item !== undefined; item = take()) yield item;
}

export function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
