import type { Work } from '../work';
import type { Item } from './item';
import type { Ledger } from './ledger';
import type { Views } from './views';
import { outcomeAt, preview, sourceOf } from './writes';

/** An edited copy where nothing may be created: it loses the mark and is remembered as a candidate. */
export async function clearStamps(
  work: Work,
  views: Views,
  items: readonly Item[],
  ledger: Ledger,
): Promise<void> {
  const wanted = items.filter((item) => item.act === 'clear-stamp');
  if (wanted.length === 0) return;
  for (const item of wanted) {
    preview(ledger, 'outlook', 'clear-stamp', item.rule, undefined, item.outlook, []);
  }
  const outcomes = await work.adapters.outlook.update(
    wanted.map(({ outlook }) => ({ current: outlook, desired: { ...outlook, mark: '' } })),
  );
  for (const [index, { outlook }] of wanted.entries()) {
    const outcome = outcomeAt(outcomes, index);
    if (!outcome.ok) await ledger.fail(sourceOf('outlook', outlook), 'outlook', outcome.error);
    else {
      const { id, createdAt } = outcome.record;
      const key = views.key(views.outlook(outcome.record));
      ledger.changes.push({ put: 'outlook', row: { id, state: 'candidate', key, createdAt } });
    }
  }
}
