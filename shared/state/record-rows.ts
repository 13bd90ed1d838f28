import { SyncError } from '../errors';
import type { Digest, MailboxAddress, OrocrmId, OutlookId } from '../records/ids';
import type { EntityName, Side } from '../records/record';
import type {
  Candidate,
  DeletionCandidate,
  Intent,
  OrocrmRow,
  OutlookRow,
  RecordChange,
  RecordState,
} from '../sync/ports/state';
import { loadOrocrmRows } from './dense-read';
import { readIntents } from './intents';
import {
  indexKeyOf,
  keyIndexPrefix,
  markIndexPrefix,
  orocrmIdAt,
  orocrmRowKey,
  outlookIdAt,
  outlookRowKey,
  prefixes,
  prefixRange,
  rangeAfter,
  recordsPartition,
} from './record-keys';
import { absent, planChange, rowsToKnow, type Seen } from './record-plan';
import { deletionSchema, orocrmRowSchema, outlookRowSchema } from './record-schemas';
import { removePartition } from './remove-rows';
import { readRow } from './read-row';
import { missing, type KeyRange, type Row, type Table } from './table';
import { Transaction } from './transaction';

const maxRemembered = 20_000;
const tries = 3;

/**
 * The state of one mailbox and entity. Cheap to make: make one for each piece of work. It remembers which rows it saw
 * and which index rows go with them, so that a save needs no reads of its own for rows that were just read. What it
 * remembers may be out of date (another process works on the mailbox); then a stale index row may stay, which readers
 * recognise and ignore, and a delete of what is gone makes the save start over.
 */
export class RecordRows implements RecordState {
  readonly #partition: string;
  readonly #seen = new Map<string, Seen>();

  constructor(
    private readonly table: Table,
    mailbox: MailboxAddress,
    entity: EntityName,
  ) {
    this.#partition = recordsPartition(mailbox, entity);
  }

