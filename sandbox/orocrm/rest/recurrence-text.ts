import { DateTime } from 'luxon';
import type { Recurrence } from '../calendar/event';
import { DAYS_OF_WEEK, type DayOfWeek } from '../calendar/recurrence/recurrence';

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const instances = ['first', 'second', 'third', 'fourth', 'last'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function dayName(days: readonly DayOfWeek[]): string {
  const weekend = days.length === 2 && days.includes('saturday') && days.includes('sunday');
  const working = days.length === 5 && !days.includes('saturday') && !days.includes('sunday');
  if (weekend) return 'weekend';
  if (working) return 'weekday';
  if (days.length === DAYS_OF_WEEK.length) return 'day';
  return capital([...days].sort()[0] ?? '');
}

const every = (count: number, unit: string): string =>
  count === 1 ? `every 1 ${unit}` : `every ${count} ${unit}s`;

function repetition(recurrence: Recurrence): string {
  const { recurrenceType, interval, dayOfWeek, dayOfMonth, monthOfYear, instance } = recurrence;
  const nth = `the ${instances[(instance ?? 1) - 1] ?? ''} ${dayName(dayOfWeek)}`;
  const month = months[(monthOfYear ?? 1) - 1] ?? '';
  switch (recurrenceType) {
    case 'daily':
      return `Daily ${every(interval, 'day')}`;
    case 'weekly':
      if (interval === 1 && dayName(dayOfWeek) === 'weekday') return 'Daily, every weekday';
      return `Weekly ${every(interval, 'week')} on ${dayOfWeek.map(capital).join(', ')}`;
    case 'monthly':
      return `Monthly day ${dayOfMonth ?? 1} of ${every(interval, 'month')}`;
    case 'monthnth':
      return `Monthly ${nth} of ${every(interval, 'month')}`;
    case 'yearly':
      return `Yearly ${every(interval / 12, 'year')} on ${month} ${dayOfMonth ?? 1}`;
    case 'yearnth':
      return `Yearly ${every(interval / 12, 'year')} on ${nth} of ${month}`;
  }
}

/** The zone, where the event starts on another day there than in UTC. */
function zoneNote(start: string, timeZone: string): string {
  const utc = DateTime.fromISO(start, { zone: 'utc' });
  const there = utc.setZone(timeZone);
  return there.toISODate() === utc.toISODate() ? '' : `(${timeZone} GMT${there.toFormat('ZZ')})`;
}

/** `recurrencePattern` of an expanded occurrence of an event that starts at `start`: English, for people. */
export function recurrenceText(recurrence: Recurrence, start: string): string {
  const { occurrences, endTime } = recurrence;
  const plural = occurrences === 1 ? '' : 's';
  const count = occurrences === null ? '' : ` , end after ${occurrences} occurrence${plural}`;
  const zone = zoneNote(start, recurrence.timeZone);
  if (endTime === null) return `${repetition(recurrence)}${count}${zone}`;
  const date = new Date(endTime);
  const by = `${months[date.getUTCMonth()] ?? ''} ${date.getUTCDate()}, ${date.getUTCFullYear()}`;
  return `${repetition(recurrence)}${count}, end by ${by}${zone}`;
}
