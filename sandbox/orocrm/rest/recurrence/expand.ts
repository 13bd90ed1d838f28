import { daily } from './daily';
import { inZone, onDate, wallTime, type Moment } from './moment';
import { monthly, yearly } from './monthly';
import { monthNth, yearNth } from './nth';
import { neverEnds, patternOf, type Strategy } from './pattern';
import type { RecurrenceRule, RecurrenceType } from './rule';
import { weekly } from './weekly';

const strategies: Readonly<Record<RecurrenceType, Strategy>> = {
  daily,
  weekly,
  monthly,
  monthnth: monthNth,
  yearly,
  yearnth: yearNth,
};

/**
 * The instant (milliseconds) behind which a series has no occurrence: its `endTime`, else the last one of its
 * `occurrences`, else the year 9000.
 */
export function calculatedEndTime(rule: RecurrenceRule): number {
  if (rule.endTime !== undefined && rule.endTime !== null) return Date.parse(rule.endTime);
  const { occurrences } = rule;
  if (occurrences === undefined || occurrences === null || occurrences === 0) return neverEnds;
  return strategies[rule.recurrenceType].last(patternOf(rule, neverEnds), occurrences).ms;
}

/** Puts an event's clock time on the dates of its occurrences, in the zone of the recurrence. */
function atClockTime(dates: readonly Moment[], start: Date, timeZone: string): Date[] {
  let ms = start.getTime();
  return dates.map((date) => {
    const { year, month, day } = wallTime(date);
    // One object is moved along: after a day on which the clocks jump over its time, it stays at the later one.
    ms = onDate(inZone(ms, timeZone), year, month, day).ms;
    return new Date(ms);
  });
}

/**
 * Starts of the occurrences that OroCRM shows for a window, in order, exceptions not considered. Dates come from
 * the recurrence, the time of day from `start` (the event's, by default the recurrence's): both in the zone of
 * the recurrence, so daylight saving is kept. Which dates lie in the window is decided with the offset of the
 * series' start, so at its edges an occurrence may be in or out by the hour that daylight saving makes.
 * @throws RangeError for a time zone that does not exist
 */
export function expandRecurrence(
  rule: RecurrenceRule,
  from: Date,
  to: Date,
  start: Date = new Date(rule.startTime),
): Date[] {
  const pattern = patternOf(rule, calculatedEndTime(rule));
  const dates = strategies[rule.recurrenceType].occurrences(
    pattern,
    inZone(from.getTime(), rule.timeZone),
    inZone(to.getTime(), rule.timeZone),
  );
  return atClockTime(dates, start, rule.timeZone);
}
