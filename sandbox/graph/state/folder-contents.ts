import { Feed } from './feed';

/** Which items are in a folder, in the order in which they were made, and what changed in it. */
export class FolderContents {
  readonly feed = new Feed();
  readonly #numbers = new Set<number>();
  #sorted: number[] | undefined = [];

  add(number: number): void {
    if (this.#numbers.has(number)) return;
    this.#numbers.add(number);
    // Item numbers only go up, so a new item keeps the order; one that moves in does not.
    if (this.#sorted !== undefined && number > (this.#sorted.at(-1) ?? 0)) this.#sorted.push(number);
    else this.#sorted = undefined;
  }

  remove(number: number): void {
    if (this.#numbers.delete(number)) this.#sorted = undefined;
  }

  get numbers(): readonly number[] {
    this.#sorted ??= [...this.#numbers].sort((one, other) => one - other);
    return this.#sorted;
  }
}
