import { DateTime } from 'luxon';
import fc from 'fast-check';
import { expandSeries, firstOccurrences, type Series } from '../../../../sandbox/graph/event/expand-series';
import { readRecurrence } from '../../../../sandbox/graph/recurrence/read-recurrence';
import { DAYS, INDEXES } from '../../../../sandbox/graph/recurrence/recurrence';
import type { Body } from './calendar-bench';

function series(start: string, end: string, timeZone: string, pattern: Body, range: Body = {}): Series {
  return {
    start: { dateTime: start, timeZone },
    end: { dateTime: end, timeZone },
    isAllDay: false,
    recurrence: readRecurrence(
      {
        pattern: { interval: 1, ...pattern },
        range: { type: 'noEnd', startDate: start.slice(0, 10), ...range },
      },
      timeZone,
    ),
  };
}

const starts = (from: string, to: string, what: Series): string[] =>
  expandSeries(what, new Date(from), new Date(to)).map(({ start }) => start.toISOString());

function days(pattern: Body, start: string, count: number): string[] {
  const what = series(`${start}T09:00:00`, `${start}T10:00:00`, 'UTC', pattern);
  return firstOccurrences(what, count).map(({ day }) => day);
}

describe('the days of a series', () => {
  it('clamp to the last of the month', () => {
    expect(days({ type: 'absoluteMonthly', dayOfMonth: 31 }, '2026-01-31', 4)).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
    ]);
    expect(days({ type: 'absoluteYearly', dayOfMonth: 29, month: 2 }, '2024-02-29', 3)).toEqual([
      '2024-02-29',
      '2025-02-28',
      '2026-02-28',
    ]);
  });

  it('are the n-th of the month that are among the days of the week', () => {
    const workdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];
    expect(days({ type: 'relativeMonthly', daysOfWeek: workdays, index: 'last' }, '2026-01-01', 3)).toEqual([
      '2026-01-30',
      '2026-02-27',
      '2026-03-31',
    ]);
    expect(
      days({ type: 'relativeMonthly', daysOfWeek: ['saturday', 'sunday'], index: 'third' }, '2026-01-01', 2),
    ).toEqual(['2026-01-10', '2026-02-08']);
    expect(
      days({ type: 'relativeYearly', daysOfWeek: ['thursday'], index: 'fourth', month: 11 }, '2026-01-01', 2),
    ).toEqual(['2026-11-26', '2027-11-25']);
  });

  it('are counted by weeks that begin with firstDayOfWeek', () => {
    const pattern = { type: 'weekly', interval: 2, daysOfWeek: ['tuesday', 'sunday'] };
    expect(days({ ...pattern, firstDayOfWeek: 'monday' }, '2026-05-05', 4)).toEqual([
      '2026-05-05',
      '2026-05-10',
      '2026-05-19',
      '2026-05-24',
    ]);
    expect(days({ ...pattern, firstDayOfWeek: 'sunday' }, '2026-05-05', 4)).toEqual([
      '2026-05-05',
      '2026-05-17',
      '2026-05-19',
      '2026-05-31',
    ]);
  });

  it('end by a date, inclusive, or by a count', () => {
    const daily = { type: 'daily', interval: 3 };
    const start = ['2026-05-01T09:00:00', '2026-05-01T10:00:00', 'UTC'] as const;
    const ends = series(...start, daily, { type: 'endDate', endDate: '2026-05-07' });
    const counts = series(...start, daily, { type: 'numbered', numberOfOccurrences: 2 });
    expect(starts('2026-01-01', '2027-01-01', ends)).toHaveLength(3);
    expect(starts('2026-01-01', '2027-01-01', counts)).toHaveLength(2);
    // The count is of the series and not of the window.
    expect(starts('2026-05-03', '2027-01-01', counts)).toEqual(['2026-05-04T09:00:00.000Z']);
  });
});

describe('the instants of a series', () => {
  it('keep the wall clock over daylight saving, of the end too', () => {
    for (const zone of ['Europe/Berlin', 'W. Europe Standard Time']) {
      const nightly = series('2026-03-28T22:00:00', '2026-03-29T06:00:00', zone, { type: 'daily' });
      expect(expandSeries(nightly, new Date('2026-03-28'), new Date('2026-03-30T12:00:00Z'))).toMatchObject([
        { day: '2026-03-28', start: new Date('2026-03-28T21:00:00Z'), end: new Date('2026-03-29T04:00:00Z') },
        { day: '2026-03-29', start: new Date('2026-03-29T20:00:00Z'), end: new Date('2026-03-30T04:00:00Z') },
      ]);
    }
  });

  it('are those of the series, in whatever zone the start was written', () => {
    const what = series(
      '2026-03-27T08:00:00',
      '2026-03-27T09:00:00',
      'UTC',
      { type: 'daily' },
      {
        recurrenceTimeZone: 'Europe/Berlin',
      },
    );
    expect(starts('2026-03-27', '2026-03-30', what)).toEqual([
      '2026-03-27T08:00:00.000Z',
      '2026-03-28T08:00:00.000Z',
      '2026-03-29T07:00:00.000Z',
    ]);
  });

  it('of an all-day series are midnights in its zone', () => {
    const what = {
      ...series('2026-03-29T00:00:00', '2026-03-30T00:00:00', 'Europe/Berlin', { type: 'daily' }),
      isAllDay: true,
    };
    expect(
      expandSeries(what, new Date('2026-03-29T12:00:00Z'), new Date('2026-03-30T12:00:00Z')),
    ).toMatchObject([
      { start: new Date('2026-03-28T23:00:00Z'), end: new Date('2026-03-29T22:00:00Z') },
      { start: new Date('2026-03-29T22:00:00Z'), end: new Date('2026-03-30T22:00:00Z') },
    ]);
  });

  it('overlap the window: what ends where it begins, or begins where it ends, is outside', () => {
    const what = series('2026-05-04T09:00:00', '2026-05-04T10:00:00', 'UTC', { type: 'daily' });
    expect(starts('2026-05-05T10:00:00Z', '2026-05-06T09:00:00Z', what)).toEqual([]);
    expect(starts('2026-05-05T09:59:59Z', '2026-05-06T09:00:01Z', what)).toHaveLength(2);
  });
});

