import { DateTime } from 'luxon';
import { RRule, type Options } from 'rrule';
import { expandSeries } from '../../../sandbox/graph/event/expand-series';
import { readTime } from '../../../sandbox/graph/event/times';
import { readRecurrence } from '../../../sandbox/graph/recurrence/read-recurrence';
import { expandRecurrence } from '../../../sandbox/orocrm/calendar/recurrence/expand-recurrence';
import { dateOf, dayOf, plusDays } from '../../../shared/mapping/event/days';
import { titleForm } from '../../../shared/mapping/title';
import { shapeBody } from '../../../shared/outlook/events/event-body';
import {
  isUnholdable,
  type OrocrmEvent,
  type OrocrmRecurrence,
  type OutlookEvent,
  type OutlookRecurrence,
  type Unholdable,
  type Weekday,
} from '../../../shared/records/event';

/** What somebody sees of an occurrence; `start` and `end` instants, of all-day events days, the end inclusive. */
export interface Shown {
  /** The day of the series that it belongs to. */
  readonly day: string;
  readonly start: string;
  readonly end: string;
  readonly title: string;
}

interface Times {
  readonly start: string;
  readonly end: string;
  readonly allDay: boolean;
}

/** Minutes are as fine as OroCRM keeps an end. */
const minute = (instant: Date): string => instant.toISOString().slice(0, 16);
const local = (instant: Date | string, zone: string): DateTime =>
  DateTime.fromJSDate(new Date(instant), { zone });
const dayIn = (instant: Date | string, zone: string): string => local(instant, zone).toFormat('yyyy-MM-dd');

export const recurrenceOf = <R extends object>(recurrence: R | Unholdable | undefined): R => {
  if (recurrence === undefined || isUnholdable(recurrence)) throw new Error('It is no series.');
  return recurrence;
};

/** The last day that is compared: two years after the series may start. */
export const lastDayOf = (start: string): string => plusDays(start.slice(0, 10), 731);

const inOrder = (shown: readonly Shown[], last: string): Shown[] =>
  shown.filter(({ day }) => day <= last).sort((one, other) => (one.day < other.day ? -1 : 1));

/** An instant of OroCRM as its users see it: all-day events in OroCRM's zone, to the end of their last day. */
function seenInOrocrm({ start, end, allDay }: Times, zone: string): Pick<Shown, 'start' | 'end'> {
  return allDay
    ? { start: dayIn(start, zone), end: dayIn(end, zone) }
    : { start: minute(new Date(start)), end: minute(new Date(end)) };
}

function seenInOutlook({ start, end, allDay }: Times): Pick<Shown, 'start' | 'end'> {
  return allDay
    ? { start, end: plusDays(end, -1) }
    : { start: minute(new Date(start)), end: minute(new Date(end)) };
}

/** What OroCRM shows; `zone`: that of its all-day events. Exceptions that match no occurrence stand alone there. */
export function shownByOrocrm(event: OrocrmEvent, zone: string, last: string): Shown[] {
  const { dayOfMonth, monthOfYear, instance, endTime, occurrences, ...rest } = recurrenceOf(event.recurrence);
  const found = expandRecurrence(
    {
      ...rest,
      ...{ dayOfMonth: dayOfMonth ?? null, monthOfYear: monthOfYear ?? null, instance: instance ?? null },
      ...{ endTime: endTime === '' ? null : endTime, occurrences: occurrences ?? null },
    },
    { start: new Date(event.start), end: new Date(event.end) },
    new Date(Date.parse(rest.startTime) - 3 * 86_400_000),
    new Date(`${plusDays(last, 3)}T00:00:00Z`),
  );
  const exceptions = new Map(event.exceptions.map((one) => [Date.parse(one.originalStart), one]));
  const shown = found.flatMap(({ date: day, start, end }): Shown[] => {
    const exception = exceptions.get(+start);
    if (exception?.cancelled === true) return [];
    const times = exception ?? { start: start.toISOString(), end: end.toISOString(), allDay: event.allDay };
    return [{ day, title: titleForm((exception ?? event).title), ...seenInOrocrm(times, zone) }];
  });
  return inOrder(shown, last);
}

/** What Graph's calendar view shows of an event that was written there. */
export function shownByGraph(event: OutlookEvent, last: string): Shown[] {
  const body = shapeBody(event);
  if (isUnholdable(body)) throw new Error(body.unholdable);
  const start = readTime('start', body.start);
  const series = {
    ...{ start, end: readTime('end', body.end), isAllDay: event.isAllDay },
    recurrence: readRecurrence(body.recurrence, start.timeZone),
  };
  const from = new Date(Date.parse(start.dateTime.slice(0, 10)) - 3 * 86_400_000);
  const found = expandSeries(series, from, new Date(`${plusDays(last, 3)}T00:00:00Z`));
  const exceptions = new Map(event.exceptions.map((one) => [one.originalDate, one]));
  const shown = found.flatMap(({ day, start: begins, end: ends }): Shown[] => {
    if (event.cancelled.includes(day)) return [];
    const exception = exceptions.get(day);
    const nights = dayOf(event.end.slice(0, 10)) - dayOf(event.start.slice(0, 10));
    const plain = event.isAllDay
      ? { start: day, end: plusDays(day, nights) }
      : { start: begins.toISOString(), end: ends.toISOString() };
    const times = exception === undefined ? { ...plain, allDay: event.isAllDay } : timesOf(exception);
    return [{ day, title: titleForm((exception ?? event).subject), ...seenInOutlook(times) }];
  });
  return inOrder(shown, last);
}

