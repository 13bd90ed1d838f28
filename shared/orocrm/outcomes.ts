import { SyncError } from '../errors';
import type { OrocrmId } from '../records/ids';
import type { OrocrmRecord } from '../records/record';
import type { WriteOutcome } from '../sync/ports/orocrm';
import { limited } from './limited';
import { idsAtOnce } from './presence';
import type { RecordReader } from './reader';
import type { Write } from './record-type';
import type { JsonApi } from './json-api/client';
import type { Sent } from './write-batches';

const deletesAtOnce = 4;

/** A write with what it started from and what came of it. */
export interface SentWrite<R> {
  readonly write: Write;
  readonly current: R | undefined;
  readonly sent: Sent;
}

/** Makes of each write the record as OroCRM holds it afterwards. */
export class OutcomeReader<R extends OrocrmRecord> {
  constructor(
    private readonly api: JsonApi,
    private readonly reader: RecordReader<R>,
  ) {}

  /** In the order given; never throws. */
  async outcomes(writes: readonly SentWrite<R>[]): Promise<readonly WriteOutcome<R>[]> {
    const outcomes = await this.fromAnswers(writes);
    await this.readMissing(writes, outcomes);
    await this.removeLeftovers(writes, outcomes);
    return writes.map(
      (_write, index) => outcomes.get(index) ?? { ok: false, error: unread(writes[index]?.current) },
    );
  }

  private async fromAnswers(writes: readonly SentWrite<R>[]): Promise<Map<number, WriteOutcome<R>>> {
    const outcomes = new Map<number, WriteOutcome<R>>();
    const groups = new Map<unknown, number[]>();
    writes.forEach(({ sent }, index) => {
      if (!sent.ok) outcomes.set(index, { ok: false, error: sent.error });
      else if (sent.answer !== undefined) {
        // The writes of one batch share its included records.
        const group = groups.get(sent.answer.included) ?? [];
        group.push(index);
        groups.set(sent.answer.included, group);
      }
    });
    for (const indexes of groups.values()) {
      for (const [index, record] of await this.parse(writes, indexes)) {
        outcomes.set(index, { ok: true, record });
      }
    }
    return outcomes;
  }

  private async parse(
    writes: readonly SentWrite<R>[],
    indexes: readonly number[],
  ): Promise<readonly (readonly [number, R])[]> {
    const answers = indexes.flatMap((index) => {
      const entry = writes[index];
      if (entry?.sent.ok !== true || entry.sent.answer === undefined) return [];
      return [{ index, ...entry.sent.answer, current: entry.current }];
    });
    try {
      const records = await this.reader.fromWrites(answers, answers[0]?.included ?? []);
      return answers.flatMap(({ index }, position) => {
        const record = records[position];
        return record === undefined ? [] : [[index, record] as const];
      });
    } catch (thrown) {
      // The names of its places could not be had just now: reading the record whole may do better.
      if (thrown instanceof SyncError) return [];
      throw thrown;
    }
  }

  /** One list for all records whose answer did not bring everything. */
  private async readMissing(
    writes: readonly SentWrite<R>[],
    outcomes: Map<number, WriteOutcome<R>>,
  ): Promise<void> {
    const wanted = new Map<OrocrmId, number>();
    writes.forEach(({ sent }, index) => {
      if (sent.ok && !outcomes.has(index)) wanted.set(sent.id, index);
    });
    const ids = [...wanted.keys()];
    for (let start = 0; start < ids.length; start += idsAtOnce) {
      const chunk = ids.slice(start, start + idsAtOnce);
      try {
        const filters = { 'filter[id]': chunk.join(','), sort: 'id' };
        const { records } = await this.reader.list(filters, chunk.length, false);
        for (const record of records) {
          const index = wanted.get(record.id);
          if (index !== undefined) outcomes.set(index, { ok: true, record });
        }
      } catch (thrown) {
        if (!(thrown instanceof SyncError)) throw thrown;
      }
    }
  }

  /** Related records that were left out of the list and are still there are deleted by name. */
  private async removeLeftovers(
    writes: readonly SentWrite<R>[],
    outcomes: Map<number, WriteOutcome<R>>,
  ): Promise<void> {
    const { recordType } = this.reader;
    const leftovers: { readonly index: number; readonly id: string }[] = [];
    writes.forEach(({ write }, index) => {
      const outcome = outcomes.get(index);
      if (outcome?.ok !== true) return;
      const held = new Set(recordType.relatedIds(outcome.record));
      for (const id of write.removed) if (held.has(id)) leftovers.push({ index, id });
    });
    if (leftovers.length === 0) return;
    const failures = await limited(leftovers, deletesAtOnce, async ({ index, id }) => ({
      index,
      error: await this.remove(recordType.relatedType, id),
    }));
    for (const { index } of leftovers) outcomes.delete(index);
    for (const { index, error } of failures) {
      if (error !== undefined) outcomes.set(index, { ok: false, error });
    }
    await this.readMissing(writes, outcomes);
  }

  private async remove(type: string, id: string): Promise<SyncError | undefined> {
    try {
      await this.api.send({ method: 'DELETE', type, id, effect: 'change' });
      return undefined;
    } catch (thrown) {
      if (!(thrown instanceof SyncError)) throw thrown;
      return thrown.code === 'not-found' ? undefined : thrown;
    }
  }
}

/** It was written but cannot be read: a create must be searched for, an update is read by the next pass. */
function unread(current: unknown): SyncError {
  return new SyncError('OroCRM took a write, but the record cannot be read back.', {
    kind: 'retry',
    code: current === undefined ? 'unknown-outcome' : 'bad-answer',
  });
}