const date = fc
  .integer({ min: 0, max: 3000 })
  .map((days) => DateTime.fromISO('2020-01-01', { zone: 'utc' }).plus({ days }).toFormat('yyyy-MM-dd'));
const interval = fc.integer({ min: 1, max: 5 });
const daysOfWeek = fc.subarray([...DAYS], { minLength: 1 });
const index = fc.constantFrom(...INDEXES);
const dayOfMonth = fc.integer({ min: 1, max: 31 });
const month = fc.integer({ min: 1, max: 12 });
const kind = <T extends string>(type: T): fc.Arbitrary<T> => fc.constant(type);
const pattern = fc.oneof(
  fc.record({ type: kind('daily'), interval }),
  fc.record({ type: kind('weekly'), interval, daysOfWeek, firstDayOfWeek: fc.constantFrom(...DAYS) }),
  fc.record({ type: kind('absoluteMonthly'), interval, dayOfMonth }),
  fc.record({ type: kind('relativeMonthly'), interval, daysOfWeek, index }),
  fc.record({ type: kind('absoluteYearly'), interval, dayOfMonth, month }),
  fc.record({ type: kind('relativeYearly'), interval, daysOfWeek, index, month }),
);

/** Whether a day fits a pattern, read off the calendar and not counted. */
function fits(day: string, pattern: Record<string, unknown>): boolean {
  const at = DateTime.fromISO(day, { zone: 'utc' });
  const last = at.daysInMonth ?? 0;
  const named = (date: DateTime): string => DAYS[date.weekday % 7] ?? '';
  const wanted = (pattern['daysOfWeek'] ?? []) as string[];
  const type = String(pattern['type']);
  if (type.endsWith('Yearly') && at.month !== pattern['month']) return false;
  if (type === 'daily') return true;
  if (type === 'weekly') return wanted.includes(named(at));
  if (type.startsWith('absolute')) return at.day === Math.min(Number(pattern['dayOfMonth']), last);
  const fitting = Array.from({ length: last }, (_, offset) => at.set({ day: offset + 1 })).filter((each) =>
    wanted.includes(named(each)),
  );
  const place = fitting.findIndex((each) => each.day === at.day);
  if (place < 0) return false;
  return pattern['index'] === 'last'
    ? place === fitting.length - 1
    : place === INDEXES.indexOf(pattern['index'] as (typeof INDEXES)[number]);
}

it('every day fits its pattern, in ascending order, and with interval 1 none is missing (property)', () => {
  fc.assert(
    fc.property(pattern, date, (wish, start) => {
      const what = series(`${start}T09:00:00`, `${start}T09:30:00`, 'UTC', wish);
      const until = DateTime.fromISO(start, { zone: 'utc' }).plus({ days: 800 });
      const found = expandSeries(what, new Date(`${start}T00:00:00Z`), until.toJSDate()).map(
        ({ day }) => day,
      );
      expect(found).toEqual([...new Set(found)].sort());
      for (const day of found) expect([day, fits(day, wish)]).toEqual([day, true]);
      if (wish.interval > 1) return;
      const all = Array.from({ length: 800 }, (_, offset) =>
        DateTime.fromISO(start, { zone: 'utc' }).plus({ days: offset }).toFormat('yyyy-MM-dd'),
      );
      expect(found).toEqual(all.filter((day) => fits(day, wish)));
    }),
    { numRuns: 60 },
  );
});

it('a window shows the same occurrences as a longer one that covers it (property)', () => {
  const zone = fc.constantFrom(
    'Europe/Berlin',
    'America/New_York',
    'Pacific/Auckland',
    'UTC',
    'India Standard Time',
  );
  const hours = fc.integer({ min: 0, max: 800 * 24 });
  fc.assert(
    fc.property(
      pattern,
      date,
      zone,
      hours,
      hours,
      fc.integer({ min: 0, max: 23 }),
      (wish, start, timeZone, a, b, length) => {
        const begin = DateTime.fromISO(`${start}T17:45:00`, { zone: 'utc' });
        const end = begin.plus({ hours: length }).toFormat("yyyy-MM-dd'T'HH:mm:ss");
        const what = series(`${start}T17:45:00`, end, timeZone, wish);
        const [from, to] = [Math.min(a, b), Math.max(a, b)].map((each) =>
          begin.plus({ hours: each }).toJSDate(),
        );
        if (from === undefined || to === undefined) throw new Error('no window');
        const wide = expandSeries(what, new Date('2019-01-01'), begin.plus({ days: 900 }).toJSDate());
        const inside = wide.filter(
          (each) => each.start < to && (each.end > from || (length === 0 && each.start >= from)),
        );
        expect(expandSeries(what, from, to)).toEqual(inside);
      },
    ),
    { numRuns: 60 },
  );
});
