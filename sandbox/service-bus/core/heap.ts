interface Entry<T> {
  readonly key: number;
  readonly order: number;
  readonly item: T;
}

/** A binary heap: what has the smallest key comes first, and of equal keys what was pushed first. */
export class Heap<T> {
  #entries: Entry<T>[] = [];
  #pushed = 0;

  get size(): number {
    return this.#entries.length;
  }

  first(): Entry<T> | undefined {
    return this.#entries[0];
  }

  push(key: number, item: T): void {
    const entry = { key, order: this.#pushed, item };
    this.#pushed += 1;
    this.#entries.push(entry);
    this.#rise(this.#entries.length - 1, entry);
  }

  pop(): Entry<T> | undefined {
    const first = this.#entries[0];
    const last = this.#entries.pop();
    if (last !== undefined && this.#entries.length > 0) this.#sink(last);
    return first;
  }

  /** Forgets what `keep` refuses. */
  retain(keep: (entry: Entry<T>) => boolean): void {
    this.#entries = this.#entries
      .filter(keep)
      .sort((one, other) => one.key - other.key || one.order - other.order);
  }

  #rise(start: number, entry: Entry<T>): void {
    let index = start;
    while (index > 0) {
      const above = (index - 1) >> 1;
      const parent = this.#entries[above];
      if (parent === undefined || !before(entry, parent)) break;
      this.#entries[index] = parent;
      index = above;
    }
    this.#entries[index] = entry;
  }

  #sink(entry: Entry<T>): void {
    let index = 0;
    for (;;) {
      const left = this.#entries[index * 2 + 1];
      const right = this.#entries[index * 2 + 2];
      if (left === undefined) break;
      const useRight = right !== undefined && before(right, left);
      const smaller = useRight ? right : left;
      if (before(entry, smaller)) break;
      this.#entries[index] = smaller;
      index = index * 2 + (useRight ? 2 : 1);
    }
    this.#entries[index] = entry;
  }
}

function before<T>(one: Entry<T>, other: Entry<T>): boolean {
  return one.key < other.key || (one.key === other.key && one.order < other.order);
}
