import { isUnholdable, type OutlookEvent } from '../../records/event';
import { titleToWrite } from '../title';
import { dateIn } from '../zones';
import { dateOf } from './days';
import type { Occasion, Times } from './occasion';
import { patternToOutlook } from './outlook-pattern';

type Recurring = Pick<OutlookEvent, 'recurrence' | 'exceptions' | 'cancelled' | 'timeZone'>;
type Timed = Pick<OutlookEvent, 'isAllDay' | 'start' | 'end' | 'recurrence'>;

/** The recurrence of an occasion as Graph holds it. `zone`: the mailbox's, for days that are in no zone. */
export function recurrenceToOutlook(target: OutlookEvent, source: Occasion, zone: string): Recurring {
  const { series } = source;
  const { timeZone } = target;
  if (series === undefined) return { recurrence: undefined, exceptions: [], cancelled: [], timeZone };
  if (isUnholdable(series)) {
    return { recurrence: series, exceptions: target.exceptions, cancelled: target.cancelled, timeZone };
  }
  const { end } = series;
  const ids = new Map(target.exceptions.map((one) => [one.originalDate, one.id]));
  const seriesZone = source.allDay ? zone : series.zone;
  return {
    timeZone: seriesZone,
    recurrence: {
      ...patternToOutlook(series.pattern),
      startDate: dateOf(series.start),
      endDate: end !== undefined && 'until' in end ? dateOf(end.until) : '',
      numberOfOccurrences: end !== undefined && 'count' in end ? end.count : undefined,
      timeZone: seriesZone,
    },
    exceptions: [...series.exceptions].map(([day, { title, start, end: until, allDay }]) => ({
      ...{ id: ids.get(dateOf(day)) ?? '', originalDate: dateOf(day), subject: titleToWrite(title) },
      ...{ start, end: until, isAllDay: allDay },
    })),
    cancelled: [...series.cancelled].map(dateOf).sort(),
  };
}

/**
 * Start and end are one: a series shows both through its recurrence, so what is seen of one tells nothing of what is
 * stored of the other. The first day of a series is that of its start (Graph reference 2.6).
 */
export function timesIntoOutlook({ recurrence }: OutlookEvent, { start, end, allDay }: Times): Timed {
  const times = { isAllDay: allDay, start, end };
  if (recurrence === undefined || isUnholdable(recurrence)) return { ...times, recurrence };
  const startDate = allDay ? start : dateIn(start, recurrence.timeZone);
  return { ...times, recurrence: { ...recurrence, startDate } };
}
