import fc from 'fast-check';
import { DatabaseSync } from 'node:sqlite';
import { EntityRows } from '../../../sandbox/azurite/entity-rows';
import { parseFilter } from '../../../sandbox/azurite/key-bounds';

const key = fc.constantFrom('', 'a', 'b', 'b!', 'c', 'ä', '\u{1F600}');
const quoted = (text: string): string => `'${text}'`;
const condition = fc
  .tuple(fc.constantFrom('PartitionKey', 'RowKey'), fc.constantFrom('eq', 'ge', 'gt', 'le', 'lt', 'ne'), key)
  .map(([name, operator, value]) => `${name} ${operator} ${quoted(value)}`);
const filter: fc.Arbitrary<string> = fc.letrec<{ filter: string }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 3 },
    condition,
    fc
      .tuple(tie('filter'), fc.constantFrom('and', 'or'), tie('filter'))
      .map(([one, joint, other]) => `(${one}) ${joint} (${other})`),
    tie('filter').map((inner) => `not (${inner})`),
  ),
})).filter;

const entities = fc.uniqueArray(
  fc.record({
    PartitionKey: key,
    RowKey: key,
    properties: fc.constant({}),
    lastModifiedTime: fc.constant(''),
    eTag: fc.constant(''),
  }),
  { selector: (row) => JSON.stringify([row.PartitionKey, row.RowKey]) },
);

describe('what a filter says about keys', () => {
  it('never leaves out a row that the filter takes', () => {
    fc.assert(
      fc.property(filter, entities, (text, stored) => {
        const rows = new EntityRows(new DatabaseSync(':memory:'));
        for (const entity of stored) rows.put('t', entity);
        const parsed = parseFilter(text);
        const everything = { partition: undefined, rowFrom: undefined, rowTo: undefined };
        const scanned = [...rows.range('t', everything, undefined)].filter((row) => parsed.matches(row));
        const bounded = [...rows.range('t', parsed.bounds, undefined)].filter((row) => parsed.matches(row));
        expect(bounded).toEqual(scanned);
        expect([...rows.range('t', everything, undefined)]).toHaveLength(stored.length);
      }),
    );
  });

  it('narrows the queries of the state to the rows that they ask for', () => {
    const bounds = parseFilter("PartitionKey eq 'p''q' and RowKey ge 'o:1' and RowKey lt 'o:2'").bounds;
    expect(bounds).toEqual({ partition: "p'q", rowFrom: 'o:1', rowTo: 'o:2' });
  });

  it.each(['PartitionKey eq', "'a' eq 'b'", 'nonsense ((', "RowKey eq 'a' and"])('refuses %s', (text) => {
    expect(() => parseFilter(text)).toThrow();
  });

  it.each([undefined, '', 'true'])('takes %s for everything', (text) => {
    expect(parseFilter(text).matches({})).toBe(true);
  });
});
