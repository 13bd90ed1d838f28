import { orocrmId, outlookId, type OrocrmId, type OutlookId } from '../../records/ids';
import type { OrocrmRecord, OutlookRecord } from '../../records/record';
import type { EntityAdapters } from '../ports/connections';
import type { Change, OrocrmStore, Reading, ReadResult, WriteOutcome } from '../ports/orocrm';
import type { OutlookStore } from '../ports/outlook';

/** No real OroCRM has as many records, so no made-up id is ever a real one. */
const firstMadeUpId = 900_000_000_000_000n;

/** Both sides with writes that only seem to happen: later reads of a dry run see them, nobody else does. */
export function recordingAdapters(real: EntityAdapters): EntityAdapters {
  return {
    orocrm: new RecordingOrocrm(real.orocrm),
    outlook: new RecordingOutlook(real.outlook),
    mapping: (orocrm, outlook) => real.mapping(orocrm, outlook),
  };
}

/** What seems to have been written on one side. */
class Overlay<R extends { readonly id: Id }, Id> {
  private readonly readings = new Map<Id, Reading<R>>();

  write(record: R): WriteOutcome<R> {
    this.readings.set(record.id, { state: 'there', record });
    return { ok: true, record };
  }

  remove(record: R): WriteOutcome<R> {
    this.readings.set(record.id, { state: 'gone' });
    return { ok: true, record };
  }

  async read(
    ids: readonly Id[],
    real: (ids: readonly Id[]) => Promise<ReadResult<R, Id>>,
  ): Promise<ReadResult<R, Id>> {
    const unknown = ids.filter((id) => !this.readings.has(id));
    const read =
      unknown.length === 0 ? { records: new Map<Id, Reading<R>>(), at: new Date() } : await real(unknown);
    const mine = ids.flatMap((id) => {
      const reading = this.readings.get(id);
      return reading ? [[id, reading] as const] : [];
    });
    return { records: new Map([...read.records, ...mine]), at: read.at };
  }

  present(records: readonly R[]): R[] {
    return records.flatMap((record) => {
      const reading = this.readings.get(record.id);
      if (!reading) return [record];
      return reading.state === 'there' ? [reading.record] : [];
    });
  }
}

class RecordingOrocrm implements OrocrmStore<OrocrmRecord> {
  private readonly overlay = new Overlay<OrocrmRecord, OrocrmId>();
  private nextId = firstMadeUpId;

  constructor(private readonly real: OrocrmStore<OrocrmRecord>) {}

  read(ids: readonly OrocrmId[]) {
    return this.overlay.read(ids, (unknown) => this.real.read(unknown));
  }

  async page(after: OrocrmId | undefined, size: number) {
    const page = await this.real.page(after, size);
    return { ...page, records: this.overlay.present(page.records) };
  }

  creatable(record: OrocrmRecord) {
    return this.real.creatable(record);
  }

  create(drafts: readonly OrocrmRecord[]) {
    return Promise.resolve(
      drafts.map((draft) => {
        this.nextId += 1n;
        return this.overlay.write({ ...draft, id: orocrmId(this.nextId.toString()) });
      }),
    );
  }

  update(changes: readonly Change<OrocrmRecord>[]) {
    return Promise.resolve(changes.map(({ desired }) => this.overlay.write(desired)));
  }

  changedSince(since: Date) {
    return this.real.changedSince(since);
  }
}

class RecordingOutlook implements OutlookStore<OutlookRecord> {
  private readonly overlay = new Overlay<OutlookRecord, OutlookId>();
  private nextId = 0;

  constructor(private readonly real: OutlookStore<OutlookRecord>) {}

  read(ids: readonly OutlookId[]) {
    return this.overlay.read(ids, (unknown) => this.real.read(unknown));
  }

  async page(cursor: string | undefined) {
    const page = await this.real.page(cursor);
    return { ...page, records: this.overlay.present(page.records) };
  }

  async marked(cursor: string | undefined) {
    const page = await this.real.marked(cursor);
    return { ...page, records: this.overlay.present(page.records) };
  }

  ids() {
    return this.real.ids();
  }

  creatable(record: OutlookRecord) {
    return this.real.creatable(record);
  }

  create(drafts: readonly OutlookRecord[]) {
    return Promise.resolve(
      drafts.map((draft) => {
        this.nextId += 1;
        return this.overlay.write({ ...draft, id: outlookId(`dry-run-${this.nextId}`) });
      }),
    );
  }

  update(changes: readonly Change<OutlookRecord>[]) {
    return Promise.resolve(changes.map(({ desired }) => this.overlay.write(desired)));
  }

  remove(records: readonly OutlookRecord[]) {
    return Promise.resolve(records.map((record) => this.overlay.remove(record)));
  }

  async findByMark(marks: readonly OrocrmId[]) {
    return this.overlay.present(await this.real.findByMark(marks));
  }
}
