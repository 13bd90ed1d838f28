import type { Digest, MailboxAddress, OrocrmId, OutlookId, RunId } from '../../records/ids';
import type { EntityName, Side } from '../../records/record';

/** One digest per mapped field, by field name. */
export type Digests = Readonly<Record<string, Digest>>;

/** A linked pair, with one baseline per side as it was after the last synchronisation (spec 2). */
export interface Link {
  readonly orocrmId: OrocrmId;
  readonly outlookId: OutlookId;
  readonly orocrmBase: Digests;
  readonly outlookBase: Digests;
  /**
   * The versions last looked at: a poll that shows the same version need not look again. OroCRM's has whole seconds,
   * so it is stored only when it was read after its second had ended, else ''.
   */
  readonly orocrmSeen: string;
  readonly outlookSeen: string;
  /** Somebody else organises the event in Outlook: gone from there it is not made again (spec 5). */
  readonly foreign?: true;
}

/**
 * What is known of an OroCRM record:
 * - `candidate`: unlinked, to be matched by its key ('' matches nothing);
 * - `unlinked`: its partner is gone, and it is not to be taken for a new one.
 */
export type OrocrmRow =
  | { readonly id: OrocrmId; readonly state: 'linked'; readonly link: Link }
  | {
      readonly id: OrocrmId;
      readonly state: 'candidate';
      readonly key: Digest | '';
      readonly createdAt: string;
    }
  | { readonly id: OrocrmId; readonly state: 'unlinked' };

/**
 * What is known of an Outlook record. `mark` is the OroCRM_id that it carries.
 * - `candidate`: unlinked, no mark, to be matched by its key;
 * - `marked`: unlinked, carries a mark (a first sync has yet to treat it, or nothing may be done in this direction);
 * - `unlinked`: its partner is gone, and it is not to be taken for a new one;
 * - `twin`: an equal copy of a linked record, ignored (an alert was raised).
 */
export type OutlookRow =
  | { readonly id: OutlookId; readonly state: 'linked'; readonly orocrmId: OrocrmId }
  | {
      readonly id: OutlookId;
      readonly state: 'candidate';
      readonly key: Digest | '';
      readonly createdAt: string;
    }
  | { readonly id: OutlookId; readonly state: 'marked'; readonly mark: string; readonly run: RunId | '' }
  | { readonly id: OutlookId; readonly state: 'unlinked'; readonly mark: string }
  | { readonly id: OutlookId; readonly state: 'twin'; readonly mark: string };

/** A create that was begun: whoever finds it searches before creating (DESIGN: creates leave an intent first). */
export type Intent =
  | { readonly side: 'outlook'; readonly orocrmId: OrocrmId; readonly at: string }
  | {
      readonly side: 'orocrm';
      readonly outlookId: OutlookId;
      readonly at: string;
      /** Digest of everything the create sends: what to look for in OroCRM. */
      readonly content: Digest;
    };

/** A proven deletion, collected; one deletion step per mailbox and entity counts, then deletes or holds (spec 7). */
export interface DeletionCandidate {
  readonly outlookId: OutlookId;
  /** Set when a link dies with the record; absent for a mark that names no record. */
  readonly orocrmId: OrocrmId | '';
  readonly rule: string;
  readonly at: string;
  readonly state: 'pending' | 'held' | 'deleted';
  readonly heldId: string;
  readonly run: RunId | '';
}

export type RecordChange =
  | { readonly put: 'link'; readonly link: Link }
  | { readonly put: 'orocrm'; readonly row: Exclude<OrocrmRow, { state: 'linked' }> }
  | { readonly put: 'outlook'; readonly row: Exclude<OutlookRow, { state: 'linked' }> }
  | { readonly put: 'intent'; readonly intent: Intent }
  | { readonly put: 'deletion'; readonly deletion: DeletionCandidate }
  | { readonly forget: 'orocrm'; readonly id: OrocrmId }
  | { readonly forget: 'outlook'; readonly id: OutlookId }
  | { readonly forget: 'intent'; readonly side: Side; readonly sourceId: OrocrmId | OutlookId }
  | { readonly forget: 'deletion'; readonly outlookId: OutlookId };

export interface Candidate<Id> {
  readonly id: Id;
  readonly createdAt: string;
}

