import type { FolderId, MailboxAddress, OutlookId } from '../../records/ids';
import type { OutlookTask } from '../../records/task';
import type { Reading, ReadResult } from '../../sync/ports/orocrm';
import type { Batcher } from '../batch';
import { foldersOf } from '../folder-scopes';
import { badAnswer } from '../graph-errors';
import type { TaskLists, TaskScope } from './task-lists';
import { toTask } from './task-item';
import { wholeTask } from './task-requests';

/** In other lists than the default one only what is linked to OroCRM is synchronised (spec 1). */
export const isSynchronised = (task: OutlookTask, scope: TaskScope): boolean =>
  task.folder === scope.default || task.mark !== '';

/** Where a task is looked for. */
interface Look {
  readonly id: OutlookId;
  readonly list: FolderId;
}

/** Reads tasks by id. A task answers under its own list only (Graph reference 3), so it is searched for. */
export class TaskReader {
  constructor(
    private readonly mailbox: MailboxAddress,
    private readonly batcher: Batcher,
    private readonly lists: TaskLists,
    private readonly timeZone: string,
  ) {}

  /** @throws SyncError */
  async read(ids: readonly OutlookId[]): Promise<ReadResult<OutlookTask, OutlookId>> {
    const search = new Search(ids);
    const scope = await this.lists.scope(this.mailbox);
    await this.look(
      search,
      ids.map((id) => ({ id, list: this.lists.placeOf(this.mailbox, id) ?? scope.default })),
    );
    await this.look(search, search.untried(foldersOf(scope)));
    // A list that was made meanwhile may hold what is in none of the others.
    const now = search.missing().length === 0 ? scope : await this.lists.scope(this.mailbox, true);
    await this.look(search, search.untried(foldersOf(now)));
    const records = new Map(
      ids.map((id): [OutlookId, Reading<OutlookTask>] => {
        const record = search.found.get(id);
        this.lists.note(this.mailbox, id, search.listOf(id, now.default));
        const there = record !== undefined && isSynchronised(record, now);
        return [id, there ? { state: 'there', record } : { state: 'gone' }];
      }),
    );
    return { records, at: search.at ?? new Date() };
  }

  private async look(search: Search, looks: readonly Look[]): Promise<void> {
    const answers = await this.batcher.send(
      looks.map(({ id, list }) => ({
        mailbox: this.mailbox,
        method: 'GET' as const,
        path: wholeTask(this.mailbox, list, id),
      })),
    );
    looks.forEach((look, index) => {
      const answer = answers[index];
      search.tried(look);
      if (answer?.ok === true) {
        // The answer says its own id in its own way; the caller knows the task by the id it asked for.
        const task = { ...toTask(answer.body, look.list, this.timeZone, 'GET task'), id: look.id };
        search.take(task, answer.at);
      } else if (answer?.error.code !== 'not-found') {
        throw answer?.error ?? badAnswer('GET task');
      }
    });
  }
}

/** What was looked for where, and what was found. */
class Search {
  readonly found = new Map<OutlookId, OutlookTask>();
  at: Date | undefined;
  private readonly lists = new Map<OutlookId, Set<FolderId>>();

  constructor(ids: readonly OutlookId[]) {
    for (const id of ids) this.lists.set(id, new Set());
  }

  tried({ id, list }: Look): void {
    this.lists.get(id)?.add(list);
  }

  take(task: OutlookTask, at: Date): void {
    this.found.set(task.id, task);
    if (this.at === undefined || at < this.at) this.at = at;
  }

  missing(): readonly OutlookId[] {
    return [...this.lists.keys()].filter((id) => !this.found.has(id));
  }

  /** The list where a task was found, if it is another than this one. */
  listOf(id: OutlookId, main: FolderId): FolderId | undefined {
    const folder = this.found.get(id)?.folder;
    return folder === undefined || folder === '' || folder === main ? undefined : folder;
  }

  /** The looks for what is missing in those of these lists where it was not looked for yet. */
  untried(lists: readonly FolderId[]): readonly Look[] {
    return this.missing().flatMap((id) =>
      lists.filter((list) => this.lists.get(id)?.has(list) === false).map((list) => ({ id, list })),
    );
  }
}
