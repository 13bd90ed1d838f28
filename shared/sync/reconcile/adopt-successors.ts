import type { OutlookId } from '../../records/ids';
import type { Work } from '../work';
import type { Item } from './item';
import type { Matcher } from './match';

/**
 * Before a record that is gone from Outlook is made again, Outlook is searched for one that carries its mark: a create
 * whose answer was lost, or a record that came back under another id. It takes the place of the one that is gone.
 */
export async function adoptSuccessors(work: Work, matcher: Matcher, items: readonly Item[]): Promise<Item[]> {
  const wanted = items.filter((item) => item.act === 'create-outlook');
  if (wanted.length === 0) return [...items];
  const found = await work.adapters.outlook.findByMark(wanted.map(({ orocrm }) => orocrm.id));
  const rows = await work.state.outlookRows(found.map(({ id }) => id));
  const isFree = (id: OutlookId): boolean =>
    rows.get(id)?.state !== 'linked' && rows.get(id)?.state !== 'twin';
  return items.map((item): Item => {
    if (item.act !== 'create-outlook') return item;
    const successor = found
      .filter(({ id, mark }) => mark === item.orocrm.id && id !== item.replaces && isFree(id))
      .find(({ id }) => matcher.claimOutlook(id));
    if (!successor) return item;
    return {
      act: 'pair',
      rule: `${item.rule}, found by its mark`,
      link: undefined,
      orocrm: item.orocrm,
      outlook: successor,
      write: 'outlook',
      conflict: false,
      replaces: item.replaces,
    };
  });
}
