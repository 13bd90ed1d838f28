import type { Digest, OrocrmId, OutlookId } from '../../records/ids';
import { parseOrocrmId } from '../../records/ids';
import type {
  Candidate,
  DeletionCandidate,
  Intent,
  OrocrmRow,
  OutlookRow,
  RecordChange,
  RecordState,
} from '../ports/state';

const loadSize = 1000;
const byNumber = (a: OrocrmId, b: OrocrmId): number => (BigInt(a) < BigInt(b) ? -1 : a === b ? 0 : 1);

/** The state of one mailbox and entity in memory: what a dry run works on, so that it leaves nothing behind. */
export class MemoryRecords implements RecordState {
  private readonly orocrm = new Map<OrocrmId, OrocrmRow>();
  private readonly outlook = new Map<OutlookId, OutlookRow>();
  private readonly intentRows = new Map<string, Intent>();
  private readonly deletionRows = new Map<OutlookId, DeletionCandidate>();

  /** A copy of what is stored. */
  static async copyOf(stored: RecordState): Promise<MemoryRecords> {
    const copy = new MemoryRecords();
    let afterOrocrm: OrocrmId | undefined;
    for (;;) {
      const rows: readonly OrocrmRow[] = await stored.orocrmPage(afterOrocrm, loadSize);
      for (const row of rows) copy.orocrm.set(row.id, row);
      afterOrocrm = rows.at(-1)?.id;
      if (rows.length < loadSize) break;
    }
    let afterOutlook: OutlookId | undefined;
    for (;;) {
      const rows: readonly OutlookRow[] = await stored.outlookPage(afterOutlook, loadSize);
      for (const row of rows) copy.outlook.set(row.id, row);
      afterOutlook = rows.at(-1)?.id;
      if (rows.length < loadSize) break;
    }
    for (const row of await stored.deletions()) copy.deletionRows.set(row.outlookId, row);
    return copy;
  }

  orocrmRows(ids: readonly OrocrmId[]): Promise<ReadonlyMap<OrocrmId, OrocrmRow>> {
    return Promise.resolve(select(this.orocrm, ids));
  }

  outlookRows(ids: readonly OutlookId[]): Promise<ReadonlyMap<OutlookId, OutlookRow>> {
    return Promise.resolve(select(this.outlook, ids));
  }

  save(changes: readonly RecordChange[]): Promise<void> {
    for (const change of changes) this.apply(change);
    return Promise.resolve();
  }

  private apply(change: RecordChange): void {
    if ('put' in change) {
      switch (change.put) {
        case 'link': {
          const { orocrmId, outlookId } = change.link;
          this.orocrm.set(orocrmId, { id: orocrmId, state: 'linked', link: change.link });
          this.outlook.set(outlookId, { id: outlookId, state: 'linked', orocrmId });
          return;
        }
        case 'orocrm':
          this.orocrm.set(change.row.id, change.row);
          return;
        case 'outlook':
          this.outlook.set(change.row.id, change.row);
          return;
        case 'intent':
          this.intentRows.set(intentKey(change.intent), change.intent);
          return;
        case 'deletion':
          this.deletionRows.set(change.deletion.outlookId, change.deletion);
          return;
      }
    }
    switch (change.forget) {
      case 'orocrm':
        this.orocrm.delete(change.id);
        return;
      case 'outlook':
        this.outlook.delete(change.id);
        return;
      case 'intent':
        this.intentRows.delete(`${change.side}:${change.sourceId}`);
        return;
      case 'deletion':
        this.deletionRows.delete(change.outlookId);
        return;
    }
  }

  orocrmByKey(key: Digest): Promise<readonly Candidate<OrocrmId>[]> {
    return Promise.resolve(candidates([...this.orocrm.values()], key));
  }

  outlookByKey(key: Digest): Promise<readonly Candidate<OutlookId>[]> {
    return Promise.resolve(candidates([...this.outlook.values()], key));
  }

  outlookByMark(mark: OrocrmId): Promise<readonly OutlookId[]> {
    const found = [...this.outlook.values()].filter(
      (row) => 'mark' in row && parseOrocrmId(row.mark) === mark,
    );
    return Promise.resolve(found.map(({ id }) => id));
  }

  orocrmPage(after: OrocrmId | undefined, size: number): Promise<readonly OrocrmRow[]> {
    return Promise.resolve(this.orocrmSorted(after, undefined).slice(0, size));
  }

  orocrmRange(after: OrocrmId | undefined, upTo: OrocrmId | undefined): Promise<readonly OrocrmRow[]> {
    return Promise.resolve(this.orocrmSorted(after, upTo));
  }

  private orocrmSorted(after: OrocrmId | undefined, upTo: OrocrmId | undefined): OrocrmRow[] {
    return [...this.orocrm.values()]
      .filter(
        ({ id }) =>
          (after === undefined || byNumber(id, after) > 0) && (upTo === undefined || byNumber(id, upTo) <= 0),
      )
      .sort((a, b) => byNumber(a.id, b.id));
  }

  outlookPage(after: OutlookId | undefined, size: number): Promise<readonly OutlookRow[]> {
    const rows = [...this.outlook.values()].filter(({ id }) => after === undefined || id > after);
    return Promise.resolve(rows.sort((a, b) => (a.id < b.id ? -1 : 1)).slice(0, size));
  }

  outlookIds(): Promise<readonly OutlookId[]> {
    return Promise.resolve([...this.outlook.keys()]);
  }

  orocrmIds(): Promise<readonly OrocrmId[]> {
    return Promise.resolve([...this.orocrm.keys()].sort(byNumber));
  }

  intents(
    side: 'outlook',
    ids: readonly OrocrmId[],
  ): Promise<readonly Extract<Intent, { side: 'outlook' }>[]>;
  intents(side: 'orocrm', ids: readonly OutlookId[]): Promise<readonly Extract<Intent, { side: 'orocrm' }>[]>;
  intents(side: Intent['side'], ids: readonly string[]): Promise<readonly Intent[]> {
    return Promise.resolve(ids.flatMap((id) => this.intentRows.get(`${side}:${id}`) ?? []));
  }

  deletions(): Promise<readonly DeletionCandidate[]> {
    return Promise.resolve([...this.deletionRows.values()]);
  }

  clear(): Promise<void> {
    for (const rows of [this.orocrm, this.outlook, this.intentRows, this.deletionRows]) rows.clear();
    return Promise.resolve();
  }
}

const intentKey = (intent: Intent): string =>
  `${intent.side}:${intent.side === 'outlook' ? intent.orocrmId : intent.outlookId}`;

function select<K, V>(rows: ReadonlyMap<K, V>, keys: readonly K[]): ReadonlyMap<K, V> {
  return new Map(
    keys.flatMap((key) => {
      const row = rows.get(key);
      return row === undefined ? [] : [[key, row] as const];
    }),
  );
}

function candidates<Id>(
  rows: readonly {
    readonly id: Id;
    readonly state: string;
    readonly key?: string;
    readonly createdAt?: string;
  }[],
  key: Digest,
): Candidate<Id>[] {
  return rows
    .flatMap((row) =>
      row.state === 'candidate' && row.key === key ? [{ id: row.id, createdAt: row.createdAt ?? '' }] : [],
    )
    .sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1));
}
