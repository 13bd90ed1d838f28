import { decideOrocrmRecord } from '../../rules/decision-table';
import type { Work } from '../work';
import type { LoneOrocrm } from './gather';
import type { Item } from './item';
import type { Matcher } from './match';
import { directionOf, matched, relink } from './new-pair';
import type { Views } from './views';

/** Decides every unlinked OroCRM record by the table of spec section 3. */
export function planOrocrm(work: Work, views: Views, matcher: Matcher, lone: readonly LoneOrocrm[]): Item[] {
  return lone.flatMap((seen) => planOne(work, views, matcher, seen));
}

function planOne(work: Work, views: Views, matcher: Matcher, seen: LoneOrocrm): Item[] {
  if (seen.reading.state === 'gone') {
    return seen.row
      ? [
          {
            act: 'note',
            rule: 'orocrm record gone: forget',
            sides: [],
            changes: [{ forget: 'orocrm', id: seen.id }],
          },
        ]
      : [];
  }
  const orocrm = seen.reading.record;
  if (seen.row?.state === 'unlinked') {
    return [{ act: 'note', rule: 'orocrm record unlinked: remembered', sides: ['orocrm'], changes: [] }];
  }
  if (!matcher.claimOrocrm(seen.id)) return [];
  const direction = directionOf(work, orocrm, undefined);

  const marked = matcher.takeMarked(seen.id);
  if (marked) return [relink(work, 'orocrm record marked in outlook', orocrm, marked)];
  const key = views.key(views.orocrm(orocrm));
  const keep: Item = {
    act: 'note',
    rule: 'orocrm record: candidate',
    sides: ['orocrm'],
    changes: [{ put: 'orocrm', row: { id: seen.id, state: 'candidate', key, createdAt: orocrm.createdAt } }],
  };
  if (direction === undefined) return [keep];
  const same = decideOrocrmRecord({ case: 'outlook records with empty OroCRM_id match its key', direction });
  const match = same === 'none' ? undefined : matcher.takeOutlook(key);
  if (match) return [matched(work, views, matcher, `orocrm record matches a key: ${same}`, orocrm, match)];
  const action = decideOrocrmRecord({ case: 'no match', direction });
  return action === 'none'
    ? [keep]
    : [
        {
          act: 'create-outlook',
          rule: `orocrm record without match: ${action}`,
          orocrm,
          replaces: undefined,
        },
      ];
}
