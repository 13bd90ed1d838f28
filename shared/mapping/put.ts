import type { OrocrmRecord, OutlookRecord } from '../records/record';
import type { Direction } from '../rules/policy';
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
    properties: (row) => row.orocrm,
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
    properties: (row) => row.outlook,
    read: (row, at) => row.fromOutlook(at),
    wanted: (row) => row.fromOrocrm(source),
    write: (row, at) => row.toOutlook(at, source),
  });
  if (fields.length === 0) return { record: target, fields };
  return { record: { ...record, ...mapping.settleOutlook?.(target, record) }, fields };
}

/** Does a pair agree: would a put in an active direction change nothing (spec 5)? */
export function agree<O extends OrocrmRecord, X extends OutlookRecord>(
  mapping: Mapping<O, X>,
  orocrm: O,
  outlook: X,
  direction: Direction,
): boolean {
  const inOutlook = () => putOutlook(mapping, outlook, orocrm).fields.length === 0;
  const inOrocrm = () => putOrocrm(mapping, orocrm, outlook).fields.length === 0;
  switch (direction) {
    case 'orocrm-to-outlook':
      return inOutlook();
    case 'outlook-to-orocrm':
      return inOrocrm();
    case 'bidirectional':
      return inOutlook() && inOrocrm();
  }
}

interface Side<Row, R> {
  /** The properties of the written side that a row touches. */
  properties(row: Row): readonly string[];
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
  const changed = changedProperties(target, record);
  const fields = rows
    .filter((row) => {
      if (written.has(row.field)) return true;
      if (!side.properties(row).some((property) => changed.has(property))) return false;
      return !same(side.read(row, target), side.read(row, record));
    })
    .map((row) => row.field);
  return { record, fields };
}

function changedProperties(before: object, after: object): ReadonlySet<string> {
  const old = new Map<string, unknown>(Object.entries(before));
  return new Set(
    Object.entries(after).flatMap(([name, value]) => (Object.is(old.get(name), value) ? [] : [name])),
  );
}
