import { DateTime } from 'luxon';
import { toInstant } from '../../shared/mapping/zones';
import { ianaZone } from '../../shared/outlook/time-zone';

/** Days of a colleague's own calendar, counted from the day on which the company is made. */
export interface LocalDays {
  /** IANA name. */
  readonly zone: string;
  /** `YYYY-MM-DD` of a day so many days from today. */
  date(day: number): string;
  /** The instant, UTC, `minutes` after the colleague's clock shows `time`, `HH:mm`, on that day. */
  instant(day: number, time: string, minutes?: number): string;
  /** What the clock shows then, `YYYY-MM-DDTHH:mm:ss`. */
  clock(day: number, time: string, minutes?: number): string;
  /** How many days it is from today to a date, `YYYY-MM-DD`. */
  until(date: string): number;
  /** 1, Monday, to 7, Sunday. */
  weekday(day: number): number;
  /** The first of that day or a later one which is no Saturday or Sunday. */
  workday(day: number): number;
}

/** @param timeZone a Windows or IANA name. @throws Error for any other */
export function localDays(now: Date, timeZone: string): LocalDays {
  const zone = ianaZone(timeZone);
  if (zone === undefined) throw new Error(`There is no time zone ${timeZone}.`);
  const today = DateTime.fromJSDate(now, { zone }).startOf('day');
  const at = (day: number): DateTime => today.plus({ days: day });
  const timeOn = (day: number, time: string): DateTime => {
    const [hour = 0, minute = 0] = time.split(':').map(Number);
    return at(day).set({ hour, minute });
  };
  const weekday = (day: number): number => at(day).weekday;
  return {
    zone,
    date: (day) => at(day).toFormat('yyyy-MM-dd'),
    instant: (day, time, minutes = 0) => toInstant(timeOn(day, time).plus({ minutes })),
    clock: (day, time, minutes = 0) => timeOn(day, time).plus({ minutes }).toFormat("yyyy-MM-dd'T'HH:mm:ss"),
    until: (date) => Math.round(DateTime.fromISO(date, { zone }).diff(today, 'days').days),
    weekday,
    workday: (day) => (weekday(day) > 5 ? day + 8 - weekday(day) : day),
  };
}
