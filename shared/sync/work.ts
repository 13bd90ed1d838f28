import type { Mapping } from '../mapping/lens';
import type { MailboxAddress, RunId } from '../records/ids';
import type { EntityName, OrocrmRecord, OutlookRecord } from '../records/record';
import type { CalendarWindow, ConflictResolution, Direction, MeetingUpdates } from '../rules/policy';
import type { EntityAdapters, Connections } from './ports/connections';
import type { AlertState, FailedState, HeldState, HistoryState } from './ports/journal';
import type { MailboxState } from './ports/mailboxes';
import type { Metrics } from './ports/metrics';
import type { Queue } from './ports/queue';
import type { RunState } from './ports/runs';
import type { ScheduleState } from './ports/schedule';
import type { SecretStore } from './ports/secrets';
import type { SettingsSource } from './ports/settings';
import type { ProgressState, RecordState, SharingState } from './ports/state';

/** Everything outside the operations. Built once, in the composition root. */
export interface Ports {
  readonly clock: () => Date;
  readonly newId: () => string;
  readonly connections: Connections;
  readonly queue: Queue;
  readonly records: (mailbox: MailboxAddress, entity: EntityName) => RecordState;
  readonly progress: ProgressState;
  readonly sharing: SharingState;
  readonly runs: RunState;
  readonly history: HistoryState;
  readonly failed: FailedState;
  readonly alerts: AlertState;
  readonly held: HeldState;
  readonly schedule: ScheduleState;
  readonly mailboxes: MailboxState;
  readonly settings: SettingsSource;
  readonly secrets: SecretStore;
  /** Key of all digests at rest. */
  readonly digestKey: () => Promise<Buffer>;
  readonly metrics: Metrics;
  /** A line for the operator's log: ids and counts only. */
  readonly log: (line: string) => void;
}

/** What the settings say about one mailbox and entity. */
export interface Policy {
  readonly direction: Direction;
  readonly conflictResolution: ConflictResolution;
  readonly keyFields: readonly string[];
  readonly keepHistory: boolean;
  readonly window: CalendarWindow;
  readonly meetingUpdates: MeetingUpdates;
}

/** One mailbox and entity at work. */
export interface Work {
  readonly ports: Ports;
  readonly mailbox: MailboxAddress;
  readonly entity: EntityName;
  readonly policy: Policy;
  readonly adapters: EntityAdapters;
  readonly state: RecordState;
  readonly digestKey: Buffer;
  readonly run: RunId | '';
  /** `relink`: step 1 of a first sync, in which a mark that names no record is cleared, and nothing is deleted. */
  readonly stage: 'steady' | 'relink';
}

export type AnyMapping = Mapping<OrocrmRecord, OutlookRecord>;
