import { SyncError } from '../../errors';
import type { OrocrmId, OutlookId } from '../../records/ids';
import type { Side } from '../../records/record';
import type { FailedRecord, HistoryEntry } from '../ports/journal';
import type { RecordRef } from '../ports/queue';
import { objectionCodes, type Objection } from '../../rules/record-rules';
import type { RecordChange } from '../ports/state';
import { failedAlert } from '../retry-failed';
import type { Tally } from '../tally';
import type { Work } from '../work';

/** A record that is the source of a write, for the failed list. */
export interface Source {
  readonly side: Side;
  readonly id: OrocrmId | OutlookId;
  readonly version: string;
}

const day = 24 * 3600 * 1000;
/** After so many tries, back-off no longer helps: the record is set aside as failed. */
const maxAttempts = 8;

export const refOf = (source: Source): RecordRef =>
  source.side === 'orocrm'
    ? { side: 'orocrm', id: source.id as OrocrmId }
    : { side: 'outlook', id: source.id as OutlookId };

/** What one message writes down about its records: links and rows to save, history, failures, what to try again. */
export class Ledger {
  readonly changes: RecordChange[] = [];
  readonly retry: RecordRef[] = [];
  readonly linked: OrocrmId[] = [];
  readonly wroteOrocrm: OrocrmId[] = [];
  retryAfterSeconds = 0;
  deletions = 0;
  private readonly history: HistoryEntry[] = [];
  private readonly known = new Map<string, FailedRecord>();
  private readonly settled: string[] = [];
  private readonly stillFailing = new Set<string>();
  private readonly told: FailedRecord[] = [];

  constructor(
    private readonly work: Work,
    readonly tally: Tally,
    private readonly attempt: number,
  ) {}

  /** Loads what failed before for these sources; needed before `mayTry`. */
  async loadFailed(sources: readonly Pick<Source, 'side' | 'id'>[]): Promise<void> {
    const { ports, mailbox, entity } = this.work;
    await Promise.all(
      (['orocrm', 'outlook'] as const).map(async (side) => {
        const ids = sources.filter((source) => source.side === side).map(({ id }) => id);
        if (ids.length === 0) return;
        const found = await ports.failed.find(mailbox, entity, side, ids);
        for (const [id, record] of found) this.known.set(`${side}:${id}`, record);
      }),
    );
  }

  /** A failed record is tried again when its version has changed or a day has gone by (a retry removes its row). */
  mayTry(source: Source, target: Side): boolean {
    const failed = this.known.get(`${source.side}:${source.id}`);
    // To ask our own rules again costs no request.
    if (!failed || failed.objection !== '') return true;
    const age = this.work.ports.clock().getTime() - Date.parse(failed.at);
    // A write may leave a version that nobody was told: the next one that is seen is it.
    const isUntold = failed.version === '' && source.version !== '';
    if (isUntold) this.told.push({ ...failed, version: source.version });
    else if (failed.version !== source.version) return true;
    if (age >= day) return true;
    this.stillFailing.add(failed.id);
    this.tally.add(target, 'failed');
    this.tally.error(source.id, failed.reason);
    return false;
  }

  /** Sets a record aside for a rule of ours. @returns whether there was anything against the write. */
  async setAside(source: Source, target: Side, objection: Objection | undefined): Promise<boolean> {
    if (objection === undefined) return false;
    const { code, message, action } = objection;
    const before = this.known.get(`${source.side}:${source.id}`);
    if (before?.objection === code && before.version === source.version) {
      this.stillFailing.add(before.id);
      this.tally.add(target, 'failed');
      this.tally.error(source.id, message);
      // Looked at for today: what is due daily is asked for again otherwise.
      const now = this.work.ports.clock();
      if (now.getTime() - Date.parse(before.at) >= day) this.told.push({ ...before, at: now.toISOString() });
    } else {
      await this.fail(source, target, new SyncError(message, { kind: 'give-up', code, action }));
    }
    return true;
  }

  async fail(source: Source, target: Side, error: SyncError): Promise<void> {
    this.tally.add(target, 'failed');
    this.tally.error(source.id, error.message);
    const before = this.known.get(`${source.side}:${source.id}`);
    if (before) this.stillFailing.add(before.id);
    if (error.kind === 'retry' && this.attempt < maxAttempts) {
      this.retry.push(refOf(source));
      this.retryAfterSeconds = Math.max(this.retryAfterSeconds, error.retryAfterSeconds ?? 0);
      return;
    }
    const { ports, mailbox, entity } = this.work;
    const objection = objectionCodes.find((code) => code === error.code) ?? '';
    if (before && before.objection !== objection) {
      await ports.alerts.clear({ code: failedAlert(before), mailbox, entity, record: source.id });
    }
    await ports.failed.put({
      id: before?.id ?? ports.newId(),
      mailbox,
      entity,
      source: source.side,
      sourceId: source.id,
      reason: error.message,
      objection,
      version: source.version,
      attempts: (before?.attempts ?? 0) + 1,
      at: ports.clock().toISOString(),
    });
    await ports.alerts.raise({
      severity: 'warning',
      code: failedAlert({ objection }),
      mailbox,
      entity,
      record: source.id,
      message: `A record could not be written to ${target === 'orocrm' ? 'OroCRM' : 'Outlook'}: ${error.message}`,
      action: error.action ?? 'Correct the record, or retry it from the list of failed records.',
    });
  }

  succeeded(source: Source): void {
    const failed = this.known.get(`${source.side}:${source.id}`);
    if (failed) this.settled.push(failed.id);
  }

  /**
   * A record that was looked at and neither failed again nor waits has nothing left to write: it is gone, or agrees
   * by now. Its row and alert would stay for ever otherwise, and it would be tried daily.
   */
  settle(refs: readonly RecordRef[]): void {
    for (const { side, id } of refs) {
      const failed = this.known.get(`${side}:${id}`);
      if (failed && !this.stillFailing.has(failed.id)) this.settled.push(failed.id);
    }
  }

  overwrites(entry: Omit<HistoryEntry, 'id' | 'at' | 'runId' | 'mailbox' | 'entity'>): void {
    const { ports, mailbox, entity, run, policy } = this.work;
    if (!policy.keepHistory) return;
    this.history.push({
      id: ports.newId(),
      at: ports.clock().toISOString(),
      runId: run,
      mailbox,
      entity,
      ...entry,
    });
  }

  /** History must be there before the writes that it is about. */
  async saveHistory(): Promise<void> {
    if (this.history.length > 0) await this.work.ports.history.add(this.history.splice(0));
  }

  /** Saves rows. Sharing first: a mailbox too many that looks is harmless, one too few is not. */
  async save(): Promise<void> {
    const { ports, mailbox, entity, state } = this.work;
    if (this.linked.length > 0) await ports.sharing.add(entity, mailbox, this.linked.splice(0));
    if (this.changes.length > 0) await state.save(this.changes.splice(0));
    for (const record of this.told.splice(0)) await ports.failed.put(record);
    if (this.settled.length === 0) return;
    const settled = this.settled.splice(0);
    await ports.failed.remove(mailbox, settled);
    const records = [...this.known.values()].filter(({ id }) => settled.includes(id));
    await Promise.all(
      records.map((record) =>
        ports.alerts.clear({ code: failedAlert(record), mailbox, entity, record: record.sourceId }),
      ),
    );
  }
}
