import { z } from 'zod';
import { SyncError } from '../../errors';
import type { MailboxAddress, OrocrmId, OutlookId } from '../../records/ids';
import type { OutlookTask } from '../../records/task';
import type { Change, ReadResult, WriteOutcome } from '../../sync/ports/orocrm';
import type { OutlookPage, OutlookStore } from '../../sync/ports/outlook';
import { readCollections } from '../all-pages';
import type { Batcher } from '../batch';
import { FolderPages, onlyMarked } from '../folder-pages';
import { foldersOf } from '../folder-scopes';
import type { OutlookParts } from '../outlook-parts';
import { removeItems } from '../remove-items';
import { asCreated, raiseOperatorError } from '../write-outcomes';
import { writeTaskChanges } from './task-changes';
import { newTaskBody, toTask, type TaskSetting } from './task-item';
import type { TaskLists } from './task-lists';
import { listedTasks } from './task-pages';
import { TaskReader } from './task-reader';
import { listOf, taskAt, tasksIn, tasksPage } from './task-requests';

/** The tasks of one mailbox: its default list, and what is linked to OroCRM in any other list. */
export class OutlookTasks implements OutlookStore<OutlookTask> {
  private readonly batcher: Batcher;
  private readonly lists: TaskLists;
  private readonly reader: TaskReader;
  private readonly pages: FolderPages<OutlookTask>;

  constructor(
    private readonly mailbox: MailboxAddress,
    parts: OutlookParts,
    private readonly setting: TaskSetting,
  ) {
    const { timeZone } = setting;
    this.batcher = parts.batcher;
    this.lists = parts.lists;
    this.reader = new TaskReader(mailbox, parts.batcher, parts.lists, timeZone);
    this.pages = new FolderPages(mailbox, parts, listedTasks(mailbox, parts.lists, timeZone));
  }

  read(ids: readonly OutlookId[]): Promise<ReadResult<OutlookTask, OutlookId>> {
    return this.reader.read(ids);
  }

  page(cursor: string | undefined): Promise<OutlookPage<OutlookTask>> {
    return this.pages.page(cursor);
  }

  async marked(cursor: string | undefined): Promise<OutlookPage<OutlookTask>> {
    return onlyMarked(await this.pages.page(cursor));
  }

  ids(): Promise<readonly OutlookId[]> {
    return this.pages.ids();
  }

  creatable(record: OutlookTask): OutlookTask {
    return record;
  }

  async create(drafts: readonly OutlookTask[]): Promise<readonly WriteOutcome<OutlookTask>[]> {
    const { mailbox, setting } = this;
    const list = (await this.lists.scope(mailbox)).default;
    const answers = await this.batcher.send(
      drafts.map((draft) => ({
        mailbox,
        method: 'POST' as const,
        path: tasksIn(mailbox, list),
        body: { ...newTaskBody(draft, setting) },
      })),
    );
    return raiseOperatorError(
      drafts.map((draft, index) =>
        asCreated(answers[index], 'POST task', (body) => ({
          ...toTask(body, list, setting.timeZone, 'POST task'),
          // The linked resources need not be in the answer.
          mark: draft.mark,
        })),
      ),
    );
  }

  async update(changes: readonly Change<OutlookTask>[]): Promise<readonly WriteOutcome<OutlookTask>[]> {
    const { mailbox, batcher, setting } = this;
    const scope = await this.lists.scope(mailbox);
    return raiseOperatorError(await writeTaskChanges({ mailbox, batcher, scope, ...setting }, changes));
  }

  async remove(records: readonly OutlookTask[]): Promise<readonly WriteOutcome<OutlookTask>[]> {
    const { mailbox, batcher } = this;
    const scope = await this.lists.scope(mailbox);
    return removeItems(
      {
        batcher,
        mailbox,
        pathOf: (id, record) => taskAt(mailbox, listOf(record, scope), id),
        read: (ids) => this.read(ids),
      },
      records,
    );
  }

  /** There is no filter on linked resources (Graph reference 3): all lists are read. */
  async findByMark(marks: readonly OrocrmId[]): Promise<readonly OutlookTask[]> {
    if (marks.length === 0) return [];
    const { mailbox } = this;
    const wanted = new Set<string>(marks);
    const scope = await this.lists.scope(mailbox, true);
    const lists = foldersOf(scope);
    const pages = lists.map((list) => ({ mailbox, path: tasksPage(mailbox, list) }));
    const results = await readCollections(this.batcher, pages, z.unknown());
    const found = new Map<OutlookId, OutlookTask>();
    for (const [index, list] of lists.entries()) {
      const items = results[index] ?? [];
      if (items instanceof SyncError) {
        // A list that went away meanwhile holds nothing.
        if (items.code === 'not-found' && list !== scope.default) continue;
        throw items;
      }
      for (const item of items) {
        const task = toTask(item, list, this.setting.timeZone, 'GET /users/{id}/todo/lists/{id}/tasks');
        if (wanted.has(task.mark)) found.set(task.id, task);
      }
    }
    return [...found.values()];
  }
}
