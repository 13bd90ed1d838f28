import type { z } from 'zod';
import type { MailboxAddress } from '../records/ids';
import type { Batcher, ItemAnswer } from './batch';
import type { BatchItem } from './batch-wire';
import { badAnswer } from './graph-errors';
import { readPage } from './graph-page';
import { followLink, type GraphPath } from './graph-url';

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
  const items: z.output<S>[] = [];
  let open = collections;
  while (open.length > 0) {
    const answers = await batcher.send(open.map((path): BatchItem => ({ mailbox, method: 'GET', path })));
    const more: GraphPath[] = [];
    open.forEach(({ template }, index) => {
      const body = bodyOf(answers[index], template, absent);
      if (body === undefined) return;
      const page = readPage(body, item, template);
      items.push(...page.items);
      if (page.next !== undefined) more.push(followLink(page.next, template));
    });
    open = more;
  }
  return items;
}

function bodyOf(answer: ItemAnswer | undefined, template: string, absent: 'is-empty' | 'fails'): unknown {
  if (answer?.ok === true) return answer.body;
  if (answer?.error.code === 'not-found' && absent === 'is-empty') return undefined;
  throw answer?.error ?? badAnswer(`GET ${template}`);
}
