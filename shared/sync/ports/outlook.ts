import type { SyncError } from '../../errors';
import type { MailboxAddress, OrocrmId, OutlookId } from '../../records/ids';
import type { OutlookRecord } from '../../records/record';
import type { CalendarWindow } from '../../rules/policy';
import type { Change, ReadResult, WriteOutcome } from './orocrm';

/** One record type of one mailbox. Throws `SyncError`; one mailbox's trouble is never another's. */
export interface OutlookStore<X extends OutlookRecord> {
  /** Reads records by id. `gone`: 404, or outside the synchronised folders (Deleted Items), spec 2. */
  read(ids: readonly OutlookId[]): Promise<ReadResult<X, OutlookId>>;
  /** One page of all records in the synchronised folders with everything that is mapped. The cursor is opaque. */
  page(cursor: string | undefined): Promise<OutlookPage<X>>;
  /**
   * One page of the records that carry a mark, as far as that its mark can be cleared: also those that a person has put
   * outside the synchronised folders. The cursor is opaque, and a page may be empty.
   */
  marked(cursor: string | undefined): Promise<OutlookPage<X>>;
  /** Every id in the synchronised folders. */
  ids(): Promise<readonly OutlookId[]>;
  /** A record as far as a create can make it at once; what is missing follows by an update. */
  creatable(record: X): X;
  /** Creates in the default folder, with the mark that each draft carries. `unknown-outcome` when the answer was lost. */
  create(drafts: readonly X[]): Promise<readonly WriteOutcome<X>[]>;
  /** Updates where the item still has the version that was read; else the outcome is `changed-meanwhile`. */
  update(changes: readonly Change<X>[]): Promise<readonly WriteOutcome<X>[]>;
  /** The recoverable delete, into Deleted Items. A record that is gone already counts as deleted. */
  remove(records: readonly X[]): Promise<readonly WriteOutcome<X>[]>;
  /** The records that carry one of these marks, for open intents and before a create. */
  findByMark(marks: readonly OrocrmId[]): Promise<readonly X[]>;
}

export interface OutlookPage<X> {
  readonly records: readonly X[];
  /** Absent on the last page. */
  readonly next: string | undefined;
}

export type OutlookChange =
  | { readonly id: OutlookId; readonly kind: 'changed'; readonly version: string }
  /** A hint only: a move looks the same. */
  | { readonly id: OutlookId; readonly kind: 'removed' };

/** Delta links of all synchronised folders of one mailbox and entity, opaque to everyone but the adapter. */
export type OutlookCursor = string;

export type OutlookChanges =
  | { readonly state: 'read'; readonly items: readonly OutlookChange[]; readonly cursor: OutlookCursor }
  /** The cursor is lost (410): a new one was not taken; the caller compares everything. */
  | { readonly state: 'expired' }
  | { readonly state: 'failed'; readonly error: SyncError };

export interface ChangesRequest {
  readonly mailbox: MailboxAddress;
  readonly cursor: OutlookCursor;
  /** Of events: what the cursor must cover. One that does not is renewed by a whole round. */
  readonly window: CalendarWindow;
}

/** The delta feeds of many mailboxes, read up to 20 at a time in one `$batch`. */
export interface OutlookFeed {
  /** Changes since each cursor. All pages are followed. Never throws: each mailbox has its own outcome. */
  changes(requests: readonly ChangesRequest[]): Promise<ReadonlyMap<MailboxAddress, OutlookChanges>>;
  /** A cursor for everything from now on (a whole delta round), of events in the window. */
  start(mailbox: MailboxAddress, window: CalendarWindow): Promise<OutlookCursor>;
}

/** The account behind an address. */
export interface OutlookAccount {
  /** Graph's id of the user: another one behind a known address holds the mailbox (spec 7). */
  readonly userId: string;
  /** IANA name. */
  readonly timeZone: string;
}

export interface OutlookDirectory {
  /** @throws SyncError `operator` when the address has no mailbox, or none that this application may use. */
  account(mailbox: MailboxAddress): Promise<OutlookAccount>;
}
