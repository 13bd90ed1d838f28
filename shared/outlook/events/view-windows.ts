import type { CalendarWindow } from '../../rules/policy';

const msPerDay = 86_400_000;
/** Room at both ends: the wanted window moves on day by day, and each new one costs a whole round. */
const daysBefore = 1;
const daysAhead = 30;
/** Exchange refuses a longer calendar view ("allowed: 1825 days"). */
const longestDays = 1825;

/** The windows to freeze so that together they cover the wanted one, with room, one after the other. */
export function viewWindows({ from, to }: CalendarWindow): readonly CalendarWindow[] {
  const begin = from.getTime() - daysBefore * msPerDay;
  const end = to.getTime() + daysAhead * msPerDay;
  const count = Math.max(1, Math.ceil((end - begin) / (longestDays * msPerDay)));
  const at = (place: number): Date =>
    new Date(place === count ? end : begin + place * longestDays * msPerDay);
  return Array.from({ length: count }, (_, place) => ({ from: at(place), to: at(place + 1) }));
}

/** Whether windows, one after the other, hold the wanted one. */
export function cover(windows: readonly CalendarWindow[], wanted: CalendarWindow): boolean {
  const [first, last] = [windows[0], windows.at(-1)];
  return first !== undefined && last !== undefined && first.from <= wanted.from && last.to >= wanted.to;
}
