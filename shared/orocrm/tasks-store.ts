import { asSyncError, SyncError } from '../errors';
import type { OrocrmId } from '../records/ids';
import type { OrocrmTask } from '../records/task';
import type { Change, OrocrmPage, OrocrmStore, ReadResult, WriteOutcome } from '../sync/ports/orocrm';
import { limited } from './limited';
import type { OrocrmContext } from './reader';
import type { OlderRest } from './rest/client';
import { JsonApiStore } from './store';
import { moveThroughWorkflow } from './task-status';
import { taskType } from './tasks';

const movesAtOnce = 4;

/** Tasks of OroCRM: JSON:API, but for the status, which the workflow moves where it is active (reference 2). */
export class OrocrmTasks implements OrocrmStore<OrocrmTask> {
  private readonly tasks: JsonApiStore<OrocrmTask>;

  constructor(
    context: OrocrmContext,
    private readonly rest: OlderRest,
    owner: OrocrmId | undefined,
  ) {
    this.tasks = new JsonApiStore(context, taskType, owner);
  }

  read(ids: readonly OrocrmId[]): Promise<ReadResult<OrocrmTask, OrocrmId>> {
    return this.tasks.read(ids);
  }

  page(after: OrocrmId | undefined, size: number): Promise<OrocrmPage<OrocrmTask>> {
    return this.tasks.page(after, size);
  }

  changedSince(since: Date): Promise<ReadResult<OrocrmTask, OrocrmId>> {
    return this.tasks.changedSince(since);
  }

  creatable(task: OrocrmTask): OrocrmTask {
    return this.tasks.creatable(task);
  }

  create(drafts: readonly OrocrmTask[]): Promise<readonly WriteOutcome<OrocrmTask>[]> {
    return this.tasks.create(drafts);
  }

  /** Everything else first, for it may be refused; then the status. */
  async update(changes: readonly Change<OrocrmTask>[]): Promise<readonly WriteOutcome<OrocrmTask>[]> {
    const written = await this.tasks.update(
      changes.map(({ current, desired }) => ({ current, desired: { ...desired, status: current.status } })),
    );
    const moves = changes.flatMap(({ current, desired }, index) => {
      const outcome = written[index];
      return outcome?.ok === true && current.status !== desired.status
        ? [{ index, now: outcome.record, to: desired.status }]
        : [];
    });
    if (moves.length === 0) return written;
    const errors = await limited(moves, movesAtOnce, (move) => this.move(move.now, move.to));
    const read = await this.tasks.read(moves.map(({ now }) => now.id));
    const moved = new Map(
      moves.map(({ index, now }, place): [number, WriteOutcome<OrocrmTask>] => {
        const reading = read.records.get(now.id);
        const record = reading?.state === 'there' ? reading.record : undefined;
        const error = errors[place] ?? (record === undefined ? gone() : undefined);
        if (error === undefined && record !== undefined) return [index, { ok: true, record }];
        return [index, { ok: false, error: error ?? gone(), ...(record && { partly: record }) }];
      }),
    );
    return written.map((outcome, index) => moved.get(index) ?? outcome);
  }

  /** @returns what went wrong. */
  private async move(task: OrocrmTask, to: OrocrmTask['status']): Promise<SyncError | undefined> {
    try {
      if (await moveThroughWorkflow(this.rest, task.id, task.status, to)) return undefined;
      const [outcome] = await this.tasks.update([{ current: task, desired: { ...task, status: to } }]);
      return outcome?.ok === false ? outcome.error : undefined;
    } catch (thrown) {
      return asSyncError(thrown);
    }
  }
}

const gone = (): SyncError =>
  new SyncError('The task is gone from OroCRM.', { kind: 'give-up', code: 'not-found' });
