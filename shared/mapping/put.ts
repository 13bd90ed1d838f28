import type { OrocrmRecord, OutlookRecord } from '../records/record';
import type { FieldRow, Mapping, Put, ViewValue } from './lens';
import { same } from './same';

/**
 * Writes Outlook's values into an OroCRM record, where they differ. No field written means that the pair agrees in
 * this direction (spec 5), whatever the views say: what OroCRM cannot express stays in Outlook.
 */
export function putOrocrm<O extends OrocrmRecord, X extends OutlookRecord>(
  mapping: Mapping<O, X>,
  target: O,
  source: X,
): Put<O> {
  return put(mapping.rows, target, {
    read: (row, record) => row.fromOrocrm(record),
    wanted: (row) => row.fromOutlook(source),
    write: (row, record) => row.toOrocrm(record, source),
  });
}

/** The same towards Outlook. */
export function putOutlook<O extends OrocrmRecord, X extends OutlookRecord>(
  mapping: Mapping<O, X>,
  target: X,
  source: O,
): Put<X> {
  const { record, fields } = put(mapping.rows, target, {
    read: (row, at) => row.fromOutlook(at),
    wanted: (row) => row.fromOrocrm(source),
    write: (row, at) => row.toOutlook(at, source),
  });
  if (fields.length === 0) return { record: target, fields };
  return { record: { ...record, ...mapping.settleOutlook?.(target, record) }, fields };
}

interface Side<Row, R> {
  read(row: Row, record: R): ViewValue;
  wanted(row: Row): ViewValue;
  write(row: Row, record: R): Partial<R>;
}

/** Rows apply in sequence, each on what the ones before made: the three addresses share one list. */
function put<O extends OrocrmRecord, X extends OutlookRecord, R extends object>(
  rows: readonly FieldRow<O, X>[],
  target: R,
  side: Side<FieldRow<O, X>, R>,
): Put<R> {
  let record = target;
  const written = new Set<string>();
  for (const row of rows) {
    if (same(side.read(row, record), side.wanted(row))) continue;
    const next = { ...record, ...side.write(row, record) };
    if (same(next, record)) continue;
    record = next;
    written.add(row.field);
  }
  // A row may have written for its neighbour too (names, the surfacing of a hidden item).
  const fields = rows
    .filter((row) => written.has(row.field) || !same(side.read(row, target), side.read(row, record)))
    .map((row) => row.field);
  return { record, fields };
}
