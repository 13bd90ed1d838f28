/** Something that changed in a folder: the item's number, and the version of its newest reported change. */
export interface FeedEntry {
  readonly version: number;
  readonly number: number;
}

/**
 * What changed in one folder, in the order of the changes, each item once at its newest change. Kept as a
 * sorted log with outdated entries in between, so that an idle poll costs a binary search.
 */
export class Feed {
  #log: FeedEntry[] = [];
  readonly #newest = new Map<number, number>();

  /** Notes a change. Versions come in ascending order. */
  touch(number: number, version: number): void {
    this.#newest.set(number, version);
    this.#log.push({ number, version });
    if (this.#log.length > 64 && this.#log.length > 2 * this.#newest.size) {
      this.#log = this.#log.filter((entry) => this.#isNewest(entry));
    }
  }

  /** Changes with `after < version <= upTo`, oldest first. */
  *between(after: number, upTo: number): IterableIterator<FeedEntry> {
    const log = this.#log;
    for (let index = this.#firstAfter(after); index < log.length; index += 1) {
      const entry = log[index];
      if (entry === undefined || entry.version > upTo) return;
      if (this.#isNewest(entry)) yield entry;
    }
  }

  #isNewest({ number, version }: FeedEntry): boolean {
    return this.#newest.get(number) === version;
  }

  #firstAfter(version: number): number {
    let low = 0;
    let high = this.#log.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#log[middle]?.version ?? Infinity) <= version) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
