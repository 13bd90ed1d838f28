import { z } from 'zod';
import type { SettingsPatch, SettingsState } from '../sync/ports/settings';
import { readRow } from './read-row';
import type { Table } from './table';

const partition = 'settings';
const row = 'install';

/** Checks what a row says about settings against the table of settings, which the storage does not know. */
export type ReadSettings = (stored: Readonly<Record<string, unknown>>) => SettingsPatch;

const rawSchema = z.record(z.string(), z.unknown());

export const readSettings = (read: ReadSettings, data: unknown): SettingsPatch =>
  read(readRow(rawSchema, data, 'setting'));

export const settingsState = (table: Table, read: ReadSettings): SettingsState => ({
  async load() {
    const stored = await table.load(partition, row);
    return stored === undefined
      ? { value: {}, etag: '' }
      : { value: readSettings(read, stored.data), etag: stored.etag };
  },
  save: (patch, etag) => table.save({ partitionKey: partition, rowKey: row, data: patch }, etag),
});