const timesOf = ({ start, end, isAllDay: allDay }: Omit<Times, 'allDay'> & { isAllDay: boolean }): Times => ({
  ...{ start, end, allDay },
});

/** The days of a rule in RFC 5545's own reading, from an implementation that knows neither side. */
function daysOf(options: Partial<Options>, last: string): string[] {
  const rule = new RRule(options);
  const found: string[] = [];
  rule.all((date) => {
    const day = date.toISOString().slice(0, 10);
    if (day > last) return false;
    found.push(day);
    return true;
  });
  return found;
}

const byDay = { sunday: RRule.SU, monday: RRule.MO, tuesday: RRule.TU, wednesday: RRule.WE } as const;
const ruleDays: Readonly<Record<Weekday, (typeof RRule)['MO']>> = {
  ...byDay,
  ...{ thursday: RRule.TH, friday: RRule.FR, saturday: RRule.SA },
};
const onWeekdays = (days: readonly Weekday[]): Partial<Options> => ({
  byweekday: days.map((day) => ruleDays[day]),
});

/** A day that a month lacks is its last one: the last of those from the 28th on that it has. */
const onDay = (day: number): Partial<Options> =>
  day <= 28
    ? { bymonthday: day }
    : { bymonthday: [28, 29, 30, 31].filter((one) => one <= day), bysetpos: -1 };

const nth = (days: readonly Weekday[], place: number): Partial<Options> => ({
  ...onWeekdays(days),
  bysetpos: place,
});

/** The wall clock of an instant as one in UTC: time that is in no zone. */
const floating = (time: DateTime): Date => new Date(`${time.toFormat("yyyy-MM-dd'T'HH:mm:ss")}Z`);

function ruleOfOrocrm(recurrence: OrocrmRecurrence): Partial<Options> {
  const { recurrenceType, interval, dayOfWeek, dayOfMonth = 0, monthOfYear = 0, instance = 0 } = recurrence;
  const start = local(recurrence.startTime, recurrence.timeZone);
  const place = instance === 5 ? -1 : instance;
  const kinds: Readonly<Record<OrocrmRecurrence['recurrenceType'], () => Partial<Options>>> = {
    daily: () => ({ freq: RRule.DAILY, interval }),
    weekly: () => ({ freq: RRule.WEEKLY, interval, wkst: RRule.SU, ...onWeekdays(dayOfWeek) }),
    monthly: () => ({ freq: RRule.MONTHLY, interval, ...onDay(dayOfMonth) }),
    monthnth: () => ({ freq: RRule.MONTHLY, interval, ...nth(dayOfWeek, place) }),
    yearly: () => ({
      freq: RRule.YEARLY,
      interval: interval / 12,
      bymonth: monthOfYear,
      ...onDay(dayOfMonth),
    }),
    yearnth: () => ({
      ...{ freq: RRule.YEARLY, interval: interval / 12, bymonth: monthOfYear },
      ...nth(dayOfWeek, place),
    }),
  };
  // The end is compared in the offset of the start (OroCRM reference 3.3).
  const until = DateTime.fromISO(recurrence.endTime, { zone: 'utc' }).plus({ minutes: start.offset });
  return {
    ...kinds[recurrenceType](),
    dtstart: floating(start),
    ...(recurrence.occurrences === undefined ? {} : { count: recurrence.occurrences }),
    ...(recurrence.endTime === '' ? {} : { until: floating(until) }),
  };
}

function ruleOfOutlook(recurrence: OutlookRecurrence): Partial<Options> {
  const { type, interval, daysOfWeek, dayOfMonth = 0, month = 0, index = 'first' } = recurrence;
  const place = { first: 1, second: 2, third: 3, fourth: 4, last: -1 }[index];
  const kinds: Readonly<Record<OutlookRecurrence['type'], () => Partial<Options>>> = {
    daily: () => ({ freq: RRule.DAILY }),
    weekly: () => ({
      freq: RRule.WEEKLY,
      wkst: ruleDays[recurrence.firstDayOfWeek],
      ...onWeekdays(daysOfWeek),
    }),
    absoluteMonthly: () => ({ freq: RRule.MONTHLY, ...onDay(dayOfMonth) }),
    relativeMonthly: () => ({ freq: RRule.MONTHLY, ...nth(daysOfWeek, place) }),
    absoluteYearly: () => ({ freq: RRule.YEARLY, bymonth: month, ...onDay(dayOfMonth) }),
    relativeYearly: () => ({ freq: RRule.YEARLY, bymonth: month, ...nth(daysOfWeek, place) }),
  };
  const { startDate, endDate, numberOfOccurrences } = recurrence;
  return {
    ...{ interval, ...kinds[type](), dtstart: new Date(`${startDate}T00:00:00Z`) },
    ...(numberOfOccurrences === undefined ? {} : { count: numberOfOccurrences }),
    ...(endDate === '' ? {} : { until: new Date(`${endDate}T00:00:00Z`) }),
  };
}

