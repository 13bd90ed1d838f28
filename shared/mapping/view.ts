import type { OrocrmRecord, OutlookRecord } from '../records/record';
import type { Mapping, View } from './lens';

/** The mapped fields of an OroCRM record in the common language. */
export function viewOfOrocrm<O extends OrocrmRecord, X extends OutlookRecord>(
  mapping: Mapping<O, X>,
  record: O,
): View {
  return Object.fromEntries(mapping.rows.map((row) => [row.field, row.fromOrocrm(record)]));
}

/** The mapped fields of an Outlook record in the common language. */
export function viewOfOutlook<O extends OrocrmRecord, X extends OutlookRecord>(
  mapping: Mapping<O, X>,
  record: X,
): View {
  return Object.fromEntries(mapping.rows.map((row) => [row.field, row.fromOutlook(record)]));
}
