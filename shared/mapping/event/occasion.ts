import { isUnholdable, type Unholdable } from '../../records/event';
import type { ViewValue } from '../lens';
import { titleForm } from '../title';
import { zoneForm } from '../zones';
import { weekdayNumber, dateOf, type Day } from './days';
import { occursOn, weekStartMatters, type DayOfMonth, type End, type Pattern } from './occurrence-days';

/** When something is: instants `YYYY-MM-DDTHH:mm:ssZ`, or days of which `end` is the first one after it. */
export interface Times {
  readonly start: string;
  readonly end: string;
  readonly allDay: boolean;
}

/** An event in the common language of both sides. */
export interface Occasion extends Times {
  readonly title: string;
  readonly series: Series | Unholdable | undefined;
}

/** A recurrence with what differs from it; its start lies on the pattern. */
export interface Series {
  readonly pattern: Pattern;
  readonly start: Day;
  readonly end: End;
  /** IANA name, as its side has it. */
  readonly zone: string;
  /** Occurrences that differ from the others, by the day on which they would be. */
  readonly exceptions: ReadonlyMap<Day, Exception>;
  readonly cancelled: ReadonlySet<Day>;
}

export interface Exception extends Times {
  readonly title: string;
}

/** A series of which nothing ever takes place. */
export const neverTakesPlace: Unholdable = { unholdable: 'it ends before its first occurrence.' };

export const isEmpty = (start: Day, end: End): boolean =>
  end !== undefined && 'until' in end && end.until < start;

/**
 * A series without the exceptions that are none: on no day of the pattern, or equal to the plain occurrence in all that
 * is mapped (another description, say). They stay where they are, and are no difference.
 */
export function withoutIdle(
  series: Series,
  title: string,
  plain: (day: Day) => Times,
): Pick<Series, 'exceptions' | 'cancelled'> {
  const { pattern, start, end } = series;
  const onPattern = (day: Day): boolean => occursOn(pattern, start, end, day);
  return {
    exceptions: new Map(
      [...series.exceptions].filter(
        ([day, exception]) =>
          !series.cancelled.has(day) && onPattern(day) && !equals(exception, { title, ...plain(day) }),
      ),
    ),
    cancelled: new Set([...series.cancelled].filter(onPattern)),
  };
}

const equals = (one: Exception, other: Exception): boolean =>
  titleForm(one.title) === titleForm(other.title) &&
  one.start === other.start &&
  one.end === other.end &&
  one.allDay === other.allDay;

/** The canonical form of a recurrence. The start of the series is a field of its own. */
export function recurrenceForm({ series, allDay }: Occasion): ViewValue {
  if (series === undefined) return null;
  if (isUnholdable(series)) return { unholdable: series.unholdable };
  return {
    pattern: patternForm(series.pattern, series.start),
    ends: endForm(series.end),
    // Days of the calendar are in no zone.
    zone: allDay ? '' : zoneForm(series.zone),
    cancelled: [...series.cancelled].sort(ascending).map(dateOf),
    exceptions: [...series.exceptions]
      .sort(([a], [b]) => a - b)
      .map(([day, { title, start, end, allDay: wholeDay }]) => ({
        ...{ on: dateOf(day), title: titleForm(title), start, end, allDay: wholeDay },
      })),
  };
}

function patternForm(pattern: Pattern, start: Day): ViewValue {
  const interval = String(pattern.interval);
  switch (pattern.every) {
    case 'day':
      return { every: 'day', interval };
    case 'week': {
      const weekStart = weekStartMatters(pattern, start) ? pattern.weekStart : '';
      return { every: 'week', interval, days: inOrder(pattern.days), weekStart };
    }
    case 'month':
      return { every: 'month', interval, on: dayForm(pattern.on) };
    case 'year':
      return { every: 'year', interval, month: String(pattern.month), on: dayForm(pattern.on) };
  }
}

const dayForm = (on: DayOfMonth): ViewValue =>
  'day' in on ? { day: String(on.day) } : { nth: String(on.nth), days: inOrder(on.days) };

const inOrder = (days: Extract<DayOfMonth, { nth: number }>['days']): readonly string[] =>
  [...new Set(days)].sort((a, b) => weekdayNumber(a) - weekdayNumber(b));

function endForm(end: End): ViewValue {
  if (end === undefined) return null;
  return 'until' in end ? { until: dateOf(end.until) } : { count: String(end.count) };
}

const ascending = (a: number, b: number): number => a - b;
