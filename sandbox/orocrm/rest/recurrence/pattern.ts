import { inZone, type Moment } from './moment';
import type { RecurrenceRule, Weekday } from './rule';

/** A rule ready for its strategy: what a type does not use is at a harmless value. */
export interface Pattern {
  readonly interval: number;
  readonly instance: number;
  readonly dayOfWeek: readonly Weekday[];
  readonly dayOfMonth: number;
  readonly monthOfYear: number;
  /** In the zone of the recurrence. */
  readonly start: Moment;
  readonly occurrences: number | undefined;
  /** Milliseconds; no occurrence lies behind it (`calculatedEndTime`). */
  readonly end: number;
}

/** How a recurrence type finds its occurrences. */
export interface Strategy {
  /** Occurrences from `from` to `to`, both included, before their clock time is put right. */
  occurrences(pattern: Pattern, from: Moment, to: Moment): Moment[];
  /** The last one of a series that ends after a number of occurrences. */
  last(pattern: Pattern, occurrences: number): Moment;
}

/** OroCRM's word for a series without an end. */
export const neverEnds = Date.parse('9000-01-01T00:00:01Z');

export function patternOf(rule: RecurrenceRule, end: number): Pattern {
  return {
    interval: rule.interval,
    instance: rule.instance ?? 1,
    dayOfWeek: rule.dayOfWeek ?? [],
    dayOfMonth: rule.dayOfMonth ?? 1,
    monthOfYear: rule.monthOfYear ?? 1,
    start: inZone(Date.parse(rule.startTime), rule.timeZone),
    occurrences: rule.occurrences ?? undefined,
    end,
  };
}

/**
 * Walks on from an occurrence, `done` steps after the first one, to the end of the window or of the series,
 * whichever comes first.
 */
export function walk(
  { end, occurrences }: Pattern,
  [from, to]: readonly [Moment, Moment],
  at: { readonly moment: Moment; readonly done: number },
  step: (moment: Moment) => Moment,
): Moment[] {
  const found: Moment[] = [];
  let { moment, done } = at;
  while (moment.ms <= end && moment.ms <= to.ms && (occurrences === undefined || done < occurrences)) {
    if (moment.ms >= from.ms) found.push(moment);
    done += 1;
    moment = step(moment);
  }
  return found;
}