/** The state of one mailbox and entity, in one partition, so that related rows change together. */
export interface RecordState {
  orocrmRows(ids: readonly OrocrmId[]): Promise<ReadonlyMap<OrocrmId, OrocrmRow>>;
  outlookRows(ids: readonly OutlookId[]): Promise<ReadonlyMap<OutlookId, OutlookRow>>;
  /**
   * Applies changes in order, in transactions of up to 100 rows; the rows of one change are never split. Putting a
   * link writes both sides' rows. Indexes by key and by mark follow by themselves.
   */
  save(changes: readonly RecordChange[]): Promise<void>;
  /** Unlinked records of a side with this key, oldest first. */
  orocrmByKey(key: Digest): Promise<readonly Candidate<OrocrmId>[]>;
  outlookByKey(key: Digest): Promise<readonly Candidate<OutlookId>[]>;
  /** Unlinked Outlook records (`marked`, `unlinked`, `twin`) that carry this mark. */
  outlookByMark(mark: OrocrmId): Promise<readonly OutlookId[]>;
  /** All rows, by ascending id (numeric for OroCRM), from after an id on; a page at a time. */
  orocrmPage(after: OrocrmId | undefined, size: number): Promise<readonly OrocrmRow[]>;
  /** Rows with `after` < id <= `upTo` (numeric); `upTo` undefined: to the end. */
  orocrmRange(after: OrocrmId | undefined, upTo: OrocrmId | undefined): Promise<readonly OrocrmRow[]>;
  outlookPage(after: OutlookId | undefined, size: number): Promise<readonly OutlookRow[]>;
  outlookIds(): Promise<readonly OutlookId[]>;
  orocrmIds(): Promise<readonly OrocrmId[]>;
  intents(
    side: 'outlook',
    ids: readonly OrocrmId[],
  ): Promise<readonly Extract<Intent, { side: 'outlook' }>[]>;
  intents(side: 'orocrm', ids: readonly OutlookId[]): Promise<readonly Extract<Intent, { side: 'orocrm' }>[]>;
  deletions(): Promise<readonly DeletionCandidate[]>;
  /** Everything of this mailbox and entity is forgotten (a resync, or the mailbox is removed). */
  clear(): Promise<void>;
}

/** Where one mailbox and entity stands; one row, saved by ETag. */
export interface EntityProgress {
  /** `new`: a first sync is due; `first-sync`: one is under way; `steady`: polls may work. */
  readonly phase: 'new' | 'first-sync' | 'steady';
  readonly run: RunId | '';
  readonly orocrmCursor: { readonly updatedAt: string; readonly id: OrocrmId | '' } | undefined;
  readonly outlookCursor: string | undefined;
  /** Cursors of the reads that precede a create: they only move the horizon of known candidates. */
  readonly orocrmHorizon: string | undefined;
  readonly outlookHorizon: string | undefined;
  /** OroCRM's last total, by how much it exceeded what was known, and how many ids a listing found amiss then. */
  readonly explained: string;
  /** When each side was last read without trouble. */
  readonly readAt: Readonly<Partial<Record<Side, string | undefined>>>;
  /** When both had been: the earlier of the two. */
  readonly lastSuccess: string | undefined;
  readonly lastRun: RunId | '';
  /** When everything was last compared (a sweep or a first sync began). */
  readonly sweptAt: string | undefined;
  /** Key fields for which candidate keys were made; others mean that the keys must be rebuilt. */
  readonly keyFields: readonly string[];
}

export interface Stored<T> {
  readonly value: T;
  readonly etag: string;
}

export interface ProgressState {
  /** A row that is absent reads as `new` with etag ''. */
  load(mailbox: MailboxAddress, entity: EntityName): Promise<Stored<EntityProgress>>;
  /** @returns the new etag, or undefined when somebody else saved meanwhile. */
  save(
    mailbox: MailboxAddress,
    entity: EntityName,
    value: EntityProgress,
    etag: string,
  ): Promise<string | undefined>;
  clear(mailbox: MailboxAddress): Promise<void>;
}

/** Which mailboxes hold a link to an OroCRM record: all of them look when one has written it. */
export interface SharingState {
  add(entity: EntityName, mailbox: MailboxAddress, ids: readonly OrocrmId[]): Promise<void>;
  remove(entity: EntityName, mailbox: MailboxAddress, ids: readonly OrocrmId[]): Promise<void>;
  others(
    entity: EntityName,
    mailbox: MailboxAddress,
    ids: readonly OrocrmId[],
  ): Promise<ReadonlyMap<MailboxAddress, readonly OrocrmId[]>>;
}
