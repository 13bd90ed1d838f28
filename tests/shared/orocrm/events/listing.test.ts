import fc from 'fast-check';
import type { OrocrmEvent } from '../../../../shared/records/event';
import type { OrocrmId } from '../../../../shared/records/ids';
import { calendar, CalendarServer, daily, exception, stored } from './calendar-server';

let server: CalendarServer;
afterEach(() => server.stop());

const serve = async (...rows: CalendarServer['rows']) => (server = await new CalendarServer(rows).start());

const many = (count: number): CalendarServer['rows'] =>
  Array.from({ length: count }, (_, index) => stored(index + 1));

async function pages(size: number): Promise<readonly (readonly OrocrmEvent[])[]> {
  const store = server.connection.events(calendar);
  const found: (readonly OrocrmEvent[])[] = [];
  let after: OrocrmId | undefined;
  do {
    const page = await store.page(after, size);
    found.push(page.records);
    after = page.next;
  } while (after !== undefined);
  return found;
}

it('hands out a calendar by ascending id, whatever order it comes in', async () => {
  await serve(
    stored(100),
    exception(8, 7, '2026-03-12'),
    stored(9),
    stored(7, { recurrence: daily }),
    stored(20),
  );
  expect((await pages(2)).map((page) => page.map(({ id }) => id))).toEqual([
    ['7', '9'],
    ['20', '100'],
  ]);
  expect(server.lists()).toHaveLength(1);
});

it('reads anew with every first page', async () => {
  await serve(stored(7));
  expect((await pages(10)).flat()).toHaveLength(1);
  server.rows.push(stored(9));
  expect((await pages(10)).flat()).toHaveLength(2);
});

it('has an empty page of an empty calendar', async () => {
  await serve();
  expect(await pages(10)).toEqual([[]]);
});

it('goes on after an id that is gone', async () => {
  await serve(...many(4));
  const store = server.connection.events(calendar);
  await store.page(undefined, 2);
  server.rows = server.rows.filter(({ id }) => id !== 2);
  expect((await store.page('2' as OrocrmId, 5)).records.map(({ id }) => id)).toEqual(['3', '4']);
});

it('shows every event once though the order changes with every page', async () => {
  await serve(...many(2500));
  let turn = 0;
  const shuffled = (rows: CalendarServer['rows']) =>
    [...rows].sort((a, b) => hash(a.id + turn) - hash(b.id + turn));
  // Out of order while two readings go on, in one order from then on.
  server.order = (rows) => {
    turn = Math.min(turn + 1, 6);
    return shuffled([...rows]);
  };
  expect((await pages(1000)).flat().map(({ id }) => Number(id))).toEqual(many(2500).map(({ id }) => id));
});

it('gives up, for now, on a list that never comes to rest', async () => {
  await serve(...many(1500));
  let turn = 0;
  server.order = (rows) => {
    turn += 1;
    return [...rows].sort((a, b) => hash(a.id + turn) - hash(b.id + turn));
  };
  await expect(pages(1000)).rejects.toMatchObject({ kind: 'retry', code: 'bad-answer' });
});

it.each([true, false])('reads on where pages are smaller than asked for (counted: %s)', async (counts) => {
  await serve(...many(30));
  server.counts = counts;
  server.largestPage = counts ? 7 : 1000;
  expect((await pages(100)).flat()).toHaveLength(30);
});

it('passes on a refusal', async () => {
  await serve();
  server.instead = ({ path }) => (path.endsWith('/calendarevents') ? { status: 403, body: {} } : undefined);
  await expect(pages(10)).rejects.toMatchObject({ kind: 'operator', code: 'forbidden' });
});

it('names what a row lacks, and no value of it', async () => {
  await serve(stored(7, { start: 'Dinner with Eve' }));
  await expect(pages(10)).rejects.toThrow(
    "OroCRM's answer about calendarevents lacks what it must hold (start).",
  );
});

it('slices any calendar into what it holds', async () => {
  await serve();
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.integer({ min: 1, max: 10_000 }), { maxLength: 12 }),
      fc.integer({ min: 1, max: 5 }),
      async (ids, size) => {
        server.rows = ids.map((id) => stored(id));
        const found = await pages(size);
        expect(found.flat().map(({ id }) => Number(id))).toEqual([...ids].sort((a, b) => a - b));
        expect(found.every((page) => page.length <= size)).toBe(true);
      },
    ),
    { numRuns: 25 },
  );
});

/** A fixed disorder. */
const hash = (value: number): number => (value * 2654435761) % 4294967296;
