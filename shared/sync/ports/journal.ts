import type { MailboxAddress, OrocrmId, OutlookId, RunId } from '../../records/ids';
import type { EntityName, Side } from '../../records/record';
import type { ObjectionCode } from '../../rules/record-rules';

/** What was overwritten or deleted: written before it happens (spec 7). The only rows that hold values. */
export interface HistoryEntry {
  readonly id: string;
  readonly at: string;
  readonly runId: RunId | '';
  readonly mailbox: MailboxAddress;
  readonly entity: EntityName;
  readonly orocrmId: OrocrmId | '';
  readonly outlookId: OutlookId | '';
  readonly side: Side;
  readonly action: 'update' | 'delete';
  readonly rule: string;
  /** Properties of the written side, under its own names, as they were and as they were to be. */
  readonly before: Readonly<Record<string, unknown>>;
  readonly after: Readonly<Record<string, unknown>>;
}

/** The values from before as the adapters have them: an absent one is kept as null, since a row has no undefined. */
export const keptValues = ({ before }: Pick<HistoryEntry, 'before'>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(before).map(([name, value]) => [name, value ?? undefined]));

export interface HistoryState {
  add(entries: readonly HistoryEntry[]): Promise<void>;
  load(id: string): Promise<HistoryEntry | undefined>;
  /** Latest first; `record` is an OroCRM or Outlook id. */
  list(filter: {
    readonly mailbox?: MailboxAddress;
    readonly record?: string;
  }): Promise<readonly HistoryEntry[]>;
  removeBefore(time: Date): Promise<number>;
  /** Removes everything of a mailbox. */
  forget(mailbox: MailboxAddress): Promise<void>;
}

/** A record that could not be written: tried again when its version changes, daily, or on request. */
export interface FailedRecord {
  readonly id: string;
  readonly mailbox: MailboxAddress;
  readonly entity: EntityName;
  /** The side where the record is, and its id there. */
  readonly source: Side;
  readonly sourceId: OrocrmId | OutlookId;
  readonly reason: string;
  /** The rule of ours that the write would break, or '' where the other side refused it. */
  readonly objection: ObjectionCode | '';
  readonly version: string;
  readonly attempts: number;
  readonly at: string;
}

export interface FailedState {
  put(record: FailedRecord): Promise<void>;
  load(id: string): Promise<FailedRecord | undefined>;
  /** The failed rows of these records, by source id. */
  find(
    mailbox: MailboxAddress,
    entity: EntityName,
    source: Side,
    ids: readonly (OrocrmId | OutlookId)[],
  ): Promise<ReadonlyMap<string, FailedRecord>>;
  remove(mailbox: MailboxAddress, ids: readonly string[]): Promise<void>;
  list(mailbox: MailboxAddress | undefined): Promise<readonly FailedRecord[]>;
}

export type Severity = 'info' | 'warning' | 'error';

export interface Alert {
  /** The same trouble has the same id, so that it is raised once: code, mailbox, entity and record. */
  readonly id: string;
  readonly at: string;
  readonly severity: Severity;
  readonly code: string;
  readonly mailbox?: MailboxAddress;
  readonly entity?: EntityName;
  readonly record?: string;
  readonly message: string;
  readonly action?: string;
  readonly heldId?: string;
}

export interface AlertState {
  /** Raises, or renews the time of the same alert. A dismissed one comes back only when its trouble was cleared meanwhile. */
  raise(alert: Omit<Alert, 'id' | 'at'>): Promise<void>;
  /** The trouble is over: the alert goes. */
  clear(match: Pick<Alert, 'code'> & Partial<Pick<Alert, 'mailbox' | 'entity' | 'record'>>): Promise<void>;
  list(): Promise<readonly Alert[]>;
  /** Removes every alert about a mailbox, the dismissed ones too. */
  forget(mailbox: MailboxAddress): Promise<void>;
  /** Dismissed or not. */
  load(id: string): Promise<Alert | undefined>;
  /** @returns false when there is no such alert. */
  dismiss(id: string): Promise<boolean>;
}

/** Deletions that wait for a person (spec 7). */
export interface Held {
  readonly id: string;
  readonly at: string;
  readonly mailbox: MailboxAddress;
  readonly entity: EntityName;
  readonly runId: RunId | '';
  readonly count: number;
  readonly of: number;
  readonly decision: 'open' | 'released' | 'discarded';
}

export interface HeldState {
  put(held: Held): Promise<void>;
  load(id: string): Promise<Held | undefined>;
}
