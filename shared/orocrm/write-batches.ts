import { SyncError } from '../errors';
import { parseOrocrmId, type OrocrmId } from '../records/ids';
import { parseBody, type ApiAnswer } from './json-api/client';
import { manySchema, type Resource, type ResourceDocument } from './json-api/document';
import { Refusal } from './json-api/refusal';
import type { OrocrmContext } from './reader';
import type { Write } from './record-type';

/** What a synchronous batch takes (reference 6.4). */
const mostRecords = 100;
const mostRelated = 50;

/** What came of sending one write. `answer` is absent where the server said no more than that it was done. */
export type Sent =
  | {
      readonly ok: true;
      readonly id: OrocrmId;
      readonly answer: { readonly resource: Resource; readonly included: readonly Resource[] } | undefined;
    }
  | { readonly ok: false; readonly error: SyncError };

/** A batch either went through or was refused whole, in which case its writes go singly. */
export type BatchResult = readonly Sent[] | 'refused';

/** Groups of writes that one batch may hold. A write that is too large for any batch is a group of its own. */
export function batchGroups(writes: readonly Write[]): readonly (readonly Write[])[] {
  const groups: Write[][] = [];
  let related = mostRelated + 1;
  for (const write of writes) {
    const size = write.document.included.length;
    const group = groups.at(-1);
    if (group === undefined || group.length >= mostRecords || related + size > mostRelated) {
      groups.push([write]);
      related = size;
    } else {
      group.push(write);
      related += size;
    }
  }
  return groups;
}

export const fitsBatch = (write: Write): boolean => write.document.included.length <= mostRelated;

/** A made-up id comes back as `meta.dataId` (reference 6.4), as the id of an existing record does. */
function itemOf(write: Write, index: number): ResourceDocument {
  const { data } = write.document;
  return data.id === undefined ? { ...data, id: `new-${index}` } : { ...data, meta: { update: true } };
}

/** Refusals after which another batch has no better chance: none of this type, method or mode is taken here. */
const unsupportedStatuses = new Set([404, 405, 406, 415, 501]);

/** A batch that OroCRM took for later is done by its queue: looking for its records sooner could miss them. */
const laterSeconds = 300;

function unknownOutcome(what: string, wait?: number): SyncError {
  const retryAfter = wait === undefined ? {} : { retryAfterSeconds: wait };
  return new SyncError(what, { kind: 'retry', code: 'unknown-outcome', ...retryAfter });
}

/** Synchronous batches of one type: all or nothing, in order (reference 6.4). */
export class BatchSender {
  constructor(
    private readonly context: OrocrmContext,
    private readonly type: string,
  ) {}

  /**
   * Finds out, without any effect, whether synchronous batches work: an update of an existing record with no field.
   * An older OroCRM ignores the mode and answers 202; its queue then does nothing.
   */
  async probe(id: string): Promise<void> {
    const { api, memory } = this.context;
    try {
      const answer = await api.send({
        method: 'PATCH',
        type: this.type,
        document: { data: [{ type: this.type, id, meta: { update: true } }] },
        mode: 'sync',
        effect: 'change',
      });
      const parsed = manySchema.safeParse(answer.body);
      const works = answer.status === 200 && parsed.success && parsed.data.data[0]?.id === id;
      memory.learnBatchSupport(this.type, works);
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      if (thrown.kind === 'retry' && thrown.code === 'throttled') throw thrown;
      // A refusal of this one record (gone, hidden) says little about batches: another record may tell.
      if (thrown.status === 403) return;
      if (thrown.status >= 500) memory.distrustBatches(this.type);
      else memory.learnBatchSupport(this.type, false);
    }
  }

  /** Sends a group of writes, all creates or all updates. Never throws. */
  async send(writes: readonly Write[], creates: boolean): Promise<BatchResult> {
    const { api, memory } = this.context;
    const items = writes.map(itemOf);
    const included = writes.flatMap((write) => write.document.included);
    try {
      const answer = await api.send({
        method: 'PATCH',
        type: this.type,
        document: { data: items, ...(included.length === 0 ? {} : { included }) },
        mode: 'sync',
        effect: creates ? 'create' : 'change',
      });
      if (answer.status !== 200) {
        memory.learnBatchSupport(this.type, false);
        const error = unknownOutcome(`OroCRM took a batch to do it later (${answer.status}).`, laterSeconds);
        return writes.map(() => ({ ok: false, error }));
      }
      const sent = match(items, answer, this.type, creates);
      if (sent.some(({ ok }) => !ok)) memory.distrustBatches(this.type);
      return sent;
    } catch (thrown) {
      const error = thrown instanceof SyncError ? thrown : unknownOutcome('A batch failed unexpectedly.');
      if (isBatchRefusal(error)) {
        if (unsupportedStatuses.has(error.status)) memory.learnBatchSupport(this.type, false);
        return 'refused';
      }
      if (error.code !== 'throttled' && error.code !== 'unauthorized') memory.distrustBatches(this.type);
      return writes.map(() => ({ ok: false, error }));
    }
  }
}

/** The whole was refused, so nothing of it was done; which record is to blame shows when they go singly. */
function isBatchRefusal(error: SyncError): error is Refusal {
  return error instanceof Refusal && error.status >= 400 && error.status < 500
    ? error.status !== 401 && error.status !== 429
    : false;
}

function match(
  items: readonly ResourceDocument[],
  answer: ApiAnswer,
  type: string,
  creates: boolean,
): readonly Sent[] {
  const lost = (): readonly Sent[] =>
    items.map(() => ({ ok: false, error: unknownOutcome('The answer to a batch cannot be read.') }));
  let data: readonly Resource[];
  let included: readonly Resource[];
  try {
    ({ data, included } = parseBody(manySchema, answer, type));
  } catch {
    return lost();
  }
  const named = data.some((resource) => resource.meta['dataId'] !== undefined);
  if (!named && data.length !== items.length) return lost();
  return items.map((item, index) => {
    const resource = named ? data.find((candidate) => candidate.meta['dataId'] === item.id) : data[index];
    const id = resource === undefined ? undefined : parseOrocrmId(resource.id);
    if (resource === undefined || id === undefined || (!creates && id !== item.id)) {
      return { ok: false, error: unknownOutcome('The answer to a batch does not name this record.') };
    }
    return { ok: true, id, answer: { resource, included } };
  });
}
