import { linkOf, sameLink, unfinished } from './baseline';
import type { Ledger } from './ledger';
import type { Progressing } from './progressing';
import type { Views } from './views';

/** The link of a pair after its writes; what did not arrive on the other side counts as an edit that is still to go. */
export async function linkPair(
  views: Views,
  progressing: Progressing,
  ledger: Ledger,
  orocrmAt: Date,
): Promise<void> {
  const { item, orocrm, outlook, source, incomplete, held } = progressing;
  const before = item.act === 'pair' ? item.link : undefined;
  const linked = linkOf(views, orocrm, outlook, orocrmAt);
  const made = {
    ...linked,
    orocrmBase: unfinished(linked.orocrmBase, held?.fields ?? []),
    outlookBase: unfinished(linked.outlookBase, incomplete?.fields ?? []),
  };
  // Under the version that it has now: the mark alone makes it worth no second try.
  if (incomplete)
    await ledger.fail({ ...source, version: outlook.after.version }, 'orocrm', incomplete.error);
  else if (!(await ledger.setAside(source, 'outlook', held?.objection))) ledger.succeeded(source);
  if (item.act === 'pair' && item.replaces !== undefined) {
    ledger.changes.push({ forget: 'outlook', id: item.replaces });
  }
  if (item.act === 'create-orocrm') {
    ledger.changes.push({ forget: 'intent', side: 'orocrm', sourceId: item.outlook.id });
  }
  if (!sameLink(before, made)) ledger.changes.push({ put: 'link', link: made });
  if (before === undefined) {
    ledger.linked.push(made.orocrmId);
    if (item.act === 'pair') ledger.tally.add('outlook', 'linked');
    return;
  }
  if (orocrm.fields.length === 0) ledger.tally.add('orocrm', 'unchanged');
  if (outlook.fields.length === 0) ledger.tally.add('outlook', 'unchanged');
}
