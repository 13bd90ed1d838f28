import { decideOrocrmRecord } from '../../rules/decision-table';
import type { OrocrmRecord, OutlookRecord } from '../../records/record';
import type { Work } from '../work';
import type { LoneOrocrm } from './gather';
import type { Item } from './item';
import type { Matcher } from './match';
import type { Views } from './views';

/** Decides every unlinked OroCRM record by the table of spec section 3. */
export function planOrocrm(work: Work, views: Views, matcher: Matcher, lone: readonly LoneOrocrm[]): Item[] {
  return lone.flatMap((seen) => planOne(work, views, matcher, seen));
}

function planOne(work: Work, views: Views, matcher: Matcher, seen: LoneOrocrm): Item[] {
  const { direction } = work.policy;
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

  const marked = matcher.takeMarked(seen.id);
  if (marked) {
    const action = decideOrocrmRecord({ case: 'outlook record carries its OroCRM_id', direction });
    const write = action === 'link+update-orocrm' ? 'orocrm' : 'outlook';
    return [newPair(`orocrm record marked in outlook: ${action}`, orocrm, marked, write)];
  }
  const key = views.key(views.orocrm(orocrm));
  const keep: Item = {
    act: 'note',
    rule: 'orocrm record: candidate',
    sides: ['orocrm'],
    changes: [{ put: 'orocrm', row: { id: seen.id, state: 'candidate', key, createdAt: orocrm.createdAt } }],
  };
  const same = decideOrocrmRecord({ case: 'outlook records with empty OroCRM_id match its key', direction });
  const match = same === 'none' ? undefined : matcher.takeOutlook(key);
  if (match) return [newPair(`orocrm record matches a key: ${same}`, orocrm, match, 'outlook')];
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

export function newPair(
  rule: string,
  orocrm: OrocrmRecord,
  outlook: OutlookRecord,
  write: 'orocrm' | 'outlook',
): Item {
  return { act: 'pair', rule, link: undefined, orocrm, outlook, write, conflict: false, replaces: undefined };
}
