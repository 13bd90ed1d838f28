import fc from 'fast-check';
import { eventMapping } from '../../../../shared/mapping/event/event-mapping';
import type { OutlookEvent } from '../../../../shared/records/event';
import { outlookEvent } from '../../mapping/event-arbitraries';
import { SimulatedCalendar } from './support/simulated-calendar';

let calendar: SimulatedCalendar;

beforeAll(async () => {
  calendar = await SimulatedCalendar.start();
  await calendar.mailboxes.reset();
  calendar.graph.changeSettings({ seriesMayOverlap: true, requestsPerTenMinutes: 1_000_000 });
});
afterAll(() => calendar.graph.stop());

const { rows } = eventMapping({ mailbox: 'UTC', orocrm: 'UTC' });
/** Everything that is mapped, in the form in which it is compared. */
const view = (event: OutlookEvent | undefined): unknown =>
  event && Object.fromEntries(rows.map((row) => [row.field, row.fromOutlook(event)]));

it('any event becomes any other one, or Exchange says no; and what is so already is not written again', async () => {
  const counts = { written: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(outlookEvent, outlookEvent, async (before, after) => {
      const [made] = await calendar.events.create([before]);
      if (made?.ok !== true) throw made?.error ?? new Error('No outcome.');
      let current = made.record;
      for (const wanted of [before, after]) {
        const { id, version } = current;
        const desired = { ...wanted, id, version };
        calendar.writes();
        const outcome = await calendar.changed(current, desired);
        const now = await calendar.readOne(id);
        if (now === undefined) throw new Error('Not there.');
        if (outcome.ok) {
          counts.written += 1;
          expect(outcome.record).toEqual(now);
          expect(view(now)).toEqual(view(desired));
          calendar.writes();
          expect(await calendar.changed(now, { ...desired, version: now.version })).toEqual({
            ok: true,
            record: now,
          });
          expect(calendar.writes()).toEqual([]);
        } else {
          counts.refused += 1;
          expect(outcome.error).toMatchObject({ kind: 'give-up', code: 'refused-value' });
          expect(outcome.partly ?? current).toEqual(now);
        }
        current = now;
      }
    }),
    { numRuns: 40 },
  );
  expect(counts.written).toBeGreaterThan(counts.refused);
}, 120_000);
