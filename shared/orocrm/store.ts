import { SyncError } from '../errors';
import type { OrocrmId } from '../records/ids';
import type { OrocrmRecord } from '../records/record';
import type {
  Change,
  OrocrmPage,
  OrocrmStore,
  Reading,
  ReadResult,
  WriteOutcome,
} from '../sync/ports/orocrm';
import { orThrow } from './ends-writing';
import { isLastPage } from './listing';
import { OutcomeReader } from './outcomes';
import { PresencePass } from './presence';
import { RecordReader, type OrocrmContext } from './reader';
import type { RecordType, Write } from './record-type';
import { isVisible, ownerFilter } from './visibility';
import { walkChanges } from './walk';
import { WriteSender } from './write-all';

/** Whole records weigh some kilobytes each, and OroCRM expands at most 1000 related ones (reference 1.6). */
const largestPage = 200;

/** Records of one JSON:API type as one mailbox may see them. */
export class JsonApiStore<R extends OrocrmRecord> implements OrocrmStore<R> {
  private readonly reader: RecordReader<R>;
  private readonly sender: WriteSender;
  private readonly outcomeReader: OutcomeReader<R>;

  /** `owner`: with the service credential, the user whose records these are. */
  constructor(
    context: OrocrmContext,
    private readonly recordType: RecordType<R>,
    private readonly owner: OrocrmId | undefined,
  ) {
    this.reader = new RecordReader(context, recordType);
    this.sender = new WriteSender(context, recordType.type);
    this.outcomeReader = new OutcomeReader(context.api, this.reader);
  }

  read(ids: readonly OrocrmId[]): Promise<ReadResult<R, OrocrmId>> {
    return new PresencePass(this.reader, this.owner).read(ids);
  }

  async page(after: OrocrmId | undefined, size: number): Promise<OrocrmPage<R>> {
    const filters = {
      ...this.ownerFilter(),
      ...(after === undefined ? {} : { 'filter[id][gt]': after }),
      sort: 'id',
    };
    const { records, page } = await this.reader.list(filters, Math.min(size, largestPage), true);
    const next = isLastPage(page) ? undefined : records.at(-1)?.id;
    if (next !== undefined && next === after) {
      throw new SyncError('OroCRM repeats a page of its list.', { kind: 'retry', code: 'bad-answer' });
    }
    return { records: records.filter((record) => isVisible(record, this.owner)), next, at: page.at };
  }

  async changedSince(since: Date): Promise<ReadResult<R, OrocrmId>> {
    const walked = await walkChanges(since, async (query) => {
      const filters = { ...this.ownerFilter(), ...query };
      const { records, page } = await this.reader.list(filters, largestPage, true);
      return { items: records, last: isLastPage(page), at: page.at };
    });
    const records = new Map<OrocrmId, Reading<R>>();
    for (const record of walked.items) {
      if (isVisible(record, this.owner)) records.set(record.id, { state: 'there', record });
    }
    return { records, at: walked.at };
  }

  creatable(record: R): R {
    return this.recordType.creatable(record);
  }

  async create(drafts: readonly R[]): Promise<readonly WriteOutcome<R>[]> {
    const madeUp = madeUpIds();
    const writes = drafts.map((draft) => this.recordType.create(draft, this.owner, madeUp));
    const sent = await this.sender.send(writes, true);
    const sentWrites = pair(writes, sent).map((entry) => ({ ...entry, current: undefined }));
    return orThrow(await this.outcomeReader.outcomes(sentWrites));
  }

  async update(changes: readonly Change<R>[]): Promise<readonly WriteOutcome<R>[]> {
    const madeUp = madeUpIds();
    const planned = changes.map(({ current, desired }) => ({
      current,
      write: this.recordType.change(current, desired, madeUp),
    }));
    const needed = planned.flatMap(({ current, write }) => (write === undefined ? [] : [{ current, write }]));
    const sent = await this.sender.send(
      needed.map(({ write }) => write),
      false,
    );
    const outcomes = await this.outcomeReader.outcomes(
      needed.flatMap((entry, index) => {
        const result = sent[index];
        return result === undefined ? [] : [{ ...entry, sent: result }];
      }),
    );
    const byWrite = new Map(needed.map(({ write }, index) => [write, outcomes[index]]));
    return orThrow(
      planned.map(({ current, write }) => {
        // Nothing differs, so nothing was sent: the record is as it was read.
        if (write === undefined) return { ok: true, record: current };
        return byWrite.get(write) ?? { ok: false, error: unaccounted() };
      }),
    );
  }

  private ownerFilter(): ReturnType<typeof ownerFilter> {
    return ownerFilter(this.owner === undefined ? undefined : [this.owner]);
  }
}

/** Made-up ids that no request uses twice. */
function madeUpIds(): () => string {
  let count = 0;
  return () => `address-${++count}`;
}

function pair<S>(
  writes: readonly Write[],
  sent: readonly S[],
): { readonly write: Write; readonly sent: S }[] {
  return writes.flatMap((write, index) => {
    const result = sent[index];
    return result === undefined ? [] : [{ write, sent: result }];
  });
}

function unaccounted(): SyncError {
  return new SyncError('A write has no outcome.', { kind: 'retry', code: 'server-error' });
}
