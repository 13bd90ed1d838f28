import type { z } from 'zod';
import { asSyncError, SyncError } from '../errors';
import type { MailboxAddress } from '../records/ids';
import type { Batcher } from './batch';
import { badAnswer } from './graph-errors';
import { readPage } from './graph-page';
import { followLink, type GraphPath } from './graph-url';

/** A collection of one mailbox, by its first page. */
export interface Collection {
  readonly mailbox: MailboxAddress;
  readonly path: GraphPath;
}

/**
 * Reads collections of one mailbox to their ends, side by side. `absent`: what a collection that is not there means;
 * a folder may go away between its listing and its reading, then it holds nothing.
 * @throws SyncError
 */
export async function readAllPages<S extends z.ZodType>(
  batcher: Batcher,
  mailbox: MailboxAddress,
  collections: readonly GraphPath[],
  item: S,
  absent: 'is-empty' | 'fails',
): Promise<readonly z.output<S>[]> {
  const results = await readCollections(
    batcher,
    collections.map((path) => ({ mailbox, path })),
    item,
  );
  return results.flatMap((result) => {
    if (!(result instanceof SyncError)) return result;
    if (result.code === 'not-found' && absent === 'is-empty') return [];
    throw result;
  });
}

/** Reads collections to their ends, side by side, a page of each in one `$batch`. Each has its own outcome. */
export async function readCollections<S extends z.ZodType>(
  batcher: Batcher,
  collections: readonly Collection[],
  item: S,
): Promise<readonly (readonly z.output<S>[] | SyncError)[]> {
  const results = collections.map((): z.output<S>[] | SyncError => []);
  let open = collections.map((collection, place) => ({ ...collection, place }));
  while (open.length > 0) {
    const answers = await batcher.send(
      open.map(({ mailbox, path }) => ({ mailbox, method: 'GET' as const, path })),
    );
    const more: typeof open = [];
    open.forEach((collection, index) => {
      const { place, path } = collection;
      const items = results[place];
      const answer = answers[index];
      if (items === undefined || items instanceof SyncError) return;
      try {
        if (answer?.ok !== true) throw answer?.error ?? badAnswer(`GET ${path.template}`);
        const page = readPage(answer.body, item, path.template);
        items.push(...page.items);
        if (page.next !== undefined) more.push({ ...collection, path: followLink(page.next, path.template) });
      } catch (thrown) {
        results[place] = asSyncError(thrown);
      }
    });
    open = more;
  }
  return results;
}
