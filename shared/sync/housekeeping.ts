import type { Ports } from './work';

const dayMs = 24 * 3600 * 1000;
/** Runs are kept this long. */
const runDays = 30;

/** Removes what its retention has ended for: runs, and the change history with its values. */
export async function removeExpired(ports: Ports): Promise<void> {
  const { historyDays } = await ports.settings.install();
  const now = ports.clock().getTime();
  const runs = await ports.runs.removeBefore(new Date(now - runDays * dayMs));
  const history = await ports.history.removeBefore(new Date(now - historyDays * dayMs));
  if (runs + history > 0) ports.log(`removed ${runs} runs and ${history} history entries`);
}