  async orocrmRows(ids: readonly OrocrmId[]): Promise<ReadonlyMap<OrocrmId, OrocrmRow>> {
    const rows = await loadOrocrmRows(this.table, this.#partition, ids);
    this.#rememberAbsent(ids.map(orocrmRowKey));
    return new Map(rows.map((row) => this.#orocrm(row)).map((row) => [row.id, row]));
  }

  async outlookRows(ids: readonly OutlookId[]): Promise<ReadonlyMap<OutlookId, OutlookRow>> {
    const keys = ids.map(outlookRowKey);
    const rows = await this.table.loadMany(this.#partition, keys);
    this.#rememberAbsent(keys);
    return new Map([...rows.values()].map((row) => this.#outlook(row)).map((row) => [row.id, row]));
  }

  async save(changes: readonly RecordChange[]): Promise<void> {
    for (let attempt = 0; attempt < tries; attempt += 1) {
      this.#doubtAbsence(changes);
      await this.#learn(changes.flatMap(rowsToKnow));
      // A change says how rows shall be, whatever they were, so doing all of them again does no harm.
      if (await this.#apply(changes)) return;
    }
    throw new SyncError('The rows of the mailbox change faster than they can be saved.', {
      kind: 'retry',
      code: 'changed-meanwhile',
    });
  }

  async orocrmByKey(key: Digest): Promise<readonly Candidate<OrocrmId>[]> {
    const ids = await this.#index(keyIndexPrefix('orocrm', key), orocrmIdAt);
    return oldestFirst([...(await this.orocrmRows(ids)).values()], key);
  }

  async outlookByKey(key: Digest): Promise<readonly Candidate<OutlookId>[]> {
    const ids = await this.#index(keyIndexPrefix('outlook', key), outlookIdAt);
    return oldestFirst([...(await this.outlookRows(ids)).values()], key);
  }

  async outlookByMark(mark: OrocrmId): Promise<readonly OutlookId[]> {
    const prefix = markIndexPrefix(mark);
    const rows = await this.outlookRows(await this.#index(prefix, outlookIdAt));
    return [...rows.values()]
      .filter((row) => indexKeyOf(row, 'outlook')?.startsWith(prefix))
      .map((row) => row.id);
  }

  async orocrmPage(after: OrocrmId | undefined, size: number): Promise<readonly OrocrmRow[]> {
    return (await this.#range(rangeAfter(prefixes.orocrm, after && orocrmRowKey(after)), size)).map((row) =>
      this.#orocrm(row),
    );
  }

  async orocrmRange(after: OrocrmId | undefined, upTo: OrocrmId | undefined): Promise<readonly OrocrmRow[]> {
    const { from, to } = rangeAfter(prefixes.orocrm, after && orocrmRowKey(after));
    const end = upTo === undefined ? to : rangeAfter(prefixes.orocrm, orocrmRowKey(upTo)).from;
    return (await this.#range({ from, to: end })).map((row) => this.#orocrm(row));
  }

  /** In the order of the encoded ids, which is the same on every call. */
  async outlookPage(after: OutlookId | undefined, size: number): Promise<readonly OutlookRow[]> {
    return (await this.#range(rangeAfter(prefixes.outlook, after && outlookRowKey(after)), size)).map((row) =>
      this.#outlook(row),
    );
  }

  orocrmIds(): Promise<readonly OrocrmId[]> {
    return this.#index(prefixes.orocrm, orocrmIdAt);
  }

  outlookIds(): Promise<readonly OutlookId[]> {
    return this.#index(prefixes.outlook, outlookIdAt);
  }

  intents(
    side: 'outlook',
    ids: readonly OrocrmId[],
  ): Promise<readonly Extract<Intent, { side: 'outlook' }>[]>;
  intents(side: 'orocrm', ids: readonly OutlookId[]): Promise<readonly Extract<Intent, { side: 'orocrm' }>[]>;
  intents(side: Side, ids: readonly (OrocrmId | OutlookId)[]): Promise<readonly Intent[]> {
    return readIntents(this.table, this.#partition, side, ids);
  }

  async deletions(): Promise<readonly DeletionCandidate[]> {
    const rows = await this.#range(prefixRange(prefixes.deletion));
    return rows.map((row) => readRow(deletionSchema, row.data, 'deletion candidate'));
  }

  async clear(): Promise<void> {
    this.#seen.clear();
    await removePartition(this.table, this.#partition);
  }

  async #apply(changes: readonly RecordChange[]): Promise<boolean> {
    const transaction = new Transaction();
    const flush = async (): Promise<boolean> => {
      const outcome = await this.table.transact(this.#partition, transaction.take());
      return outcome !== missing;
    };
    try {
      for (const change of changes) {
        // A read beside this save may have made room in what is remembered.
        if (!rowsToKnow(change).every((rowKey) => this.#seen.has(rowKey))) return this.#mistaken();
        const plan = planChange(change, (rowKey) => this.#seen.get(rowKey) ?? absent);
        if (!transaction.fits(plan.operations) && !(await flush())) return this.#mistaken();
        transaction.add(plan.operations);
        for (const [rowKey, seen] of plan.after) this.#seen.set(rowKey, seen);
      }
      return (await flush()) || this.#mistaken();
    } catch (thrown) {
      this.#seen.clear();
      throw thrown;
    }
  }

  /** What was believed proved wrong, and is forgotten. */
  #mistaken(): false {
    this.#seen.clear();
    return false;
  }

  /** A row that is to be forgotten is looked for again: believing that it is not there would leave it. */
  #doubtAbsence(changes: readonly RecordChange[]): void {
    for (const rowKey of changes.flatMap((change) => ('forget' in change ? rowsToKnow(change) : []))) {
      if (this.#seen.get(rowKey)?.there === false) this.#seen.delete(rowKey);
    }
  }

  async #learn(rowKeys: readonly string[]): Promise<void> {
    if (this.#seen.size > maxRemembered) this.#seen.clear();
    const unknown = rowKeys.filter((rowKey) => !this.#seen.has(rowKey));
    if (unknown.length === 0) return;
    const isOrocrm = (rowKey: string): boolean => rowKey.startsWith(prefixes.orocrm);
    const ids = unknown.filter(isOrocrm).map((rowKey) => orocrmIdAt(rowKey, prefixes.orocrm));
    const others = unknown.filter((rowKey) => !isOrocrm(rowKey));
    const [orocrm, other] = await Promise.all([
      loadOrocrmRows(this.table, this.#partition, ids),
      this.table.loadMany(this.#partition, others),
    ]);
    const there = new Set<string>();
    for (const row of [...orocrm, ...other.values()]) {
      there.add(row.rowKey);
      if (isOrocrm(row.rowKey)) this.#orocrm(row);
      else if (row.rowKey.startsWith(prefixes.outlook)) this.#outlook(row);
      else this.#seen.set(row.rowKey, { there: true, index: undefined });
    }
    for (const rowKey of unknown) if (!there.has(rowKey)) this.#seen.set(rowKey, absent);
  }

  #range(range: KeyRange, limit?: number): Promise<Row[]> {
    return this.table.range(this.#partition, range, limit === undefined ? {} : { limit });
  }

  async #index<Id>(prefix: string, idAt: (rowKey: string, prefix: string) => Id): Promise<Id[]> {
    const rows = await this.table.range(this.#partition, prefixRange(prefix), { keysOnly: true });
    return rows.map((row) => idAt(row.rowKey, prefix));
  }

  #orocrm(row: Row): OrocrmRow {
    const parsed = readRow(orocrmRowSchema, row.data, 'OroCRM row');
    this.#seen.set(row.rowKey, { there: true, index: indexKeyOf(parsed, 'orocrm') });
    return parsed;
  }

  #outlook(row: Row): OutlookRow {
    const parsed = readRow(outlookRowSchema, row.data, 'Outlook row');
    this.#seen.set(row.rowKey, { there: true, index: indexKeyOf(parsed, 'outlook') });
    return parsed;
  }

  /** Called before the rows that are there are remembered. */
  #rememberAbsent(rowKeys: readonly string[]): void {
    if (this.#seen.size > maxRemembered) this.#seen.clear();
    for (const rowKey of rowKeys) this.#seen.set(rowKey, absent);
  }
}

/** Index rows say only where to look: what the row itself says counts. */
function oldestFirst<Id extends string>(
  rows: readonly (
    | { readonly state: 'candidate'; readonly id: Id; readonly key: Digest | ''; readonly createdAt: string }
    | { readonly state: 'linked' | 'unlinked' | 'marked' | 'twin'; readonly id: Id }
  )[],
  key: Digest,
): Candidate<Id>[] {
  return rows
    .flatMap((row) =>
      row.state === 'candidate' && row.key === key ? [{ id: row.id, createdAt: row.createdAt }] : [],
    )
    .sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt) || (a.id < b.id ? -1 : 1));
}
