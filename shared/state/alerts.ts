import { createHash } from 'node:crypto';
import { z } from 'zod';
import { SyncError } from '../errors';
import type { Alert, AlertState } from '../sync/ports/journal';
import { removeRows } from './remove-rows';
import { entitySchema, mailboxSchema } from './id-schemas';
import { readRow } from './read-row';
import type { Row, Table } from './table';
import { updateRow } from './update-row';

/** Alerts are few, and always read together. */
const partition = 'alerts';
const tries = 10;

const alertSchema = z.object({
  id: z.string(),
  at: z.string(),
  severity: z.enum(['info', 'warning', 'error']),
  code: z.string(),
  mailbox: mailboxSchema.optional(),
  entity: entitySchema.optional(),
  record: z.string().optional(),
  message: z.string(),
  action: z.string().optional(),
  heldId: z.string().optional(),
  dismissed: z.boolean(),
});
type StoredAlert = z.infer<typeof alertSchema>;

const read = (row: Row): StoredAlert => readRow(alertSchema, row.data, 'alert');

/** The same trouble has the same id. */
function alertId(alert: Omit<Alert, 'id' | 'at'>): string {
  const trouble = [alert.code, alert.mailbox ?? '', alert.entity ?? '', alert.record ?? ''];
  // The letter keeps an id of digits only from being taken for a number on its way through a trigger.
  return `a${createHash('sha256').update(JSON.stringify(trouble)).digest('hex').slice(0, 31)}`;
}

function toAlert(stored: StoredAlert): Alert {
  const { mailbox, entity, record, action, heldId } = stored;
  return {
    id: stored.id,
    at: stored.at,
    severity: stored.severity,
    code: stored.code,
    ...(mailbox === undefined ? {} : { mailbox }),
    ...(entity === undefined ? {} : { entity }),
    ...(record === undefined ? {} : { record }),
    message: stored.message,
    ...(action === undefined ? {} : { action }),
    ...(heldId === undefined ? {} : { heldId }),
  };
}

export const alertState = (table: Table, now: () => Date): AlertState => ({
  async raise(alert) {
    const id = alertId(alert);
    for (let attempt = 0; attempt < tries; attempt += 1) {
      const row = await table.load(partition, id);
      const dismissed = row !== undefined && read(row).dismissed;
      const data: StoredAlert = { ...alert, id, at: now().toISOString(), dismissed };
      const saved = await table.save({ partitionKey: partition, rowKey: id, data }, row?.etag ?? '');
      if (saved !== undefined) return;
    }
    throw new SyncError('An alert changes faster than it can be saved.', {
      kind: 'retry',
      code: 'changed-meanwhile',
    });
  },
  /** What the match leaves out may be anything. */
  async clear(match) {
    const over = (alert: StoredAlert): boolean =>
      alert.code === match.code &&
      (match.mailbox === undefined || alert.mailbox === match.mailbox) &&
      (match.entity === undefined || alert.entity === match.entity) &&
      (match.record === undefined || alert.record === match.record);
    const rows = await table.partition(partition);
    const keys = rows.filter((row) => over(read(row))).map((row) => row.rowKey);
    await removeRows(table, partition, keys);
  },
  async forget(mailbox) {
    const rows = await table.partition(partition);
    const keys = rows.filter((row) => read(row).mailbox === mailbox).map((row) => row.rowKey);
    await removeRows(table, partition, keys);
  },
  async list() {
    const alerts = (await table.partition(partition)).map(read);
    return alerts
      .filter((alert) => !alert.dismissed)
      .sort((a, b) => Date.parse(b.at) - Date.parse(a.at))
      .map(toAlert);
  },
  async load(id) {
    const row = await table.load(partition, id);
    return row && toAlert(read(row));
  },
  dismiss: (id) =>
    updateRow(table, partition, id, (data) => ({
      ...readRow(alertSchema, data, 'alert'),
      dismissed: true,
    })),
});
