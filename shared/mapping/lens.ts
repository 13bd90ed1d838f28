import type { OrocrmRecord, OutlookRecord } from '../records/record';

/** A value in the common language of both sides: plain JSON in one canonical form. */
export type ViewValue =
  string | boolean | null | readonly ViewValue[] | { readonly [name: string]: ViewValue };

/** The mapped fields of a record in the common language, by field name. */
export type View = Readonly<Record<string, ViewValue>>;

/**
 * One row of a mapping table. Both sides are read into one canonical form; two records agree on the field when
 * the forms are equal, and then nothing is written, so what one side cannot express survives there (spec 5, laws).
 * A write is asked for only when they differ; it returns the properties of the written side that change.
 */
export interface FieldRow<O extends OrocrmRecord, X extends OutlookRecord> {
  readonly field: string;
  /** The properties of each side that the row reads and writes: what the change history keeps. */
  readonly orocrm: readonly string[];
  readonly outlook: readonly string[];
  // Methods, not function properties: so a table of contacts is usable as a table of records.
  fromOrocrm(record: O): ViewValue;
  fromOutlook(record: X): ViewValue;
  toOrocrm(target: O, source: X): Partial<O>;
  toOutlook(target: X, source: O): Partial<X>;
}

export interface Mapping<O extends OrocrmRecord, X extends OutlookRecord> {
  readonly rows: readonly FieldRow<O, X>[];
  /** Records with nothing in them, the start of a create. */
  readonly blankOrocrm: O;
  readonly blankOutlook: X;
  /** Outlook properties that follow from mapped ones (the display name), once the rows have been written. */
  settleOutlook?(before: X, after: X): Partial<X>;
}

/** A record after a put, with the mapped fields that were written. */
export interface Put<R> {
  readonly record: R;
  readonly fields: readonly string[];
}