const noons = new Map<string, number>();

/** Minutes from UTC at noon of a day; asked for the same days again and again. */
function offsetOn(day: string, zone: string): number {
  const known = noons.get(`${zone} ${day}`);
  if (known !== undefined) return known;
  const { offset } = DateTime.fromISO(`${day}T12:00:00`, { zone });
  noons.set(`${zone} ${day}`, offset);
  return offset;
}

/** A wall clock on a day, and whether daylight saving leaves a doubt: skipped, it is later; of two it is the first. */
export function onClock(day: string, clock: string, zone: string): { time: Date; doubtful: boolean } {
  const offset = offsetOn(day, zone);
  if ([-1, 1].every((days) => offsetOn(plusDays(day, days), zone) === offset)) {
    return { time: new Date(Date.parse(`${day}T${clock}Z`) - offset * 60_000), doubtful: false };
  }
  const time = DateTime.fromISO(`${day}T${clock}`, { zone });
  const [first = time, ...others] = time.getPossibleOffsets();
  return { time: first.toJSDate(), doubtful: others.length > 0 || time.toFormat('HH:mm:ss') !== clock };
}

/** What the referee says, and whether there is a clock among its occurrences that daylight saving skips or repeats. */
export interface Verdict {
  readonly shown: readonly Shown[];
  readonly doubtful: boolean;
}

function judge(
  days: readonly string[],
  { start, end, zone, title }: Pick<Shown, 'start' | 'end' | 'title'> & { readonly zone: string },
  differing: (day: string) => Pick<Shown, 'start' | 'end' | 'title'> | 'cancelled' | undefined,
): Verdict {
  const [begins, ends] = [local(start, zone), local(end, zone)];
  const [clock, endClock] = [begins.toFormat('HH:mm:ss'), ends.toFormat('HH:mm:ss')];
  const nights = dayOf(dayIn(end, zone)) - dayOf(dayIn(start, zone));
  let doubtful = false;
  const shown = days.flatMap((day): Shown[] => {
    const from = onClock(day, clock, zone);
    const until = onClock(plusDays(day, nights), endClock, zone);
    doubtful ||= from.doubtful || until.doubtful;
    const other = differing(day);
    if (other === 'cancelled') return [];
    const plain = { title: titleForm(title), start: minute(from.time), end: minute(until.time) };
    return [{ day, ...(other ?? plain) }];
  });
  return { shown, doubtful };
}

/** The referee's reading of a series of OroCRM; `zone`: that of its all-day events. */
export function judgeOrocrm(event: OrocrmEvent, zone: string, last: string): Verdict {
  const recurrence = recurrenceOf(event.recurrence);
  const days = daysOf(ruleOfOrocrm(recurrence), last);
  const clock = local(event.start, recurrence.timeZone).toFormat('HH:mm:ss');
  const exceptions = new Map(event.exceptions.map((one) => [Date.parse(one.originalStart), one]));
  const verdict = judge(days, { ...event, zone: recurrence.timeZone }, (day) => {
    const exception = exceptions.get(+onClock(day, clock, recurrence.timeZone).time);
    if (exception === undefined || exception.cancelled) return exception && 'cancelled';
    return { title: titleForm(exception.title), ...seenInOrocrm(exception, zone) };
  });
  if (!event.allDay) return verdict;
  const nights = dayOf(dayIn(event.end, zone)) - dayOf(dayIn(event.start, zone));
  return { ...verdict, shown: verdict.shown.map((one) => wholeDays(one, nights)) };
}

/** The referee's reading of a series of Outlook. */
export function judgeOutlook(event: OutlookEvent, last: string): Verdict {
  const recurrence = recurrenceOf(event.recurrence);
  const days = daysOf(ruleOfOutlook(recurrence), last);
  const exceptions = new Map(event.exceptions.map((one) => [one.originalDate, one]));
  const zone = event.isAllDay ? 'UTC' : recurrence.timeZone;
  const verdict = judge(days, { ...event, title: event.subject, zone }, (day) => {
    const exception = exceptions.get(day);
    if (event.cancelled.includes(day)) return 'cancelled';
    return exception && { title: titleForm(exception.subject), ...seenInOutlook(timesOf(exception)) };
  });
  if (!event.isAllDay) return verdict;
  const nights = dayOf(event.end) - dayOf(event.start) - 1;
  return { ...verdict, shown: verdict.shown.map((one) => wholeDays(one, nights)) };
}

/** An occurrence that is days; exceptions say theirs already. */
const wholeDays = (one: Shown, nights: number): Shown =>
  one.start.length === 10 ? one : { ...one, start: one.day, end: dateOf(dayOf(one.day) + nights) };
