import type { Side } from '../../records/record';
import type { PollMessage } from '../ports/queue';
import type { Ports } from '../work';
import { automaticMembers, shardOrNone } from './shards';

/** How far ahead a tick plans: past the next tick, so that a late one leaves no gap. */
export const planningWindowMs = 45_000;

/**
 * Due times are multiples of the interval, so that every tick, however late or often it comes, names the same ones.
 * Pure: all due times after the last planned one up to the end of the window; of those in the past only the latest.
 */
export function dueTimes(lastPlanned: Date | undefined, now: Date, intervalSeconds: number): Date[] {
  const interval = intervalSeconds * 1000;
  const latestPast = Math.floor(now.getTime() / interval) * interval;
  const start = Math.max(latestPast, (lastPlanned?.getTime() ?? 0) + 1);
  const times: Date[] = [];
  for (
    let due = Math.ceil(start / interval) * interval;
    due <= now.getTime() + planningWindowMs;
    due += interval
  ) {
    times.push(new Date(due));
  }
  return times;
}

/** A tick of a poll timer: plans what is due within its window, and does no work itself. @returns polls planned. */
export async function planPolls(ports: Ports, side: Side): Promise<number> {
  const settings = await ports.settings.install();
  const interval = side === 'orocrm' ? settings.oroCrmIntervalSeconds : settings.outlookIntervalSeconds;
  const members = await automaticMembers(ports);
  const shards = new Set(
    (await Promise.all(members.map(({ mailbox }) => shardOrNone(ports, side, mailbox.address)))).flatMap(
      (shard) => (shard === undefined ? [] : [shard]),
    ),
  );
  const planned = await ports.schedule.load(side);
  const now = ports.clock();
  const messages: PollMessage[] = [];
  const last = new Map<string, Date>();
  for (const shard of shards) {
    const times = dueTimes(planned.get(shard), now, interval);
    messages.push(...times.map((due) => ({ side, shard, due: due.toISOString() })));
    const end = times.at(-1);
    if (end) last.set(shard, end);
  }
  if (messages.length === 0) return 0;
  // A poll that waited longer than the next one's turn has lost its meaning: it expires.
  await ports.queue.sendPolls(messages, Math.max(2 * interval, 30));
  await ports.schedule.save(side, last);
  return messages.length;
}
