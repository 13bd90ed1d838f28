import { parseOrocrmId, type Digest, type OrocrmId, type OutlookId } from '../../records/ids';
import type { OrocrmRecord, OutlookRecord } from '../../records/record';
import { recordRules } from '../../rules/record-rules';
import type { Work } from '../work';
import type { Gathered } from './gather';
import { Views } from './views';

interface Keyed<R> {
  readonly record: R;
  readonly key: Digest | '';
}

/**
 * Finds partners for unlinked records: by mark and by key, among what this message holds and what is remembered as a
 * candidate. Every partner is read before it is offered, so a stale memory links nothing. A partner is claimed once.
 */
export class Matcher {
  private readonly claimedOutlook = new Set<OutlookId>();
  private readonly claimedOrocrm = new Set<OrocrmId>();
  private readonly outlookByKey = new Map<Digest, OutlookRecord[]>();
  private readonly outlookByMark = new Map<OrocrmId, OutlookRecord[]>();
  private readonly orocrmByKey = new Map<Digest, OrocrmRecord[]>();
  /** What creates in OroCRM that were begun have sent, by their Outlook record. */
  private readonly begun = new Map<OutlookId, Digest>();

  private constructor(private readonly work: Work) {}

  /** Reads all candidates that the unlinked records of a message can need, in one request per side. */
  static async prepare(work: Work, views: Views, gathered: Gathered, searchMarks: boolean): Promise<Matcher> {
    const matcher = new Matcher(work);
    const orocrm = gathered.orocrm.flatMap(({ reading, row }) =>
      reading.state === 'there' && row?.state !== 'unlinked'
        ? [{ record: reading.record, key: views.key(views.orocrm(reading.record)) }]
        : [],
    );
    const outlook = gathered.outlook.flatMap(({ reading, row }) =>
      reading.state === 'there' && row?.state !== 'unlinked'
        ? [{ record: reading.record, key: views.key(views.outlook(reading.record)) }]
        : [],
    );
    await Promise.all([
      matcher.loadOutlook(orocrm, outlook, searchMarks),
      matcher.loadOrocrm(outlook, orocrm),
    ]);
    return matcher;
  }

  /** The content that a begun create of this record has sent to OroCRM. */
  begunContent(id: OutlookId): Digest | undefined {
    return this.begun.get(id);
  }

  /** The oldest unclaimed Outlook record that carries this id. */
  takeMarked(id: OrocrmId): OutlookRecord | undefined {
    return this.take(this.outlookByMark.get(id), this.claimedOutlook);
  }

  /** The oldest unclaimed Outlook record without a mark whose key is equal. */
  takeOutlook(key: Digest | ''): OutlookRecord | undefined {
    return key === '' ? undefined : this.take(this.outlookByKey.get(key), this.claimedOutlook);
  }

  takeOrocrm(key: Digest | ''): OrocrmRecord | undefined {
    return key === '' ? undefined : this.take(this.orocrmByKey.get(key), this.claimedOrocrm);
  }

  /** @returns false when somebody else in this message has taken it. */
  claimOutlook(id: OutlookId): boolean {
    if (this.claimedOutlook.has(id)) return false;
    this.claimedOutlook.add(id);
    return true;
  }

  claimOrocrm(id: OrocrmId): boolean {
    if (this.claimedOrocrm.has(id)) return false;
    this.claimedOrocrm.add(id);
    return true;
  }

  private async loadBegun(records: readonly OutlookRecord[]): Promise<void> {
    if (records.length === 0) return;
    const intents = await this.work.state.intents(
      'orocrm',
      records.map(({ id }) => id),
    );
    for (const { outlookId, content } of intents) this.begun.set(outlookId, content);
  }

  private take<R extends { readonly id: string; readonly createdAt: string }>(
    found: readonly R[] | undefined,
    claimed: Set<R['id']>,
  ): R | undefined {
    const oldest = [...(found ?? [])].filter((record) => !claimed.has(record.id)).sort(byAge)[0];
    if (oldest) claimed.add(oldest.id);
    return oldest;
  }

