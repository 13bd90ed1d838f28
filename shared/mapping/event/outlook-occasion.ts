import {
  isUnholdable,
  type OutlookEvent,
  type OutlookRecurrence,
  type Unholdable,
} from '../../records/event';
import { dateIn, isZone, onDate } from '../zones';
import { dateOf, dayOf, type Day } from './days';
import { occurrenceDays, type End } from './occurrence-days';
import { isEmpty, neverTakesPlace, withoutIdle, type Occasion, type Series, type Times } from './occasion';
import { patternOfOutlook } from './outlook-pattern';

/** An event of Outlook in the common language. */
export function occasionOfOutlook(event: OutlookEvent): Occasion {
  const { subject: title, start, end, isAllDay: allDay, recurrence } = event;
  const single = { title, start, end, allDay };
  if (recurrence === undefined || isUnholdable(recurrence)) return { ...single, series: recurrence };
  const series = seriesOf(event, recurrence);
  if (isUnholdable(series)) return { ...single, series };
  const plain = plainTimes(single, series.zone);
  return { title, ...plain(series.start), series: { ...series, ...withoutIdle(series, title, plain) } };
}

/** When the occurrence of a day is. */
export function plainTimes({ start, end, allDay }: Times, zone: string): (day: Day) => Times {
  if (allDay) {
    const lasts = dayOf(end) - dayOf(start);
    return (day) => ({ allDay, start: dateOf(day), end: dateOf(day + lasts) });
  }
  const lasts = dayOf(dateIn(end, zone)) - dayOf(dateIn(start, zone));
  return (day) => ({
    allDay,
    start: onDate(start, dateOf(day), zone),
    end: onDate(end, dateOf(day + lasts), zone),
  });
}

function seriesOf(event: OutlookEvent, recurrence: OutlookRecurrence): Series | Unholdable {
  const zone = recurrence.timeZone === '' ? event.timeZone : recurrence.timeZone;
  if (!event.isAllDay && !isZone(zone)) return { unholdable: 'its time zone is one that was made by hand.' };
  const pattern = patternOfOutlook(recurrence);
  if (isUnholdable(pattern)) return pattern;
  const [start = dayOf(recurrence.startDate)] = occurrenceDays(pattern, dayOf(recurrence.startDate));
  const end = endOf(recurrence);
  if (isEmpty(start, end)) return neverTakesPlace;
  return {
    ...{ pattern, start, end, zone },
    cancelled: new Set(event.cancelled.map(dayOf)),
    exceptions: new Map(
      event.exceptions.map((one) => [
        dayOf(one.originalDate),
        { title: one.subject, start: one.start, end: one.end, allDay: one.isAllDay },
      ]),
    ),
  };
}

function endOf({ endDate, numberOfOccurrences }: OutlookRecurrence): End {
  if (endDate !== '') return { until: dayOf(endDate) };
  return numberOfOccurrences === undefined ? undefined : { count: numberOfOccurrences };
}
