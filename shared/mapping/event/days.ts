import { weekdays, type Weekday } from '../../records/event';

/** A day of the calendar, counted from 1970-01-01: no zone can move it. */
export type Day = number;

const msPerDay = 86_400_000;

export const dayOf = (date: string): Day => Date.parse(`${date}T00:00:00Z`) / msPerDay;
export const dateOf = (day: Day): string => new Date(day * msPerDay).toISOString().slice(0, 10);
/** `date` so many days later. */
export const plusDays = (date: string, days: number): string => dateOf(dayOf(date) + days);

/** 0 Sunday … 6 Saturday; 1970-01-01 was a Thursday. */
export const weekdayOf = (day: Day): number => (((day + 4) % 7) + 7) % 7;
export const weekdayNumber = (weekday: Weekday): number => weekdays.indexOf(weekday);

/** Months counted from January of year 0. */
export type Month = number;

export function monthOf(day: Day): Month {
  const date = new Date(day * msPerDay);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

export const firstDayOf = (month: Month): Day => Date.UTC(Math.floor(month / 12), month % 12, 1) / msPerDay;

export const daysIn = (month: Month): number => firstDayOf(month + 1) - firstDayOf(month);
