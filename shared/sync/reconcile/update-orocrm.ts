import type { OrocrmRecord } from '../../records/record';
import { recordRules } from '../../rules/record-rules';
import type { Work } from '../work';
import { merge, unwritten } from './baseline';
import type { Ledger } from './ledger';
import { pairSource, reserved, type PairItem, type Progressing } from './progressing';
import type { Views } from './views';
import { outcomeAt, preview } from './writes';

/** Writes Outlook's values to OroCRM for the pairs that ask for it. @returns all pairs that go on to Outlook. */
export async function updateOrocrm(
  work: Work,
  views: Views,
  items: readonly PairItem[],
  ledger: Ledger,
): Promise<Progressing[]> {
  const rules = recordRules(work.entity);
  const going: Progressing[] = [];
  const changes: {
    progressing: Progressing & { readonly item: PairItem };
    fields: readonly string[];
    desired: OrocrmRecord;
  }[] = [];
  for (const item of items) {
    const source = pairSource(item);
    const target = item.write === 'orocrm' ? 'orocrm' : 'outlook';
    const put = item.write === 'orocrm' ? views.putOrocrm(item.orocrm, item.outlook) : undefined;
    if (put && put.fields.length > 0) {
      if (await ledger.setAside(source, 'orocrm', rules.objectionToOrocrm(put.record))) {
        ledger.changes.push(...reserved(views, item));
        continue;
      }
    }
    if (item.write !== 'none' && !ledger.mayTry(source, target)) continue;
    if (item.conflict) ledger.tally.add(target, 'conflicts');
    const progressing = {
      item,
      source,
      orocrm: unwritten(item.orocrm),
      outlook: unwritten(item.outlook),
      incomplete: undefined,
    };
    if (!put || put.fields.length === 0) {
      going.push(progressing);
      continue;
    }
    changes.push({ progressing, fields: put.fields, desired: put.record });
    ledger.overwrites({
      orocrmId: item.orocrm.id,
      outlookId: item.outlook.id,
      side: 'orocrm',
      action: 'update',
      rule: item.rule,
      before: views.orocrmProperties(item.orocrm, put.fields),
      after: views.orocrmProperties(put.record, put.fields),
    });
    preview(ledger, 'orocrm', 'update', item.rule, item.orocrm, item.outlook, put.fields);
  }
  await ledger.saveHistory();
  if (changes.length === 0) return going;
  const outcomes = await work.adapters.orocrm.update(
    changes.map(({ progressing, desired }) => ({ current: progressing.orocrm.before, desired })),
  );
  for (const [index, { progressing, fields }] of changes.entries()) {
    const outcome = outcomeAt(outcomes, index);
    if (!outcome.ok) {
      await ledger.fail(progressing.source, 'orocrm', outcome.error);
      const { link } = progressing.item;
      if (link && outcome.partly) {
        const digests = views.digests(views.orocrm(outcome.partly));
        const orocrmBase = merge(link.orocrmBase, digests, fields);
        ledger.changes.push({ put: 'link', link: { ...link, orocrmBase } });
      }
      continue;
    }
    progressing.orocrm = { before: progressing.orocrm.before, after: outcome.record, fields };
    ledger.tally.add('orocrm', 'updated');
    ledger.wroteOrocrm.push(outcome.record.id);
    going.push(progressing);
  }
  return going;
}
