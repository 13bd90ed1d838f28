import { DateTime } from 'luxon';
import { toInstant } from '../../shared/mapping/zones';
import { ianaZone } from '../../shared/outlook/time-zone';

/** Days of a colleague's own calendar, counted from the day on which the company is made. */
export interface LocalDays {
  /** IANA name. */
  readonly zone: string;
  /** `YYYY-MM-DD` of a day so many days from today. */
  date(day: number): string;
  /** The instant, UTC, at which the colleague's clock shows `time`, `HH:mm`, on that day. */
  instant(day: number, time: string): string;
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
  const weekday = (day: number): number => at(day).weekday;
  return {
    zone,
    date: (day) => at(day).toFormat('yyyy-MM-dd'),
    instant: (day, time) => {
      const [hour = 0, minute = 0] = time.split(':').map(Number);
      return toInstant(at(day).set({ hour, minute }));
    },
    weekday,
    workday: (day) => (weekday(day) > 5 ? day + 8 - weekday(day) : day),
  };
}
