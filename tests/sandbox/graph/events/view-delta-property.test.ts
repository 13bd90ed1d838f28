import fc from 'fast-check';
import { at as part, rows, stopAll, text } from '../harness';
import {
  ADA,
  at,
  hour,
  recurring,
  startCalendar,
  window,
  type Body,
  type CalendarBench,
} from './calendar-bench';

const WINDOW = window('2026-05-10T00:00:00Z', '2026-05-24T12:00:00Z');
const DAYS = Array.from({ length: 31 }, (_, index) => `2026-05-${String(index + 1).padStart(2, '0')}`);

const day = fc.constantFrom(...DAYS);
const pick = fc.nat(20);
const step = fc.oneof(
  fc.record({ kind: fc.constant('add' as const), day }),
  fc.record({ kind: fc.constant('addSeries' as const), day, interval: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ kind: fc.constant('rename' as const), pick }),
  fc.record({ kind: fc.constant('moveDay' as const), pick, day }),
  fc.record({
    kind: fc.constant('editOccurrence' as const),
    pick,
    other: pick,
    later: fc.integer({ min: 0, max: 2 }),
  }),
  fc.record({ kind: fc.constant('deleteOccurrence' as const), pick, other: pick }),
  fc.record({ kind: fc.constant('delete' as const), pick }),
  fc.record({ kind: fc.constant('restore' as const), pick }),
  fc.record({ kind: fc.constant('read' as const), size: fc.integer({ min: 1, max: 6 }) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** Knows of the calendar what delta told, and that a series comes whole or not at all. */
class Follower {
  readonly known = new Map<string, Body>();
  #url = `/calendarView/delta?${WINDOW}`;

  constructor(private readonly bench: CalendarBench) {}

  /** Reads one page; answers whether the round is over. */
  async page(size: number): Promise<boolean> {
    const { body } = await this.bench.call('GET', this.#url, undefined, `odata.maxpagesize=${size}`);
    for (const row of rows(body)) this.#learn(row);
    const next = part(body, '@odata.nextLink');
    this.#url = typeof next === 'string' ? next : text(body, '@odata.deltaLink');
    return typeof next !== 'string';
  }

  async catchUp(): Promise<void> {
    for (let round = 0; round < 2; round += 1) while (!(await this.page(4)));
  }

  #learn(row: Body): void {
    const id = text(row, 'id');
    const isWhole = row['type'] === 'seriesMaster' || row['type'] === 'singleInstance';
    if (isWhole || '@removed' in row) {
      this.known.delete(id);
      for (const [other, { seriesMasterId }] of this.known)
        if (seriesMasterId === id) this.known.delete(other);
    }
    if (!('@removed' in row) && row['type'] !== 'seriesMaster') this.known.set(id, row);
  }
}

/** What a person does; what cannot be done is not done. */
function act({ calendar }: CalendarBench, each: Exclude<Step, { kind: 'read' }>): void {
  const chosen = (deleted: boolean, index: number): string | undefined => {
    const all = calendar.events(ADA, { deleted });
    return all[index % Math.max(1, all.length)]?.id;
  };
  const occurrence = (id: string, index: number): string => {
    const start = text(calendar.event(ADA, id).event, 'recurrence', 'range', 'startDate');
    const days = DAYS.filter((other) => other >= start);
    return days[index % days.length] ?? start;
  };
  if (each.kind === 'add') {
    calendar.add(ADA, hour(each.day));
    return;
  }
  if (each.kind === 'addSeries') {
    const range = { type: 'numbered', startDate: each.day, numberOfOccurrences: 5 };
    calendar.add(ADA, hour(each.day, 'UTC', recurring({ type: 'daily', interval: each.interval }, range)));
    return;
  }
  const id = chosen(each.kind === 'restore', each.pick);
  if (id === undefined) return;
  switch (each.kind) {
    case 'rename':
      calendar.edit(ADA, id, { subject: `${each.pick}` });
      return;
    case 'moveDay': {
      const { start, end } = hour(each.day);
      calendar.edit(ADA, id, { start, end });
      return;
    }
    case 'editOccurrence': {
      const which = occurrence(id, each.other);
      const clock = (hours: number): Body => at(`${which}T${String(hours).padStart(2, '0')}:00:00`);
      calendar.editOccurrence(ADA, id, which, { start: clock(11 + each.later), end: clock(12 + each.later) });
      return;
    }
    case 'deleteOccurrence':
      calendar.deleteOccurrence(ADA, id, occurrence(id, each.other));
      return;
    case 'delete':
      calendar.delete(ADA, id);
      return;
    case 'restore':
      calendar.restore(ADA, id);
  }
}

let bench: CalendarBench;
beforeAll(async () => void (bench = await startCalendar()));
afterAll(stopAll);

it('who follows the delta of a calendar view knows the view, whatever people do meanwhile (property)', async () => {
  let edited = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      await bench.control.reset();
      bench.human.createUser({ id: bench.ada.split('/')[2] ?? '', userPrincipalName: ADA });
      bench.changeSettings({ viewDeltaReportsOccurrenceDeletion: true });
      const follower = new Follower(bench);
      for (const each of steps) {
        if (each.kind === 'read') {
          await follower.page(each.size);
          continue;
        }
        try {
          act(bench, each);
        } catch {
          // No such occurrence, or no series: a person cannot do it either.
          continue;
        }
        if (each.kind === 'editOccurrence') edited += 1;
      }
      await follower.catchUp();
      const view = await bench.list(`/calendarView?${WINDOW}&$top=1000`);
      const times = (events: Iterable<Body>): string[] =>
        [...events].map((event) => `${text(event, 'start', 'dateTime')} ${text(event, 'id')}`).sort();
      expect(times(follower.known.values())).toEqual(times(view));
    }),
    { numRuns: 60 },
  );
  expect(edited).toBeGreaterThan(0);
});
