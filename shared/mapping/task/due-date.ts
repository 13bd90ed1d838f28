import { dateIn, noonOf, onDate } from '../zones';

/** The day of an instant in a zone, `YYYY-MM-DD`; '' of ''. */
export const dueDay = (instant: string, zone: string): string =>
  instant === '' ? '' : dateIn(instant, zone);

/**
 * OroCRM's due date on another day: its time of day goes along, since To Do has none to say. A new one is noon, which is
 * on the same day for colleagues in nearly all other zones.
 */
export function moveToDay(instant: string, day: string, zone: string): string {
  if (day === '') return '';
  return instant === '' ? noonOf(day, zone) : onDate(instant, day, zone);
}
