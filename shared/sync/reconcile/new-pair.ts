import type { OrocrmRecord, OutlookRecord } from '../../records/record';
import { decideOutlookRecord } from '../../rules/decision-table';
import { writesOrocrm, writesOutlook, type Direction } from '../../rules/policy';
import { directionFor, recordRules } from '../../rules/record-rules';
import type { Work } from '../work';
import type { Item } from './item';
import type { Matcher } from './match';
import type { Views } from './views';

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
