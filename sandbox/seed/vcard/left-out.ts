/** Counts what a contact has no place for, by kind. */
export class LeftOut {
  readonly #counts = new Map<string, number>();

  add(kind: string, count = 1): void {
    if (count > 0) this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + count);
  }

  /** `3 × e-mail address, 1 × pager`; '' when nothing was left out. */
  describe(): string {
    return [...this.#counts].map(([kind, count]) => `${count} × ${kind}`).join(', ');
  }
}
