import type { MailboxAddress, OrocrmId, OutlookId, RunId } from '../../records/ids';
import type { EntityName, Side } from '../../records/record';

export const countNames = [
  'found',
  'created',
  'updated',
  'deleted',
  'linked',
  'unchanged',
  'conflicts',
  'failed',
] as const;
export type Counts = Readonly<Record<(typeof countNames)[number], number>>;

/** Counts of one entity by the side written. */
export type EntityCounts = Readonly<Record<Side, Counts>>;

/** `remove-marks`: takes every mark out of the mailbox, then forgets it. */
export type RunKind = 'full' | 'changes' | 'resync' | 'remove-marks';
export type FirstSyncMode = 'rebuild' | 'relink';
export type RunStatus = 'running' | 'done' | 'failed' | 'held';

export interface Run {
  readonly id: RunId;
  readonly kind: RunKind;
  /** Absent on a parent run. */
  readonly mailbox: MailboxAddress | undefined;
  readonly parent: RunId | undefined;
  readonly children: readonly RunId[];
  readonly entities: readonly EntityName[];
  readonly mode: FirstSyncMode;
  readonly dryRun: boolean;
  readonly confirmed: boolean;
  readonly startedAt: string;
  readonly finishedAt: string | undefined;
  readonly status: RunStatus;
  readonly heldId: string;
}

export interface RunError {
  readonly entity: EntityName;
  readonly record: string;
  readonly message: string;
}

export interface PreviewItem {
  readonly entity: EntityName;
  readonly side: Side;
  readonly action: 'create' | 'update' | 'delete' | 'link' | 'stamp' | 'clear-stamp';
  readonly rule: string;
  readonly orocrmId: OrocrmId | '';
  readonly outlookId: OutlookId | '';
  readonly fields: readonly string[];
}

/** The part of a run that one message handled. Replaced, never incremented: a repeated message counts once. */
export interface Slice {
  readonly id: string;
  readonly entity: EntityName;
  /** What the handler of a step decided to do next: a repeated message sends the same again, without the work. */
  readonly next: string;
  readonly counts: EntityCounts;
  readonly errors: readonly RunError[];
  readonly preview: readonly PreviewItem[];
}

export interface RunState {
  create(run: Run): Promise<void>;
  load(id: RunId): Promise<Run | undefined>;
  /** Changes status, end or children; nothing else of a run ever changes. */
  update(
    id: RunId,
    change: Partial<Pick<Run, 'status' | 'finishedAt' | 'heldId' | 'children'>>,
  ): Promise<void>;
  /** Latest first. */
  list(mailbox: MailboxAddress | undefined, limit: number): Promise<readonly Run[]>;
  putSlice(run: RunId, slice: Slice): Promise<void>;
  slices(run: RunId): Promise<readonly Slice[]>;
  /** Removes runs that started before. @returns how many. */
  removeBefore(time: Date): Promise<number>;
}
