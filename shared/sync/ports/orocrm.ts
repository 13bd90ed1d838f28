import type { SyncError } from '../../errors';
import type { OrocrmId } from '../../records/ids';
import type { OrocrmRecord } from '../../records/record';
import type { CalendarWindow } from '../../rules/policy';

/** The present state of one record as a proven fact; what cannot be proven is thrown, never guessed. */
export type Reading<R> = { readonly state: 'there'; readonly record: R } | { readonly state: 'gone' };

/** Each record of a write has its own outcome, in the order asked. */
export type WriteOutcome<R> =
  | { readonly ok: true; readonly record: R }
  | {
      readonly ok: false;
      readonly error: SyncError;
      /** The record as it is now, where a write of several requests was done in part: that part is no user's edit. */
      readonly partly?: R;
    };

/** A change to write: the record as it was read, and as it shall be. Adapters send only what differs. */
export interface Change<R> {
  readonly current: R;
  readonly desired: R;
}

/** Everything that one read showed, with the server's clock (its Date header, else ours) at the answer. */
export interface ReadResult<R, Id> {
  readonly records: ReadonlyMap<Id, Reading<R>>;
  readonly at: Date;
}

/**
 * One record type of OroCRM as one mailbox may see it: with a user's own credential, what OroCRM shows that user;
 * with the service credential, exactly the records whose owner is the configured user (spec 1). Every method throws
 * `SyncError`: `operator` for credentials, permissions, a switched-off API; `retry` for the passing.
 */
export interface OrocrmStore<O extends OrocrmRecord> {
  /**
   * Reads up to 100 records. `gone` only when proven as spec 2 says (404; or 403 or a foreign owner while a list of
   * that type answered 200 and not empty in the same pass). Anything less certain throws: the side is unreadable.
   */
  read(ids: readonly OrocrmId[]): Promise<ReadResult<O, OrocrmId>>;
  /** One page of all available records with everything that is mapped, by ascending id (keyset). */
  page(after: OrocrmId | undefined, size: number): Promise<OrocrmPage<O>>;
  /** A record as far as a create can make it at once; what is missing follows by an update. */
  creatable(record: O): O;
  /** Creates; the id of each draft is ignored. `unknown-outcome` when the answer was lost. */
  create(drafts: readonly O[]): Promise<readonly WriteOutcome<O>[]>;
  /** Updates; the answer is the record as OroCRM holds it afterwards. */
  update(changes: readonly Change<O>[]): Promise<readonly WriteOutcome<O>[]>;
  /** Available records that changed at or after an instant, whole, oldest first: for open intents and late matches. */
  changedSince(since: Date): Promise<ReadResult<O, OrocrmId>>;
}

export interface OrocrmPage<O> {
  readonly records: readonly O[];
  /** Absent on the last page. */
  readonly next: OrocrmId | undefined;
  readonly at: Date;
}

/** Where the reading of changes goes on: `updatedAt` equal and id greater, then `updatedAt` greater. */
export interface OrocrmCursor {
  readonly updatedAt: string;
  readonly id: OrocrmId | '';
}

export interface OrocrmChange {
  readonly id: OrocrmId;
  readonly version: string;
  readonly owner: OrocrmId | '';
  /** Of an event in a listing: it lies wholly outside the window. It is there all the same. */
  readonly outside?: true;
}

/** What changed in one record type for all mailboxes of one credential. */
export interface OrocrmFeed {
  /**
   * All changes from the cursor on (two minutes of overlap are subtracted by the adapter), and how many records are
   * available in all. `owners` limits to records of these users (service credential); absent: all visible ones. The
   * owner of an event is its calendar, and a total of events counts its exceptions too.
   */
  changes(cursor: OrocrmCursor, owners?: readonly OrocrmId[]): Promise<OrocrmChanges>;
  /** Every available id with its owner; of events with a word on those outside the window. */
  ids(owners?: readonly OrocrmId[], window?: CalendarWindow): Promise<readonly OrocrmChange[]>;
  /** The server's clock now: a cursor that covers everything from here on. */
  now(): Promise<Date>;
}

export interface OrocrmChanges {
  readonly items: readonly OrocrmChange[];
  readonly cursor: OrocrmCursor;
  readonly total: number;
  readonly at: Date;
}
