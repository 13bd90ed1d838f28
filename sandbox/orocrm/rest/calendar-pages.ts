import type { CalendarEvent } from '../calendar/event';
import type { CalendarBook } from '../calendar/calendar-book';
import type { Settings } from '../settings';
import { compares, instantTest, type RestParameter } from './query';

type Test = (event: CalendarEvent) => boolean;

function uidTest({ operator, value }: RestParameter): Test {
  return ({ uid }) => compares(uid, operator, value);
}

function testsOf(parameters: ReadonlyMap<string, RestParameter>): Test[] {
  return [...parameters.entries()].flatMap(([name, parameter]): Test[] => {
    if (name === 'createdAt' || name === 'updatedAt') {
      const test = instantTest(parameter);
      return [(event) => test(event[name])];
    }
    return name === 'uid' ? [uidTest(parameter)] : [];
  });
}

/**
 * Stored rows of a calendar that fit the filters. `recurringEventId` brings the exceptions of that series, and
 * the series itself whatever the other filters say (its condition is joined by OR).
 */
export function filteredRows(
  events: readonly CalendarEvent[],
  parameters: ReadonlyMap<string, RestParameter>,
): CalendarEvent[] {
  const tests = testsOf(parameters);
  const series = Number.parseInt(parameters.get('recurringEventId')?.value ?? '', 10) || undefined;
  return events.filter((event) => {
    if (event.id === series) return true;
    if (series !== undefined && event.recurringEvent !== series) return false;
    return tests.every((test) => test(event));
  });
}

/** A number for each event that looks like chance, and is the same for the same turn. */
function place(id: number, turn: number): number {
  let hash = (id * 0x9e3779b1 + turn * 0x85ebca6b) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
  return (hash ^ (hash >>> 12)) >>> 0;
}

/**
 * One page. There is no ORDER BY (reference section 3.2), so rows come in another order for every first page, and
 * in every third pass even between its pages: only a pass that agrees with another one can be believed.
 */
export function pageOf(
  rows: readonly CalendarEvent[],
  { page, limit }: { readonly page: number; readonly limit: number },
  book: CalendarBook,
  order: Settings['eventOrder'],
): CalendarEvent[] {
  const start = Math.max(page - 1, 0) * limit;
  if (page <= 1 || order === 'every-request') book.pass += 1;
  const turn = book.pass + (order === 'varied' && book.pass % 3 === 0 ? page * 1000 : 0);
  const ordered =
    order === 'stored'
      ? rows
      : [...rows].sort((a, b) => place(a.id, turn) - place(b.id, turn) || a.id - b.id);
  return ordered.slice(start, start + limit);
}
