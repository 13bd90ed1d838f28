import { asSyncError } from '../errors';
import { startDueRuns, type Seen } from './due-runs';
import { isAutomatic } from './polls/shards';
import { mailboxStates, type MailboxStanding } from './ports/metrics';
import type { Ports } from './work';

/** A tick of the sweep timer: starts what is due, and measures how all mailboxes stand. */
export async function sweep(ports: Ports): Promise<void> {
  const seen = await startDueRuns(ports);
  measureMailboxes(ports, seen);
  await measureWaiting(ports);
}

/** From what the tick has read anyway: hundreds of mailboxes are not read twice in 30 seconds. */
function measureMailboxes({ metrics, clock }: Ports, seen: readonly Seen[]): void {
  const states = seen.map(stateOf);
  for (const state of mailboxStates) {
    metrics.record('sync.mailboxes', states.filter((one) => one === state).length, { state });
  }
  const now = clock().getTime();
  for (const { progress } of seen) {
    for (const [entity, { phase, lastSuccess }] of progress) {
      if (phase !== 'steady' || lastSuccess === undefined) continue;
      metrics.record('sync.lag', Math.max(0, (now - Date.parse(lastSuccess)) / 1000), { entity });
    }
  }
}

function stateOf({ member, progress }: Seen): MailboxStanding {
  if (member.mailbox.held !== '') return 'held';
  if (!isAutomatic(member) || progress.size === 0) return 'off';
  const phases = [...progress.values()].map(({ phase }) => phase);
  if (phases.every((phase) => phase === 'steady')) return 'steady';
  return phases.every((phase) => phase === 'new') ? 'new' : 'first-sync';
}

/** Of these alerts each is about something that stands still until a person decides. */
const waitsForAWord = new Set(['deletions-held', 'mailbox-held']);

/** Two short lists. What cannot be read is measured at the next tick: nothing fails for the sake of a metric. */
async function measureWaiting(ports: Ports): Promise<void> {
  try {
    const [failed, alerts] = await Promise.all([ports.failed.list(undefined), ports.alerts.list()]);
    const held = alerts.filter(({ code }) => waitsForAWord.has(code));
    ports.metrics.record('sync.waiting', failed.length, { kind: 'failed' });
    ports.metrics.record('sync.waiting', held.length, { kind: 'held' });
    ports.metrics.record('sync.waiting', alerts.length, { kind: 'alerts' });
  } catch (thrown) {
    ports.log(`metrics: ${asSyncError(thrown).message}`);
  }
}
