import { IANAZone } from 'luxon';

/** PHP keeps either a zone by name or a bare offset with a time; one made from text with an offset has the latter. */
export type Zone =
  | { readonly kind: 'named'; readonly zone: IANAZone }
  | { readonly kind: 'fixed'; readonly minutes: number };

/** An instant (milliseconds since 1970) seen in a zone, as PHP's DateTime. */
export interface Moment {
  readonly ms: number;
  readonly zone: Zone;
}

/** What a clock in the moment's zone shows; `month` from 1, `weekday` 0 = Sunday, `time` in ms since midnight. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  readonly time: number;
}

const minute = 60_000;
export const dayMs = 86_400_000;

const offsetAt = (zone: Zone, ms: number): number =>
  zone.kind === 'fixed' ? zone.minutes : zone.zone.offset(ms);

/** Milliseconds as if the zone's clock ran in UTC. */
export const wallMs = ({ ms, zone }: Moment): number => ms + offsetAt(zone, ms) * minute;

/** The instant in a named zone. @throws RangeError for a zone that does not exist */
export function inZone(ms: number, timeZone: string): Moment {
  const zone = IANAZone.create(timeZone);
  if (!zone.isValid) throw new RangeError(`no time zone ${timeZone}`);
  return { ms, zone: { kind: 'named', zone } };
}

export function wallTime(moment: Moment): WallTime {
  const wall = wallMs(moment);
  const date = new Date(wall);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    time: wall - Math.floor(wall / dayMs) * dayMs,
  };
}

/**
 * The moment at which the zone's clock shows `wall`. A time that the clocks jump over is moved on by the jump;
 * of a time that comes twice the first is meant.
 */
function atWall(wall: number, zone: Zone): Moment {
  const before = offsetAt(zone, wall - dayMs);
  const after = offsetAt(zone, wall + dayMs);
  for (const offset of [Math.max(before, after), Math.min(before, after)]) {
    const ms = wall - offset * minute;
    if (offsetAt(zone, ms) === offset) return { ms, zone };
  }
  return { ms: wall - before * minute, zone };
}

/** The same clock time on another date (`setDate`); days and months beyond their range run over. */
export function onDate(moment: Moment, year: number, month: number, day: number): Moment {
  return atWall(Date.UTC(year, month - 1, day) + wallTime(moment).time, moment.zone);
}

/**
 * What `new DateTime("… {$date->format('c')}")` makes: the zone is gone, its offset of that moment stays. So
 * OroCRM steps along with the offset of the series' start, and knows no daylight saving on the way.
 */
export function reparsed({ ms, zone }: Moment): Moment {
  return { ms, zone: { kind: 'fixed', minutes: offsetAt(zone, ms) } };
}

export function plusDays(moment: Moment, days: number): Moment {
  const { ms, zone } = reparsed(moment);
  return { ms: ms + days * dayMs, zone };
}

/** A day that the month has not runs over into the next one. */
export function plusMonths(moment: Moment, months: number): Moment {
  const fixed = reparsed(moment);
  const { year, month, day } = wallTime(fixed);
  return onDate(fixed, year, month + months, day);
}

export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Whole days between two moments: by the calendar within one named zone, else by elapsed time (`diff`, `%a`). */
export function wholeDays(earlier: Moment, later: Moment): number {
  const { zone: one } = earlier;
  const { zone: two } = later;
  const same = one.kind === 'named' && two.kind === 'named' && one.zone.name === two.zone.name;
  if (!same) return Math.floor((later.ms - earlier.ms) / dayMs);
  return Math.max(0, Math.floor((wallMs(later) - wallMs(earlier)) / dayMs));
}

/** Whole months between two moments (`%y` and `%m` of `diff`). */
export function wholeMonths(earlier: Moment, later: Moment): number {
  const one = wallTime(earlier);
  const two = wallTime({ ms: later.ms, zone: reparsed(earlier).zone });
  const months = (two.year - one.year) * 12 + two.month - one.month;
  return two.day < one.day || (two.day === one.day && two.time < one.time) ? months - 1 : months;
}
