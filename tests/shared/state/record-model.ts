import { parseOrocrmId, type Digest, type OrocrmId, type OutlookId } from '../../../shared/records/ids';
import type { Side } from '../../../shared/records/record';
import type {
  DeletionCandidate,
  Intent,
  OrocrmRow,
  OutlookRow,
  RecordChange,
} from '../../../shared/sync/ports/state';

/** What RecordState promises, as plainly as it can be said: four maps. */
export class RecordModel {
  readonly orocrm = new Map<OrocrmId, OrocrmRow>();
  readonly outlook = new Map<OutlookId, OutlookRow>();
  readonly intents = new Map<string, Intent>();
  readonly deletions = new Map<OutlookId, DeletionCandidate>();

  save(changes: readonly RecordChange[]): void {
    for (const change of changes) this.#apply(change);
  }

  orocrmByKey(key: Digest): OrocrmId[] {
    return oldestFirst(
      [...this.orocrm.values()].filter((row) => row.state === 'candidate'),
      key,
    );
  }

  outlookByKey(key: Digest): OutlookId[] {
    return oldestFirst(
      [...this.outlook.values()].filter((row) => row.state === 'candidate'),
      key,
    );
  }

  outlookByMark(mark: OrocrmId): OutlookId[] {
    return [...this.outlook.values()]
      .filter((row) => 'mark' in row && parseOrocrmId(row.mark) === mark)
      .map((row) => row.id)
      .sort();
  }

  sortedOrocrm(): OrocrmRow[] {
    return [...this.orocrm.values()].sort((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  }

  #apply(change: RecordChange): void {
    if ('forget' in change) {
      this.#forget(change);
      return;
    }
    switch (change.put) {
      case 'link': {
        const { link } = change;
        this.orocrm.set(link.orocrmId, { id: link.orocrmId, state: 'linked', link });
        this.outlook.set(link.outlookId, { id: link.outlookId, state: 'linked', orocrmId: link.orocrmId });
        return;
      }
      case 'orocrm':
        this.orocrm.set(change.row.id, change.row);
        return;
      case 'outlook':
        this.outlook.set(change.row.id, change.row);
        return;
      case 'intent':
        this.intents.set(intentName(change.intent), change.intent);
        return;
      case 'deletion':
        this.deletions.set(change.deletion.outlookId, change.deletion);
    }
  }

  #forget(change: Extract<RecordChange, { forget: unknown }>): void {
    switch (change.forget) {
      case 'orocrm':
        this.orocrm.delete(change.id);
        return;
      case 'outlook':
        this.outlook.delete(change.id);
        return;
      case 'intent':
        this.intents.delete(nameOf(change.side, change.sourceId));
        return;
      case 'deletion':
        this.deletions.delete(change.outlookId);
    }
  }
}

const nameOf = (side: Side, source: string): string => `${side} ${source}`;
const intentName = (intent: Intent): string =>
  nameOf(intent.side, intent.side === 'outlook' ? intent.orocrmId : intent.outlookId);

function oldestFirst<Id extends string>(
  rows: readonly { readonly id: Id; readonly key: Digest | ''; readonly createdAt: string }[],
  key: Digest,
): Id[] {
  return rows
    .filter((row) => row.key === key)
    .sort((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt) || (a.id < b.id ? -1 : 1))
    .map((row) => row.id);
}