  private async loadOutlook(
    orocrm: readonly Keyed<OrocrmRecord>[],
    inMessage: readonly Keyed<OutlookRecord>[],
    searchMarks: boolean,
  ): Promise<void> {
    if (orocrm.length === 0) return;
    const { state, adapters } = this.work;
    const ids = orocrm.map(({ record }) => record.id);
    const [byKey, byMark, found] = await Promise.all([
      Promise.all(orocrm.map(({ key }) => (key === '' ? Promise.resolve([]) : state.outlookByKey(key)))),
      Promise.all(ids.map((id) => state.outlookByMark(id))),
      searchMarks ? adapters.outlook.findByMark(ids) : [],
    ]);
    const here = new Map(inMessage.map(({ record }) => [record.id, record]));
    for (const record of found) here.set(record.id, record);
    const wanted = new Set([...byKey.flat().map(({ id }) => id), ...byMark.flat()]);
    const missing = [...wanted].filter((id) => !here.has(id));
    if (missing.length > 0) {
      const read = await adapters.outlook.read(missing);
      for (const reading of read.records.values()) {
        if (reading.state === 'there') here.set(reading.record.id, reading.record);
      }
    }
    const rows = await state.outlookRows([...here.keys()]);
    const rules = recordRules(this.work.entity);
    const free = [...here.values()].filter((record) => {
      const state = rows.get(record.id)?.state;
      return (
        (state === undefined || state === 'candidate' || state === 'marked' || state === 'unlinked') &&
        // By its mark a record is found wherever it lies: the pair is looked at for either side's sake.
        (record.mark !== '' || rules.isConsidered(undefined, record, this.work.policy))
      );
    });
    const unmarked = free.filter(({ id, mark }) => mark === '' && rows.get(id)?.state !== 'unlinked');
    const views = await Views.of(
      this.work,
      orocrm.map(({ record }) => record),
      unmarked,
    );
    await this.loadBegun(unmarked);
    for (const record of unmarked) add(this.outlookByKey, views.key(views.outlook(record)), record);
    for (const record of free) {
      const id = parseOrocrmId(record.mark);
      if (id !== undefined) add(this.outlookByMark, id, record);
    }
  }

  private async loadOrocrm(
    outlook: readonly Keyed<OutlookRecord>[],
    inMessage: readonly Keyed<OrocrmRecord>[],
  ): Promise<void> {
    const unmarked = outlook.filter(({ record }) => record.mark === '');
    if (unmarked.length === 0) return;
    await this.loadBegun(unmarked.map(({ record }) => record));
    const { state, adapters } = this.work;
    const byKey = await Promise.all(
      unmarked.map(({ key }) => (key === '' ? Promise.resolve([]) : state.orocrmByKey(key))),
    );
    const here = new Map(inMessage.map(({ record }) => [record.id, record]));
    const missing = [...new Set(byKey.flat().map(({ id }) => id))].filter((id) => !here.has(id));
    if (missing.length > 0) {
      const read = await adapters.orocrm.read(missing);
      for (const reading of read.records.values()) {
        if (reading.state === 'there') here.set(reading.record.id, reading.record);
      }
    }
    const rows = await state.orocrmRows([...here.keys()]);
    const rules = recordRules(this.work.entity);
    const free = [...here.values()].filter(
      (record) =>
        (rows.get(record.id)?.state ?? 'candidate') === 'candidate' &&
        rules.isConsidered(record, undefined, this.work.policy),
    );
    const views = await Views.of(
      this.work,
      free,
      unmarked.map(({ record }) => record),
    );
    for (const record of free) add(this.orocrmByKey, views.key(views.orocrm(record)), record);
  }
}

function add<K, R>(index: Map<K, R[]>, key: K | '', record: R): void {
  if (key === '') return;
  const found = index.get(key);
  if (found) found.push(record);
  else index.set(key, [record]);
}

/** Oldest first; equal ages by id, so that every handler of the same message chooses the same record. */
function byAge(
  a: { readonly createdAt: string; readonly id: string },
  b: { readonly createdAt: string; readonly id: string },
): number {
  return Date.parse(a.createdAt) - Date.parse(b.createdAt) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
