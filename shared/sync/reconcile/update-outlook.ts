import type { OutlookRecord } from '../../records/record';
import { writesOutlook } from '../../rules/policy';
import { recordRules } from '../../rules/record-rules';
import type { Link } from '../ports/state';
import type { Work } from '../work';
import { merge } from './baseline';
import type { Ledger } from './ledger';
import { linkPair } from './link-pair';
import { directionOf } from './new-pair';
import { reserved, type Progressing } from './progressing';
import type { Views } from './views';
import { outcomeAt, preview } from './writes';

/** Writes values and marks to Outlook for all pairs, then links them. */
export async function updateOutlook(
  work: Work,
  views: Views,
  going: readonly Progressing[],
  ledger: Ledger,
  orocrmAt: Date,
): Promise<void> {
  const changes: { progressing: Progressing; fields: readonly string[]; desired: OutlookRecord }[] = [];
  const done: Progressing[] = [];
  const rules = recordRules(work.entity);
  for (const progressing of going) {
    const current = progressing.outlook.before;
    const orocrm = progressing.orocrm.after;
    const put = needsOutlookValues(work, progressing) ? views.putOutlook(current, orocrm) : undefined;
    const fields = put?.fields ?? [];
    // Somebody else's event is read, not written: its link is in the tables alone (spec 5).
    const readOnly = rules.authority(undefined, current) === 'outlook';
    if (fields.length === 0 && (current.mark === orocrm.id || readOnly)) {
      done.push(progressing);
      continue;
    }
    const desired = { ...(put?.record ?? current), mark: orocrm.id };
    const objection = rules.objectionToOutlook(current, desired, work.policy);
    if (objection?.code === 'would-notify' && linkOfItem(progressing) === undefined) {
      // The mark alone tells nobody: the pair is made, so that nothing makes its twin, and the values wait.
      progressing.held = { fields, objection };
      if (current.mark === orocrm.id) done.push(progressing);
      else changes.push({ progressing, fields: [], desired: { ...current, mark: orocrm.id } });
      continue;
    }
    if (await ledger.setAside(progressing.source, 'outlook', objection)) {
      if (progressing.item.act === 'pair') ledger.changes.push(...reserved(views, progressing.item));
      continue;
    }
    changes.push({ progressing, fields, desired });
    if (fields.length > 0) {
      ledger.overwrites({
        orocrmId: orocrm.id,
        outlookId: current.id,
        side: 'outlook',
        action: 'update',
        rule: progressing.item.rule,
        before: views.outlookProperties(current, fields),
        after: views.outlookProperties(put?.record ?? current, fields),
      });
    }
    preview(
      ledger,
      'outlook',
      fields.length > 0 ? 'update' : 'stamp',
      progressing.item.rule,
      orocrm,
      current,
      fields,
    );
  }
  await ledger.saveHistory();
  const outcomes =
    changes.length === 0
      ? []
      : await work.adapters.outlook.update(
          changes.map(({ progressing, desired }) => ({ current: progressing.outlook.before, desired })),
        );
  for (const [index, { progressing, fields }] of changes.entries()) {
    const outcome = outcomeAt(outcomes, index);
    if (outcome.ok) {
      progressing.outlook = { before: progressing.outlook.before, after: outcome.record, fields };
      if (fields.length > 0) ledger.tally.add('outlook', 'updated');
      done.push(progressing);
      continue;
    }
    await ledger.fail(progressing.source, 'outlook', outcome.error);
    const known = linkOfItem(progressing);
    if (known && outcome.partly) {
      const digests = views.digests(views.outlook(outcome.partly));
      const outlookBase = merge(known.outlookBase, digests, fields);
      ledger.changes.push({ put: 'link', link: { ...known, outlookBase } });
    }
    // What OroCRM already holds must not be created or found twice: the link is kept, the values follow by the retry.
    if (progressing.item.act === 'create-orocrm') done.push(progressing);
  }
  for (const progressing of done) await linkPair(views, progressing, ledger, orocrmAt);
}

/**
 * OroCRM's values go to Outlook when the rules say so, or behind a write to OroCRM where they still differ: something
 * hidden has surfaced (spec 5, law 2), or OroCRM keeps what Outlook has lost (the country of an address).
 */
function needsOutlookValues(work: Work, { item, orocrm, outlook, incomplete }: Progressing): boolean {
  if (item.act === 'pair' && item.write === 'outlook') return true;
  if (incomplete !== undefined || (item.act === 'pair' && item.write === 'none')) return false;
  const direction = directionOf(work, orocrm.after, outlook.before);
  return direction !== undefined && writesOutlook(direction);
}

const linkOfItem = ({ item }: Progressing): Link | undefined => (item.act === 'pair' ? item.link : undefined);
