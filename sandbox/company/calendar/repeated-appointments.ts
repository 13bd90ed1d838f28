import type { DayOfMonth, Pattern } from '../../../shared/mapping/event/occurrence-days';
import { weekdays, type Weekday } from '../../../shared/records/event';
import type { LocalDays } from '../local-days';
import type { Appointment } from './appointment';

const weekdayOf = (days: LocalDays, day: number): Weekday => weekdays[days.weekday(day) % 7] ?? 'monday';

const weekly = (on: readonly Weekday[], interval = 1): Pattern => ({
  ...{ every: 'week', interval, days: on, weekStart: 'sunday' },
});

/** Each week since a month ago, on the weekday of its start; one occurrence is cancelled, another moved and renamed. */
export function weeklyTeamMeeting(title: string, days: LocalDays): Appointment {
  const day = days.workday(-28);
  const hour = { from: '10:00', minutes: 60 };
  // The day after, or the one before where that is a Saturday.
  const other = day + 6 * 7 + (days.weekday(day) === 5 ? -1 : 1);
  return {
    title,
    when: { day, ...hour },
    repeats: {
      pattern: weekly([weekdayOf(days, day)]),
      ends: { until: day + 40 * 7 },
      exceptions: [
        { of: day + 5 * 7, cancelled: true },
        { of: day + 6 * 7, moved: { day: other, from: '15:30', minutes: 90 }, title: `${title} (moved)` },
      ],
    },
  };
}

/** A quarter of an hour each weekday, without end. */
export const dailyStandUp = (title: string, days: LocalDays): Appointment => ({
  title,
  when: { day: days.workday(-14), from: '09:15', minutes: 15 },
  repeats: {
    pattern: weekly(['monday', 'tuesday', 'wednesday', 'thursday', 'friday']),
    exceptions: [],
  },
});

/** Every other week, ten times. */
export const everyOtherWeek = (title: string, days: LocalDays): Appointment => {
  const day = days.workday(-7);
  return {
    title,
    when: { day, from: '16:00', minutes: 45 },
    repeats: { pattern: weekly([weekdayOf(days, day)], 2), ends: { times: 10 }, exceptions: [] },
  };
};

/** On the same day of each month. */
export function monthlyOnDay(title: string, days: LocalDays): Appointment {
  const day = -20;
  const on: DayOfMonth = { day: Number(days.date(day).slice(8)) };
  return {
    title,
    when: { day, from: '14:00', minutes: 90 },
    repeats: { pattern: { every: 'month', interval: 1, on }, ends: { times: 18 }, exceptions: [] },
  };
}

/** On the last Friday of each month. */
export function monthlyLastFriday(title: string, days: LocalDays): Appointment {
  const on: DayOfMonth = { nth: 5, days: ['friday'] };
  return {
    title,
    when: { day: lastFriday(days), from: '11:00', minutes: 60 },
    repeats: { pattern: { every: 'month', interval: 1, on }, exceptions: [] },
  };
}

/** A day of each year, whole; since last year. */
export function yearlyDay(title: string, days: LocalDays, inDays: number): Appointment {
  const [, month, dayOfMonth] = days.date(inDays).split('-').map(Number);
  const lastYear = `${Number(days.date(inDays).slice(0, 4)) - 1}${days.date(inDays).slice(4)}`;
  // 29 February has no day last year.
  const day = dayOfMonth === 29 && month === 2 ? inDays : days.until(lastYear);
  return {
    title,
    when: { day, days: 1 },
    repeats: {
      pattern: { every: 'year', interval: 1, month: month ?? 1, on: { day: dayOfMonth ?? 1 } },
      exceptions: [],
    },
  };
}

/** The first last Friday of a month that is a fortnight ago or later. */
function lastFriday(days: LocalDays): number {
  for (let day = -14; ; day++) {
    if (days.weekday(day) === 5 && days.date(day).slice(0, 7) !== days.date(day + 7).slice(0, 7)) return day;
  }
}
