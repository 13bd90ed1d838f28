import fc from 'fast-check';
import { dueTimes, planningWindowMs } from '../../../shared/sync/polls/plan-polls';

const start = Date.parse('2026-03-01T08:00:00Z');
const tickMs = 30_000;

/** Ticks of a timer that is sometimes late, sometimes missing, sometimes double. */
const ticks = fc.array(fc.record({ late: fc.nat(20_000), missed: fc.boolean() }), {
  minLength: 3,
  maxLength: 60,
});

test('any interval from 1 to 86399 s: every due time is planned once, none is skipped but those that are past', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 86_399 }), ticks, (interval, plan) => {
      const planned: number[] = [];
      let last: Date | undefined;
      let lastTick = start;
      plan.forEach(({ late, missed }, index) => {
        if (missed) return;
        const now = new Date(start + index * tickMs + late);
        lastTick = Math.max(lastTick, now.getTime());
        const due = dueTimes(last, now, interval);
        // A repeated tick names nothing new.
        const end = due.at(-1) ?? last;
        if (end) expect(dueTimes(end, now, interval)).toEqual([]);
        last = end;
        planned.push(...due.map((time) => time.getTime()));
      });
      expect(new Set(planned).size).toBe(planned.length);
      expect(planned.every((time) => time % (interval * 1000) === 0)).toBe(true);
      const [first] = planned;
      if (first === undefined) return;
      const gaps = planned.slice(1).map((time, index) => time - (planned[index] ?? 0));
      // A gap is one interval, or ends at the latest due time before a tick that came late.
      for (const gap of gaps) expect(gap % (interval * 1000)).toBe(0);
      expect(planned.at(-1)).toBeLessThanOrEqual(lastTick + planningWindowMs);
    }),
  );
});

test.each([
  { interval: 1, expected: 46 },
  { interval: 30, expected: 2 },
  { interval: 120, expected: 1 },
  { interval: 86_399, expected: 1 },
])('a first tick with $interval s plans $expected polls', ({ interval, expected }) => {
  expect(dueTimes(undefined, new Date(start), interval)).toHaveLength(expected);
});

test('ticks on time leave no gap: an interval of 7 s is kept for an hour', () => {
  const planned: number[] = [];
  let last: Date | undefined;
  for (let now = start; now < start + 3600_000; now += tickMs) {
    const due = dueTimes(last, new Date(now), 7);
    planned.push(...due.map((time) => time.getTime()));
    last = due.at(-1) ?? last;
  }
  expect(planned.slice(1).every((time, index) => time - (planned[index] ?? 0) === 7000)).toBe(true);
});
