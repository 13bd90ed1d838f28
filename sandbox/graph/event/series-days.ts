import { occurrenceDates } from '../recurrence/occurrence-dates';
import type { Recurrence } from '../recurrence/recurrence';

/** The days of a series as far as somebody asked, so that a poll does not count them all again. */
class SeriesDays {
  readonly #days: string[] = [];
  readonly #more: Generator<string>;
  #ended = false;

  constructor(recurrence: Recurrence) {
    this.#more = occurrenceDates(recurrence);
  }

  upTo(last: string): readonly string[] {
    while (!this.#ended && (this.#days.at(-1) ?? '') <= last) {
      const next = this.#more.next();
      if (next.done === true) this.#ended = true;
      else this.#days.push(next.value);
    }
    return this.#days;
  }
}

const known = new WeakMap<Recurrence, SeriesDays>();

/** The days of a series, `YYYY-MM-DD`, ascending: all up to `last`, perhaps a few more. */
export function seriesDays(recurrence: Recurrence, last: string): readonly string[] {
  const days = known.get(recurrence) ?? new SeriesDays(recurrence);
  known.set(recurrence, days);
  return days.upTo(last);
}
