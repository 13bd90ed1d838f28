import fc from 'fast-check';
import { normaliseCron } from '../../../sandbox/host/cron-fields';
import { parseSchedule } from '../../../sandbox/host/schedule';

const next = (schedule: string, from: string): string =>
  parseSchedule('tick', schedule).next(new Date(from)).toISOString();

describe('schedules as the platform reads them', () => {
  test.each([
    ['* * * * * *', '* * * * * *'],
    ['*/30 * * * * *', '*/30 * * * * *'],
    ['  0   0 12  * * *  ', '0 0 12 * * *'],
    ['5/15 * * * * *', '5-59/15 * * * * *'],
    ['0 0 9-17 * * Mon-Fri', '0 0 9-17 * * 1-5'],
    ['0 0 9 * jan,September mo,SATURDAY', '0 0 9 * 1,9 1,6'],
    ['0 0 9 1-10/2 * 0', '0 0 9 1-10/2 * 0'],
    ['*/5 * * * *', '0 */5 * * * *'],
  ])('%s becomes %s', (schedule, normalised) => {
    expect(normaliseCron(schedule)).toBe(normalised);
  });

  test.each([
    ['0 0 12 ? * *', '"?" is no day of month'],
    ['0 0 12 L * *', '"L" is no day of month'],
    ['0 0 12 15W * *', '"15W" is no day of month'],
    ['0 0 12 * * 7', 'day of week 7 is not between 0 and 6'],
    ['0 0 12 * * 5#2', '"5#2" is no day of week'],
    ['0 0 12 * * Foo', '"Foo" is no day of week'],
    ['0 0 12 * * Fridayy', '"Fridayy" is no day of week'],
    ['60 * * * * *', 'second 60 is not between 0 and 59'],
    ['0 0 24 * * *', 'hour 24 is not between 0 and 23'],
    ['0 0 0 0 * *', 'day of month 0 is not between 1 and 31'],
    ['*/0 * * * * *', 'step 0 of second'],
    ['0 0 0 * * Fri-Mon', 'day of week "Fri-Mon" runs backwards'],
    ['0 1-2-3 * * * *', '"1-2-3" is no minute'],
    ['0 1, * * * *', '"" is no minute'],
    ['0 -1 * * * *', '"" is no minute'],
    ['@daily', '"@daily" has 1 fields; write six'],
    ['0 0 0 1 1 * 2030', 'has 7 fields; write six'],
    ['00:05:00', '"00:05:00" is a time span, which a Flex Consumption plan does not run'],
    ['0 0 0 31 2 *', 'never occurs'],
    ['', 'has 1 fields; write six'],
  ])('%s is refused: %s', (schedule, message) => {
    expect(() => parseSchedule('tick', schedule)).toThrow(message);
    expect(() => parseSchedule('tick', schedule)).toThrow('Function "tick" has a wrong schedule');
  });

  test('day of month and day of week must both fit', () => {
    expect(next('0 0 0 13 * Fri', '2026-01-01T00:00:00Z')).toBe('2026-02-13T00:00:00.000Z');
  });

  test('UTC, also where the clocks change', () => {
    expect(next('0 30 2 * * *', '2026-03-29T00:00:00Z')).toBe('2026-03-29T02:30:00.000Z');
    expect(next('0 0 * * * *', '2026-10-25T00:30:00Z')).toBe('2026-10-25T01:00:00.000Z');
  });

  test('the next occurrence is strictly later', () => {
    expect(next('*/30 * * * * *', '2026-01-01T00:00:30.000Z')).toBe('2026-01-01T00:01:00.000Z');
    expect(next('*/30 * * * * *', '2026-01-01T00:00:29.999Z')).toBe('2026-01-01T00:00:30.000Z');
  });

  test('what occurs more than once a minute is known to', () => {
    const subMinute = ['*/30 * * * * *', '* * * * * *', '0 * * * * *', '0,30 * * * * *', '0 */5 * * * *'];
    expect(subMinute.map((one) => parseSchedule('tick', one).isSubMinute)).toEqual([
      ...[true, true, false, true, false],
    ]);
  });

  test('a property: the next occurrence fits every field, and nothing between does', () => {
    const set = (low: number, high: number): fc.Arbitrary<number[]> =>
      fc.uniqueArray(fc.integer({ min: low, max: high }), { minLength: 1, maxLength: 4 });
    const fields = fc.tuple(set(0, 59), set(0, 59), set(0, 23), set(1, 28), set(1, 12), set(0, 6));
    const start = fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true });
    const fits = (time: Date, [second, minute, hour, day, month, weekday]: number[][]): boolean =>
      [
        second?.includes(time.getUTCSeconds()),
        minute?.includes(time.getUTCMinutes()),
        hour?.includes(time.getUTCHours()),
        day?.includes(time.getUTCDate()),
        month?.includes(time.getUTCMonth() + 1),
        weekday?.includes(time.getUTCDay()),
      ].every((fit) => fit === true);
    fc.assert(
      fc.property(fields, start, (chosen, from) => {
        const schedule = parseSchedule('tick', chosen.map((values) => values.join(',')).join(' '));
        const found = schedule.next(from);
        expect(found.getTime()).toBeGreaterThan(from.getTime());
        expect(found.getUTCMilliseconds()).toBe(0);
        expect(fits(found, chosen)).toBe(true);
        const times = product(chosen[2], chosen[1], chosen[0]);
        const missed: string[] = [];
        for (let day = startOfDay(from); day <= found.getTime(); day += 86_400_000) {
          for (const [hour, minute, second] of times) {
            const time = new Date(day + ((hour * 60 + minute) * 60 + second) * 1000);
            if (time > from && time < found && fits(time, chosen)) {
              missed.push(time.toISOString());
            }
          }
        }
        expect(missed).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});

function startOfDay(time: Date): number {
  return Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate());
}

function product(a: number[], b: number[], c: number[]): [number, number, number][] {
  return a.flatMap((x) => b.flatMap((y) => c.map((z): [number, number, number] => [x, y, z])));
}
