import type { OrocrmRow, OutlookRow, RecordChange } from '../sync/ports/state';
import { deletionRowKey, indexKeyOf, intentRowKey, orocrmRowKey, outlookRowKey } from './record-keys';
import { writeData } from './row-data';

/** What is believed of a row: whether it is there, and which index row goes with it. */
export interface Seen {
  readonly there: boolean;
  readonly index: string | undefined;
}

export const absent: Seen = { there: false, index: undefined };

/** One row to write or delete; `there` says whether it was there before this operation. */
export type PlannedOperation =
  | {
      readonly kind: 'put';
      readonly rowKey: string;
      readonly there: boolean;
      readonly properties: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'delete'; readonly rowKey: string; readonly there: true };

export interface ChangePlan {
  readonly operations: readonly PlannedOperation[];
  /** What is so afterwards, by row key. */
  readonly after: ReadonlyMap<string, Seen>;
}

/** The rows that must be known before a change can be planned: the index row of what was there goes with it. */
export function rowsToKnow(change: RecordChange): readonly string[] {
  if ('forget' in change) return [forgottenRowKey(change)];
  switch (change.put) {
    case 'link':
      return [orocrmRowKey(change.link.orocrmId), outlookRowKey(change.link.outlookId)];
    case 'orocrm':
      return [orocrmRowKey(change.row.id)];
    case 'outlook':
      return [outlookRowKey(change.row.id)];
    case 'intent':
    case 'deletion':
      return [];
  }
}

/** The rows that one change writes and deletes, index rows included. They belong into one transaction. */
export function planChange(change: RecordChange, seen: Known): ChangePlan {
  if ('forget' in change) return forget(forgottenRowKey(change), seen);
  switch (change.put) {
    case 'link': {
      const { link } = change;
      return join(
        putOrocrm({ id: link.orocrmId, state: 'linked', link }, seen),
        putOutlook({ id: link.outlookId, state: 'linked', orocrmId: link.orocrmId }, seen),
      );
    }
    case 'orocrm':
      return putOrocrm(change.row, seen);
    case 'outlook':
      return putOutlook(change.row, seen);
    case 'intent': {
      const { intent } = change;
      const source = intent.side === 'outlook' ? intent.orocrmId : intent.outlookId;
      return putPlain(intentRowKey(intent.side, source), intent, seen);
    }
    case 'deletion':
      return putPlain(deletionRowKey(change.deletion.outlookId), change.deletion, seen);
  }
}

type Known = (rowKey: string) => Seen;

const putOrocrm = (row: OrocrmRow, seen: Known): ChangePlan =>
  putIndexed(orocrmRowKey(row.id), row, indexKeyOf(row, 'orocrm'), seen);

const putOutlook = (row: OutlookRow, seen: Known): ChangePlan =>
  putIndexed(outlookRowKey(row.id), row, indexKeyOf(row, 'outlook'), seen);

function putIndexed(rowKey: string, data: unknown, index: string | undefined, seen: Known): ChangePlan {
  const before = seen(rowKey);
  const operations: PlannedOperation[] = [
    { kind: 'put', rowKey, there: before.there, properties: writeData(data) },
  ];
  if (before.index !== undefined && before.index !== index) {
    operations.push({ kind: 'delete', rowKey: before.index, there: true });
  }
  if (index !== undefined) {
    operations.push({ kind: 'put', rowKey: index, there: before.index === index, properties: {} });
  }
  return { operations, after: new Map([[rowKey, { there: true, index }]]) };
}

const putPlain = (rowKey: string, data: unknown, seen: Known): ChangePlan => ({
  operations: [{ kind: 'put', rowKey, there: seen(rowKey).there, properties: writeData(data) }],
  after: new Map([[rowKey, { there: true, index: undefined }]]),
});

function forget(rowKey: string, seen: Known): ChangePlan {
  const { there, index } = seen(rowKey);
  const keys = [...(there ? [rowKey] : []), ...(index === undefined ? [] : [index])];
  return {
    operations: keys.map((key) => ({ kind: 'delete', rowKey: key, there: true })),
    after: new Map([[rowKey, absent]]),
  };
}

function forgottenRowKey(change: Extract<RecordChange, { forget: unknown }>): string {
  switch (change.forget) {
    case 'orocrm':
      return orocrmRowKey(change.id);
    case 'outlook':
      return outlookRowKey(change.id);
    case 'intent':
      return intentRowKey(change.side, change.sourceId);
    case 'deletion':
      return deletionRowKey(change.outlookId);
  }
}

const join = (one: ChangePlan, other: ChangePlan): ChangePlan => ({
  operations: [...one.operations, ...other.operations],
  after: new Map([...one.after, ...other.after]),
});
