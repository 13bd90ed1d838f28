import { SyncError } from '../../errors';
import type { FolderId, MailboxAddress, OutlookId } from '../../records/ids';
import { readCollections } from '../all-pages';
import type { Batcher, ItemAnswer } from '../batch';
import type { BatchItem } from '../batch-wire';
import { badAnswer } from '../graph-errors';
import { isOurs, linkedResource, linkTo, type RecordPage } from './linked-resource';
import { linkAt, linksOf } from './task-requests';

/** A task whose mark shall be another one; '' takes it away. */
export interface Marking {
  readonly id: OutlookId;
  readonly list: FolderId;
  readonly from: string;
  readonly to: string;
}

/** Writes marks: linked resources have requests of their own, a PATCH of a task knows nothing of them. */
export class TaskMarks {
  constructor(
    private readonly mailbox: MailboxAddress,
    private readonly batcher: Batcher,
    private readonly recordPage: RecordPage,
  ) {}

  /** What stopped each, in the order asked; undefined when the task carries the mark that it should. */
  async write(markings: readonly Marking[]): Promise<readonly (SyncError | undefined)[]> {
    const present = await this.ourLinks(markings.filter(({ from }) => from !== ''));
    const writes = markings.map((marking): readonly BatchItem[] | SyncError => {
      const links = present.get(marking) ?? [];
      return links instanceof SyncError ? links : this.requests(marking, links);
    });
    const items = writes.flatMap((write) => (write instanceof SyncError ? [] : write));
    const answers = await this.batcher.send(items);
    const answerTo = new Map(items.map((item, index) => [item, answers[index]]));
    return writes.map((write) =>
      write instanceof SyncError
        ? write
        : write.map((item) => failureOf(item, answerTo.get(item))).find((error) => error !== undefined),
    );
  }

  /** One linked resource of ours carries the mark; any other of ours would be taken for it some day. */
  private requests({ id, list, to }: Marking, links: readonly string[]): readonly BatchItem[] {
    const { mailbox, recordPage } = this;
    const body = { ...linkTo(to, recordPage) };
    const at = (link: string) => linkAt(mailbox, list, id, link);
    const drop = (link: string): BatchItem => ({ mailbox, method: 'DELETE', path: at(link) });
    const [first, ...others] = links;
    if (to === '') return links.map(drop);
    if (first === undefined) return [{ mailbox, method: 'POST', path: linksOf(mailbox, list, id), body }];
    return [{ mailbox, method: 'PATCH', path: at(first), body }, ...others.map(drop)];
  }

  /** The ids of our linked resources of each task, or why they cannot be told. */
  private async ourLinks(
    markings: readonly Marking[],
  ): Promise<ReadonlyMap<Marking, readonly string[] | SyncError>> {
    const { mailbox, batcher } = this;
    const paths = markings.map(({ list, id }) => ({ mailbox, path: linksOf(mailbox, list, id) }));
    const results = await readCollections(batcher, paths, linkedResource);
    return new Map(
      markings.map((marking, index): [Marking, readonly string[] | SyncError] => {
        const result = results[index] ?? [];
        if (result instanceof SyncError) return [marking, result];
        return [marking, result.filter(isOurs).flatMap(({ id }) => id ?? [])];
      }),
    );
  }
}

/** Why a request failed. A link that is gone already need not be taken away. */
function failureOf({ method, path }: BatchItem, answer: ItemAnswer | undefined): SyncError | undefined {
  if (answer?.ok === true) return undefined;
  if (method === 'DELETE' && answer?.error.code === 'not-found') return undefined;
  return answer?.error ?? badAnswer(`${method} ${path.template}`);
}
