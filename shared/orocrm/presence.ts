import { SyncError } from '../errors';
import type { OrocrmId } from '../records/ids';
import type { OrocrmRecord } from '../records/record';
import type { Reading, ReadResult } from '../sync/ports/orocrm';
import { limited } from './limited';
import type { RecordReader } from './reader';
import { isVisible } from './visibility';

/** So many ids are asked for at once (reference 1.5 limits only deletions, but addresses have their limits too). */
export const idsAtOnce = 100;
const singlesAtOnce = 4;

/** What a look at one id showed, before it is clear what that proves. */
type Look<R> =
  | { readonly state: 'there'; readonly record: R }
  | { readonly state: 'gone' }
  /** Not shown to this credential, or to another owner's mailbox: gone only if the list of the type is readable. */
  | { readonly state: 'hidden'; readonly cause: SyncError | undefined };

/** Reads records by id and proves what is gone (rules, section 2). One pass: made anew for every reading. */
export class PresencePass<R extends OrocrmRecord> {
  private readable: Promise<boolean> | undefined;

  constructor(
    private readonly reader: RecordReader<R>,
    private readonly owner: OrocrmId | undefined,
  ) {}

  /** @throws SyncError when anything less than a proof was had: the side is unreadable. */
  async read(ids: readonly OrocrmId[]): Promise<ReadResult<R, OrocrmId>> {
    const unique = [...new Set(ids)];
    const first = unique[0];
    if (first === undefined) return { records: new Map(), at: new Date() };
    const { found, at } = await this.listed(unique);
    const missing = unique.filter((id) => !found.has(id));
    const looks = await limited(missing, singlesAtOnce, async (id) => [id, await this.lookAt(id)] as const);
    const readings = new Map<OrocrmId, Reading<R>>();
    for (const [id, record] of found) readings.set(id, this.readingOf(record));
    for (const [id, look] of looks) {
      if (look.state === 'hidden') await this.proveReadable(found.size > 0, look.cause);
      readings.set(id, look.state === 'there' ? look : { state: 'gone' });
    }
    return { records: readings, at };
  }

  private async listed(ids: readonly OrocrmId[]): Promise<{ found: Map<OrocrmId, R>; at: Date }> {
    const found = new Map<OrocrmId, R>();
    let at: Date | undefined;
    for (let start = 0; start < ids.length; start += idsAtOnce) {
      const chunk = ids.slice(start, start + idsAtOnce);
      const wanted = new Set(chunk);
      const filters = { 'filter[id]': chunk.join(','), sort: 'id' };
      const { records, page } = await this.reader.list(filters, chunk.length, false);
      at ??= page.at;
      // A server that does not know the filter shows anything: only what was asked for counts.
      for (const record of records) if (wanted.has(record.id)) found.set(record.id, record);
    }
    return { found, at: at ?? new Date() };
  }

  /** A record of the list with a foreign owner is gone: the list that shows it is readable and not empty. */
  private readingOf(record: R): Reading<R> {
    return isVisible(record, this.owner) ? { state: 'there', record } : { state: 'gone' };
  }

  private async lookAt(id: OrocrmId): Promise<Look<R>> {
    try {
      const record = await this.reader.one(id);
      return isVisible(record, this.owner)
        ? { state: 'there', record }
        : { state: 'hidden', cause: undefined };
    } catch (thrown) {
      if (!(thrown instanceof SyncError)) throw thrown;
      if (thrown.code === 'not-found') return { state: 'gone' };
      if (thrown.code === 'forbidden') return { state: 'hidden', cause: thrown };
      throw thrown;
    }
  }

  private async proveReadable(listShowedSome: boolean, cause: SyncError | undefined): Promise<void> {
    if (listShowedSome) return;
    this.readable ??= this.reader.list({ sort: 'id' }, 1, false).then(({ records }) => records.length > 0);
    if (await this.readable) return;
    throw (
      cause ??
      new SyncError('OroCRM shows a record by its id but no list of its type.', {
        kind: 'retry',
        code: 'bad-answer',
      })
    );
  }
}
