import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { RecurrenceInput } from '../../../../sandbox/orocrm/seed/calendar-schemas';
import { office, type Office } from './support';

let here: Office;
beforeAll(async () => {
  here = await office();
});
afterAll(() => here.orocrm.stop());

/** What becomes of one occurrence of the series. */
type Fate =
  | { readonly kind: 'stays' }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'moved'; readonly minutes: number }
  | { readonly kind: 'restored' };

const fate: fc.Arbitrary<Fate> = fc.oneof(
  fc.constant<Fate>({ kind: 'stays' }),
  fc.constant<Fate>({ kind: 'cancelled' }),
  fc.constant<Fate>({ kind: 'restored' }),
  fc.integer({ min: -6000, max: 6000 }).map((minutes): Fate => ({ kind: 'moved', minutes })),
);

const zones = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata'] as const;

const iso = (time: DateTime): string => time.toUTC().toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'");
const shown = (time: DateTime): string => iso(time).replace('Z', '+00:00');

describe('a window of a calendar', () => {
  it('shows a series day by day at one local time, but for what people did to single occurrences', async () => {
    const days = fc.record({
      zone: fc.constantFrom(...zones),
      // Around the changes of the clocks in Europe and America, at a time of day that none of them touches.
      first: fc.integer({ min: 0, max: 60 }),
      hour: fc.integer({ min: 9, max: 15 }),
      interval: fc.integer({ min: 1, max: 9 }),
      minutes: fc.integer({ min: 0, max: 600 }),
      fates: fc.array(fate, { minLength: 1, maxLength: 8 }),
    });
    await fc.assert(
      fc.asyncProperty(days, async ({ zone, first, hour, interval, minutes, fates }) => {
        const from = DateTime.fromObject({ year: 2026, month: 3, day: 1, hour }, { zone }).plus({
          days: first,
        });
        const recurrence: RecurrenceInput & { startTime?: string } = {
          recurrenceType: 'daily',
          interval,
          dayOfWeek: [],
          dayOfMonth: null,
          monthOfYear: null,
          instance: null,
          endTime: null,
          occurrences: fates.length,
          timeZone: zone,
        };
        const series = here.orocrm.addCalendarEvent({
          owner: 'ada',
          title: 'Series',
          start: iso(from),
          end: iso(from.plus({ minutes })),
          recurrence,
        });
        const expected: string[] = [];
        for (const [index, each] of fates.entries()) {
          const start = from.plus({ days: index * interval });
          const originalStart = iso(start);
          const change = (values: object): unknown =>
            here.orocrm.calendarEvents.changeOccurrence(series.id, { originalStart, ...values });
          switch (each.kind) {
            case 'stays':
              expected.push(shown(start));
              break;
            case 'cancelled':
              change({ cancelled: true });
              break;
            case 'moved': {
              const to = start.plus({ minutes: each.minutes });
              change({ start: iso(to), end: iso(to.plus({ minutes })) });
              expected.push(shown(to));
              break;
            }
            case 'restored':
              change({ cancelled: true });
              here.orocrm.calendarEvents.restoreOccurrence(series.id, originalStart);
              expected.push(shown(start));
          }
        }
        const rows = await here.ada.window('2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z');
        here.orocrm.calendarEvents.delete(series.id);
        expect(rows.map(({ start }) => start)).toEqual(expected);
        for (const { start, end } of rows) expect(Date.parse(end) - Date.parse(start)).toBe(minutes * 60_000);
        expect(here.orocrm.calendarEvents.list({ owner: 'ada' })).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });
});
