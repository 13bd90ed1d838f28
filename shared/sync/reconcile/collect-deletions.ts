import type { Work } from '../work';
import type { Item } from './item';
import type { Ledger } from './ledger';

/** Deletions are collected here and done by the deletion step, which can count them (spec 7). */
export async function collectDeletions(work: Work, items: readonly Item[], ledger: Ledger): Promise<void> {
  const wanted = items.filter((item) => item.act === 'collect-deletion');
  if (wanted.length === 0) return;
  const known = new Set(
    (await work.state.deletions())
      .filter(({ state }) => state !== 'deleted')
      .map(({ outlookId }) => outlookId),
  );
  const at = work.ports.clock().toISOString();
  for (const item of wanted) {
    if (item.orocrmId === '') {
      // Remembered with its mark, so that it counts among the marked records.
      ledger.changes.push({
        put: 'outlook',
        row: { id: item.outlook.id, state: 'marked', mark: item.outlook.mark, run: '' },
      });
    }
    ledger.deletions += 1;
    if (known.has(item.outlook.id)) continue;
    ledger.changes.push({
      put: 'deletion',
      deletion: {
        outlookId: item.outlook.id,
        orocrmId: item.orocrmId,
        rule: item.rule,
        at,
        state: 'pending',
        heldId: '',
        run: work.run,
      },
    });
  }
}
