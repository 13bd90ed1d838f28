import type { OrocrmRecord } from '../records/record';
import type { OrocrmId } from '../records/ids';
import type { Query } from './json-api/client';
import type { Related, Resource, WriteDocument } from './json-api/document';
import type { PlaceCodes, PlaceNames } from './place-names';

/** A record, or what the document lacks to make one. */
export type Parsed<R> =
  { readonly complete: true; readonly record: R } | { readonly complete: false; readonly missing: string };

/** A write, and the related records that must be gone after it. */
export interface Write {
  readonly document: WriteDocument;
  readonly removed: readonly string[];
}

/** Gives ids to new related records; one request must not use one twice (reference 1.4). */
export type MakeUp = () => string;

/** One JSON:API type that is synchronised: everything that differs between contacts and the types to come. */
export interface RecordType<R extends OrocrmRecord> {
  /** `contacts` */
  readonly type: string;
  /** The fields and related records that a whole record needs. */
  readonly query: Query;
  /** The same without includes that follow a relationship of a relationship. */
  readonly plainQuery: Query;
  parse(resource: Resource, related: Related, names: PlaceNames, current?: R): Parsed<R>;
  /** Codes of places whose names must be looked up before `parse`. */
  unnamedPlaces(included: readonly Resource[], related: Related): PlaceCodes;
  /** A record as far as one create can make it. */
  creatable(record: R): R;
  create(draft: R, owner: OrocrmId | undefined, madeUp: MakeUp): Write;
  /** Undefined when nothing differs. */
  change(current: R, desired: R, madeUp: MakeUp): Write | undefined;
  /** The type of the related records that `Write.removed` names. */
  readonly relatedType: string;
  /** The ids of the related records that a record still has. */
  relatedIds(record: R): readonly string[];
}
