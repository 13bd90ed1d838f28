import { z } from 'zod';
import { SyncError } from '../../errors';
import { folderId, type FolderId, type MailboxAddress, type OutlookId } from '../../records/ids';
import { readCollections } from '../all-pages';
import type { Batcher } from '../batch';
import { FolderScopes, type Scope } from '../folder-scopes';
import type { GraphPath } from '../graph-url';
import { taskLists, taskListsDelta } from './task-requests';

/** The task lists of a mailbox; there is always a default one. */
export interface TaskScope extends Scope {
  readonly default: FolderId;
}

const listItem = z.object({
  id: z.string().min(1),
  wellknownListName: z.string().nullish(),
  isOwner: z.boolean().nullish(),
  '@removed': z.unknown().optional(),
});
type ListItem = z.output<typeof listItem>;

/** Places of tasks outside default lists that are kept in mind, over all mailboxes. */
const mostPlaces = 20_000;

/**
 * The task lists of each mailbox: all but Flagged Emails, which shows mails, and the lists that other people share
 * (their tasks are synchronised with their owners' mailboxes).
 */
export class TaskLists extends FolderScopes<TaskScope> {
  private readonly places = new Map<string, FolderId>();

  constructor(batcher: Batcher, maxAgeMs?: number) {
    super(batcher, 'GET /users/{id}/todo/lists', maxAgeMs);
  }

  /** Where a task was seen last, if that was not the default list. */
  placeOf(mailbox: MailboxAddress, id: OutlookId): FolderId | undefined {
    return this.places.get(placeKey(mailbox, id));
  }

  /** Keeps in mind in which list besides the default one a task is; undefined: in none. */
  note(mailbox: MailboxAddress, id: OutlookId, list: FolderId | undefined): void {
    const key = placeKey(mailbox, id);
    this.places.delete(key);
    if (list === undefined) return;
    this.places.set(key, list);
    const [oldest] = this.places.keys();
    if (this.places.size > mostPlaces && oldest !== undefined) this.places.delete(oldest);
  }

  protected isWhole(): boolean {
    return true;
  }

  protected async list(
    mailboxes: readonly MailboxAddress[],
  ): Promise<ReadonlyMap<MailboxAddress, TaskScope | SyncError>> {
    const found = await this.ask(mailboxes, taskLists);
    // The plain listing is known to show nothing but Flagged Emails at times (Graph reference 7).
    const short = mailboxes.filter((mailbox) => found.get(mailbox) === undefined);
    if (short.length > 0) {
      for (const [mailbox, scope] of await this.ask(short, taskListsDelta)) found.set(mailbox, scope);
    }
    return new Map(mailboxes.map((mailbox) => [mailbox, found.get(mailbox) ?? noDefaultList()]));
  }

  /** What this request shows of each mailbox; undefined when the default list is not in it. */
  private async ask(
    mailboxes: readonly MailboxAddress[],
    pathOf: (mailbox: MailboxAddress) => GraphPath,
  ): Promise<Map<MailboxAddress, TaskScope | SyncError | undefined>> {
    const results = await readCollections(
      this.batcher,
      mailboxes.map((mailbox) => ({ mailbox, path: pathOf(mailbox) })),
      listItem,
    );
    return new Map(
      mailboxes.map((mailbox, index) => {
        const result = results[index] ?? [];
        return [mailbox, result instanceof SyncError ? result : scopeIn(result)];
      }),
    );
  }
}

/** In a delta an item may come twice; the last word counts (Graph reference 1.3). */
function scopeIn(items: readonly ListItem[]): TaskScope | undefined {
  const lists = [...new Map(items.map((item) => [item.id, item])).values()].filter(isOwn);
  const main = lists.find(({ wellknownListName }) => wellknownListName === 'defaultList');
  if (main === undefined) return undefined;
  const others = lists.filter((list) => list !== main && list.wellknownListName !== 'flaggedEmails');
  return { default: folderId(main.id), others: others.map(({ id }) => folderId(id)) };
}

const isOwn = (list: ListItem): boolean => list['@removed'] === undefined && list.isOwner !== false;

const placeKey = (mailbox: MailboxAddress, id: OutlookId): string => `${mailbox} ${id}`;

const noDefaultList = (): SyncError =>
  new SyncError('The mailbox shows no default list in Microsoft To Do.', {
    kind: 'operator',
    code: 'not-found',
    action: 'Open Microsoft To Do once with this account, so that its default list is made.',
  });
