import type { MailboxAddress } from '../records/ids';
import type { EntityName } from '../records/record';
import type { AlertState, FailedState, HeldState, HistoryState } from '../sync/ports/journal';
import type { MailboxState } from '../sync/ports/mailboxes';
import type { RunState } from '../sync/ports/runs';
import type { ScheduleState } from '../sync/ports/schedule';
import type { SettingsState } from '../sync/ports/settings';
import type { ProgressState, RecordState, SharingState } from '../sync/ports/state';
import { alertState } from './alerts';
import { connectTables, type OpenTable, type StorageConnection } from './connection';
import { tables } from './declaration';
import { failedState } from './failed';
import { heldState } from './held';
import { historyState } from './history';
import { mailboxState } from './mailboxes';
import { progressState } from './progress';
import { RecordRows } from './record-rows';
import { runState } from './runs';
import { scheduleState } from './schedule';
import { settingsState, type ReadSettings } from './settings';
import { sharingState } from './sharing';

/** Everything that is kept in Table Storage, by concern. */
export interface State {
  /** Cheap: make one for each piece of work. */
  readonly records: (mailbox: MailboxAddress, entity: EntityName) => RecordState;
  readonly progress: ProgressState;
  readonly sharing: SharingState;
  readonly runs: RunState;
  readonly history: HistoryState;
  readonly failed: FailedState;
  readonly alerts: AlertState;
  readonly held: HeldState;
  readonly schedule: ScheduleState;
  readonly settings: SettingsState;
  readonly mailboxes: MailboxState;
  /** For what else is kept in tables (the local secret store). */
  readonly table: OpenTable;
}

/**
 * Opens the state; nothing is sent before the first use.
 * @param readSettings checks stored settings; what is no longer allowed is left out.
 */
export function openState(
  connection: StorageConnection,
  readSettings: ReadSettings,
  now: () => Date = () => new Date(),
): State {
  const table = connectTables(connection);
  return {
    records: (mailbox, entity) => new RecordRows(table(tables.records), mailbox, entity),
    progress: progressState(table(tables.progress)),
    sharing: sharingState(table(tables.sharing)),
    runs: runState(table(tables.runs)),
    history: historyState(table(tables.history)),
    failed: failedState(table(tables.failed)),
    alerts: alertState(table(tables.alerts), now),
    held: heldState(table(tables.held)),
    schedule: scheduleState(table(tables.schedule)),
    settings: settingsState(table(tables.settings), readSettings),
    mailboxes: mailboxState(table(tables.mailboxes), readSettings),
    table,
  };
}
