import { decideOrocrmRecord, decideOutlookRecord } from '../../rules/decision-table';
import { writesOrocrm, writesOutlook, type Direction } from '../../rules/policy';
import { directionFor, recordRules } from '../../rules/record-rules';
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

/** The direction in which a record, or a pair of two, is synchronised (spec 5: invitations). */
export const directionOf = (
  work: Work,
  orocrm: OrocrmRecord | undefined,
  outlook: OutlookRecord | undefined,
): Direction | undefined =>
  directionFor(work.policy.direction, recordRules(work.entity).authority(orocrm, outlook));

/** Two records that a mark joins: linked, and the side written that the direction says. */
export function relink(work: Work, found: string, orocrm: OrocrmRecord, outlook: OutlookRecord): Item {
  const direction = directionOf(work, orocrm, outlook);
  if (direction === undefined) return newPair(`${found}: link`, orocrm, outlook, 'none');
  const action = decideOutlookRecord({
    case: 'OroCRM_id names an existing, unlinked OroCRM record',
    direction,
  });
  return newPair(
    `${found}: ${action}`,
    orocrm,
    outlook,
    action === 'link+update-orocrm' ? 'orocrm' : 'outlook',
  );
}

/** Two records that their key joins: OroCRM's values count, but for an event that somebody else organises. */
export function matched(
  work: Work,
  views: Views,
  matcher: Matcher,
  rule: string,
  orocrm: OrocrmRecord,
  outlook: OutlookRecord,
): Item {
  const direction = directionOf(work, orocrm, outlook);
  // What a begun create of ours has made is no user's: it is adopted and completed, not taken for OroCRM's word.
  const begun = matcher.begunContent(outlook.id);
  if (begun !== undefined && direction !== undefined && writesOrocrm(direction)) {
    const content = views.content(views.orocrm(work.adapters.orocrm.creatable(orocrm)));
    if (content === begun) return { act: 'create-orocrm', rule: `${rule}, made by ourselves`, outlook };
  }
  return newPair(
    rule,
    orocrm,
    outlook,
    direction === undefined ? 'none' : writesOutlook(direction) ? 'outlook' : 'orocrm',
  );
}

function newPair(
  rule: string,
  orocrm: OrocrmRecord,
  outlook: OutlookRecord,
  write: 'orocrm' | 'outlook' | 'none',
): Item {
  return { act: 'pair', rule, link: undefined, orocrm, outlook, write, conflict: false, replaces: undefined };
}
