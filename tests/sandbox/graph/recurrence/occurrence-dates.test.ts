import fc from 'fast-check';
import { DateTime } from 'luxon';
import { RRule, type Frequency } from 'rrule';
import { occurrenceDates } from '../../../../sandbox/graph/recurrence/occurrence-dates';
import { readRecurrence } from '../../../../sandbox/graph/recurrence/read-recurrence';
import { DAYS, INDEXES, PATTERN_TYPES, type Pattern } from '../../../../sandbox/graph/recurrence/recurrence';

/** The first days of a series that Graph would take as a body. */
function daysOf(pattern: object, range: object, count = 8): string[] {
  const days: string[] = [];
  for (const day of occurrenceDates(readRecurrence({ pattern, range }, 'UTC'))) {
    days.push(day);
    if (days.length === count) break;
  }
  return days;
}

const noEnd = (startDate: string): object => ({ type: 'noEnd', startDate });

describe('the days of a series', () => {
  it.each([
    [{ type: 'daily', interval: 3 }, '2026-02-27', ['2026-02-27', '2026-03-02', '2026-03-05']],
    [
      { type: 'weekly', interval: 2, daysOfWeek: ['sunday', 'monday'], firstDayOfWeek: 'sunday' },
      '2026-05-04',
      ['2026-05-04', '2026-05-17', '2026-05-18'],
    ],
    [
      { type: 'weekly', interval: 2, daysOfWeek: ['sunday', 'monday'], firstDayOfWeek: 'monday' },
      '2026-05-04',
      ['2026-05-04', '2026-05-10', '2026-05-18'],
    ],
    [
      { type: 'absoluteMonthly', interval: 1, dayOfMonth: 31 },
      '2026-01-15',
      ['2026-01-31', '2026-02-28', '2026-03-31'],
    ],
    [
      { type: 'relativeMonthly', interval: 1, daysOfWeek: ['friday'], index: 'last' },
      '2026-01-31',
      ['2026-02-27', '2026-03-27', '2026-04-24'],
    ],
    [
      { type: 'relativeMonthly', interval: 1, daysOfWeek: ['saturday', 'sunday'], index: 'second' },
      '2026-05-01',
      ['2026-05-03', '2026-06-07', '2026-07-05'],
    ],
    [
      { type: 'absoluteYearly', interval: 1, dayOfMonth: 29, month: 2 },
      '2026-03-01',
      ['2027-02-28', '2028-02-29', '2029-02-28'],
    ],
    [
      { type: 'relativeYearly', interval: 2, daysOfWeek: ['thursday'], index: 'fourth', month: 11 },
      '2026-01-01',
      ['2026-11-26', '2028-11-23', '2030-11-28'],
    ],
  ])('%j from %s', (pattern, start, expected) => {
    expect(daysOf(pattern, noEnd(start), 3)).toEqual(expected);
  });

  it('end with the date, or the number', () => {
    const daily = { type: 'daily', interval: 1 };
    const range = { startDate: '2026-05-04' };
    expect(daysOf(daily, { ...range, type: 'endDate', endDate: '2026-05-05' })).toEqual([
      '2026-05-04',
      '2026-05-05',
    ]);
    expect(daysOf(daily, { ...range, type: 'numbered', numberOfOccurrences: 3 })).toHaveLength(3);
  });
});

const FREQUENCY: Readonly<Record<Pattern['type'], Frequency>> = {
  daily: RRule.DAILY,
  weekly: RRule.WEEKLY,
  absoluteMonthly: RRule.MONTHLY,
  relativeMonthly: RRule.MONTHLY,
  absoluteYearly: RRule.YEARLY,
  relativeYearly: RRule.YEARLY,
};
const WEEKDAYS = [RRule.SU, RRule.MO, RRule.TU, RRule.WE, RRule.TH, RRule.FR, RRule.SA];

/** The same series in the terms of RFC 5545. */
function ruleOf(pattern: Pattern, startDate: string): RRule {
  const relative = pattern.type.startsWith('relative');
  const days = pattern.daysOfWeek.flatMap((day) => WEEKDAYS[DAYS.indexOf(day)] ?? []);
  return new RRule({
    freq: FREQUENCY[pattern.type],
    interval: pattern.interval,
    dtstart: new Date(`${startDate}T00:00:00Z`),
    wkst: WEEKDAYS[DAYS.indexOf(pattern.firstDayOfWeek)] ?? null,
    count: 8,
    ...(days.length > 0 && { byweekday: days }),
    ...(relative && { bysetpos: [1, 2, 3, 4, -1][INDEXES.indexOf(pattern.index)] ?? null }),
    ...(pattern.dayOfMonth > 0 && { bymonthday: pattern.dayOfMonth }),
    ...(pattern.month > 0 && { bymonth: pattern.month }),
  });
}

it('are those of an independent reading of the same rule (property)', () => {
  const pattern = fc.record({
    type: fc.constantFrom(...PATTERN_TYPES),
    interval: fc.integer({ min: 1, max: 5 }),
    month: fc.integer({ min: 1, max: 12 }),
    // Days that every month has: what the two make of the others differs, and is tried above.
    dayOfMonth: fc.integer({ min: 1, max: 28 }),
    daysOfWeek: fc.subarray([...DAYS], { minLength: 1 }),
    firstDayOfWeek: fc.constantFrom(...DAYS),
    index: fc.constantFrom(...INDEXES),
  });
  const start = fc
    .integer({ min: 0, max: 20_000 })
    .map((days) => DateTime.fromISO('2000-01-01').plus({ days }).toFormat('yyyy-MM-dd'));
  fc.assert(
    fc.property(pattern, start, (given, startDate) => {
      const read = readRecurrence({ pattern: given, range: noEnd(startDate) }, 'UTC').pattern;
      const expected = ruleOf(read, startDate)
        .all()
        .map((date) => date.toISOString().slice(0, 10));
      expect(daysOf(given, noEnd(startDate))).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});
