import { isUnholdable, type OrocrmEvent, type OutlookEvent, type Unholdable } from '../../records/event';
import { dayOf, type Day } from './days';
import { lastDay, type End, type Pattern } from './occurrence-days';
import { patternOfOrocrm } from './orocrm-pattern';
import { patternOfOutlook } from './outlook-pattern';

/** From when to when an event or series may be, in milliseconds since 1970; rather a day too long than too short. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const dayMs = 86_400_000;

export function spanOfOrocrm(event: OrocrmEvent): Span {
  const { recurrence } = event;
  const single = { start: Date.parse(event.start), end: Date.parse(event.end) };
  if (recurrence === undefined || isUnholdable(recurrence)) return single;
  const { startTime, endTime, occurrences } = recurrence;
  const end: End =
    endTime !== ''
      ? { until: dayOf(endTime.slice(0, 10)) }
      : occurrences === undefined
        ? undefined
        : { count: occurrences };
  const series = seriesSpan(single, patternOfOrocrm(recurrence), dayOf(startTime.slice(0, 10)), end);
  return withExceptions(series, event.exceptions);
}

export function spanOfOutlook(event: OutlookEvent): Span {
  const { recurrence } = event;
  // Days are in no zone: where one begins and ends on the earth is up to a day apart.
  const margin = event.isAllDay ? dayMs : 0;
  const single = { start: Date.parse(event.start) - margin, end: Date.parse(event.end) + margin };
  if (recurrence === undefined || isUnholdable(recurrence)) return single;
  const { startDate, endDate, numberOfOccurrences } = recurrence;
  const end: End =
    endDate !== ''
      ? { until: dayOf(endDate) }
      : numberOfOccurrences === undefined
        ? undefined
        : { count: numberOfOccurrences };
  return withExceptions(
    seriesSpan(single, patternOfOutlook(recurrence), dayOf(startDate), end),
    event.exceptions,
  );
}

function seriesSpan(single: Span, pattern: Pattern | Unholdable, start: Day, end: End): Span {
  if (isUnholdable(pattern)) return { ...single, end: Infinity };
  const last = lastDay(pattern, start, end);
  const lasts = single.end - single.start;
  return {
    start: Math.min(single.start, (start - 1) * dayMs),
    end: last === undefined ? Infinity : (last + 2) * dayMs + lasts,
  };
}

const withExceptions = (
  span: Span,
  exceptions: readonly { readonly start: string; readonly end: string }[],
): Span => ({
  start: Math.min(span.start, ...exceptions.map(({ start }) => Date.parse(start))),
  end: Math.max(span.end, ...exceptions.map(({ end }) => Date.parse(end))),
});
