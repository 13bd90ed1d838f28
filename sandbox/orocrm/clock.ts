/** The simulator's time: the machine's, moved or stopped by `/_control/clock`. */
export class Clock {
  #offsetMs = 0;
  #frozenAt: number | undefined;

  /** Milliseconds since 1970. */
  now(): number {
    return this.#frozenAt ?? Date.now() + this.#offsetMs;
  }

  /** `YYYY-MM-DDTHH:MM:SSZ`: OroCRM keeps whole seconds. */
  stamp(): string {
    return isoSeconds(this.now());
  }

  /** Runs on from `instant` (milliseconds), or stands still there. */
  set(instant: number, frozen: boolean): void {
    this.#offsetMs = instant - Date.now();
    this.#frozenAt = frozen ? instant : undefined;
  }

  advance(ms: number): void {
    this.#offsetMs += ms;
    if (this.#frozenAt !== undefined) this.#frozenAt += ms;
  }

  /** Back to the machine's time. */
  reset(): void {
    this.#offsetMs = 0;
    this.#frozenAt = undefined;
  }
}

export function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
