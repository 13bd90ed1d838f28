/** Ids that records of the documents may keep: those that OroCRM could have given and no other record has. */
export class FreeIds {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string> = []) {
    this.#taken = new Set(taken);
  }

  /** The id as a property to spread, once; nothing where a new one has to be given. */
  take(id: string): { id?: string } {
    if (!/^[1-9]\d{0,8}$/.test(id) || this.#taken.has(id)) return {};
    this.#taken.add(id);
    return { id };
  }
}
