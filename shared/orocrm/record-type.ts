import type { OrocrmRecord } from '../records/record';
import type { OrocrmId } from '../records/ids';
import type { Parsed } from './contact-document';
import type { MakeUp, Write } from './contact-changes';
import type { Query } from './json-api/client';
import type { Related, Resource } from './json-api/document';
import type { PlaceCodes, PlaceNames } from './place-names';

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
  create(draft: R, owner: OrocrmId | undefined, madeUp: MakeUp): Write;
  /** Undefined when nothing differs. */
  change(current: R, desired: R, madeUp: MakeUp): Write | undefined;
}
