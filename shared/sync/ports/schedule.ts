import type { Side } from '../../records/record';

/** Up to when the polls of each shard were planned: a late or repeated tick goes on from there. */
export interface ScheduleState {
  /** The last planned due time of every shard of a side. */
  load(side: Side): Promise<ReadonlyMap<string, Date>>;
  /** Replaces the due times of these shards; the others stay. */
  save(side: Side, planned: ReadonlyMap<string, Date>): Promise<void>;
}
