import fc from 'fast-check';
import { walkChanges, walkIds, wholeSecond, type FetchPage } from '../../../shared/orocrm/walk';

interface Row {
  readonly id: string;
  readonly version: string;
}

const epoch = Date.parse('2026-01-01T00:00:00Z');
const at = new Date(epoch);
const timeOf = (second: number): string => wholeSecond(new Date(epoch + second * 1000));

/** A list as OroCRM gives it: filters, order, pages; and what may happen between two pages. */
function table(rows: Map<number, number>, size: number, between: () => void): FetchPage<Row> {
  return (query) => {
    const atLeast = query['filter[updatedAt][gte]'];
    const exactly = query['filter[updatedAt]'];
    const after = Number(query['filter[id][gt]'] ?? 0);
    const byId = query['sort'] === 'id';
    const fitting = [...rows]
      .map(([id, second]) => ({ id, version: timeOf(second) }))
      .filter(({ id, version }) => id > after && (atLeast === undefined || version >= atLeast))
      .filter(({ version }) => exactly === undefined || version === exactly)
      .sort((a, b) => (byId ? a.id - b.id : a.version.localeCompare(b.version) || a.id - b.id));
    const items = fitting.slice(0, size).map(({ id, version }) => ({ id: String(id), version }));
    between();
    return Promise.resolve({ items, last: items.length === fitting.length, at });
  };
}

const rowsArbitrary = fc
  .array(fc.integer({ min: 0, max: 12 }), { maxLength: 40 })
  .map((seconds) => new Map(seconds.map((second, index) => [index + 1, second])));

describe('a walk over changes', () => {
  it('finds exactly what changed since, each once, whatever the pages and however many share a second', async () => {
    await fc.assert(
      fc.asyncProperty(
        rowsArbitrary,
        fc.integer({ min: 1, max: 7 }),
        fc.integer({ min: 0, max: 13 }),
        async (rows, size, since) => {
          const walked = await walkChanges(
            new Date(epoch + since * 1000),
            table(rows, size, () => undefined),
          );
          const expected = [...rows].filter(([, second]) => second >= since).map(([id]) => id);
          expect(walked.items.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual(expected);
        },
      ),
    );
  });

  it('misses nothing that was there at its start while rows go on changing', async () => {
    await fc.assert(
      fc.asyncProperty(
        rowsArbitrary,
        fc.integer({ min: 2, max: 5 }),
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 30 }),
        async (rows, size, edits) => {
          const before = [...rows.keys()];
          const left = [...edits];
          let clock = 20;
          const edit = (): void => {
            const id = left.pop();
            if (id !== undefined && rows.has(id)) rows.set(id, clock++);
          };
          const walked = await walkChanges(new Date(epoch), table(rows, size, edit));
          const found = new Set(walked.items.map(({ id }) => Number(id)));
          expect(before.filter((id) => !found.has(id))).toEqual([]);
        },
      ),
    );
  });

  it('ends with an error, not never, where order and filters are not obeyed', async () => {
    const items = [
      { id: '1', version: timeOf(5) },
      { id: '2', version: timeOf(1) },
    ];
    const stubborn: FetchPage<Row> = () => Promise.resolve({ items, last: false, at });
    await expect(walkChanges(new Date(epoch), stubborn)).rejects.toMatchObject({ code: 'bad-answer' });
    await expect(walkIds(stubborn)).rejects.toMatchObject({ code: 'bad-answer' });
  });

  it('refuses a version that is no time', async () => {
    const broken: FetchPage<Row> = () =>
      Promise.resolve({ items: [{ id: '1', version: 'yesterday' }], last: false, at });
    await expect(walkChanges(new Date(epoch), broken)).rejects.toMatchObject({ code: 'bad-answer' });
  });
});

describe('a walk over ids', () => {
  it('finds everything', async () => {
    await fc.assert(
      fc.asyncProperty(rowsArbitrary, fc.integer({ min: 1, max: 7 }), async (rows, size) => {
        const walked = await walkIds(table(rows, size, () => undefined));
        expect(walked.items.map(({ id }) => Number(id))).toEqual([...rows.keys()]);
      }),
    );
  });
});
