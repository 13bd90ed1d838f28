import { parseOrocrmId, type OutlookId } from '../../records/ids';
import type { OutlookRecord } from '../../records/record';
import { decideFirstSync, decideOutlookRecord } from '../../rules/decision-table';
import { recordRules } from '../../rules/record-rules';
import type { Reading } from '../ports/orocrm';
import type { Work } from '../work';
import type { Gathered, LoneOutlook, Named } from './gather';
import type { Item } from './item';
import type { Matcher } from './match';
import { matched, relink } from './new-pair';
import type { Views } from './views';

/** Decides every unlinked Outlook record by the table of spec section 3. */
export async function planOutlook(
  work: Work,
  views: Views,
  matcher: Matcher,
  gathered: Gathered,
): Promise<Item[]> {
  const twins = await readTwins(work, gathered);
  return gathered.outlook.flatMap((seen) => planOne(work, views, matcher, gathered, twins, seen));
}

/** The records that hold the links which marks of copies point at: only a live one makes the other a copy. */
async function readTwins(
  work: Work,
  gathered: Gathered,
): Promise<ReadonlyMap<OutlookId, Reading<OutlookRecord>>> {
  const ids = [...gathered.named.values()].flatMap(({ row }) =>
    row?.state === 'linked' ? [row.link.outlookId] : [],
  );
  return ids.length === 0 ? new Map() : (await work.adapters.outlook.read(ids)).records;
}

function planOne(
  work: Work,
  views: Views,
  matcher: Matcher,
  gathered: Gathered,
  twins: ReadonlyMap<OutlookId, Reading<OutlookRecord>>,
  seen: LoneOutlook,
): Item[] {
  if (seen.reading.state === 'gone') {
    return seen.row
      ? [
          {
            act: 'note',
            rule: 'outlook record gone: forget',
            sides: [],
            changes: [{ forget: 'outlook', id: seen.id }],
          },
        ]
      : [];
  }
  const outlook = seen.reading.record;
  if (seen.row?.state === 'unlinked') {
    return [{ act: 'note', rule: 'outlook record unlinked: remembered', sides: ['outlook'], changes: [] }];
  }
  if (!matcher.claimOutlook(seen.id)) return [];
  if (outlook.mark === '') return [planUnmarked(work, views, matcher, outlook)];
  const id = parseOrocrmId(outlook.mark);
  const named = id === undefined ? undefined : gathered.named.get(id);
  return [planMarked(work, views, matcher, twins, outlook, named)];
}

function planUnmarked(work: Work, views: Views, matcher: Matcher, outlook: OutlookRecord): Item {
  const { direction } = work.policy;
  const key = views.key(views.outlook(outlook));
  const same = decideOutlookRecord({
    case: 'OroCRM_id empty, an unlinked OroCRM record matches its key',
    direction,
  });
  const match = same === 'link+stamp+update-outlook' ? matcher.takeOrocrm(key) : undefined;
  if (match) return matched(work, views, matcher, `outlook record matches a key: ${same}`, match, outlook);
  const action = decideOutlookRecord({ case: 'OroCRM_id empty, no match', direction });
  return action === 'none'
    ? {
        act: 'note',
        rule: 'outlook record: candidate',
        sides: ['outlook'],
        changes: [
          { put: 'outlook', row: { id: outlook.id, state: 'candidate', key, createdAt: outlook.createdAt } },
        ],
      }
    : { act: 'create-orocrm', rule: `outlook record without match: ${action}`, outlook };
}

function planMarked(
  work: Work,
  views: Views,
  matcher: Matcher,
  twins: ReadonlyMap<OutlookId, Reading<OutlookRecord>>,
  outlook: OutlookRecord,
  named: Named | undefined,
): Item {
  const { direction } = work.policy;
  if (named?.reading.state !== 'there') {
    if (work.stage === 'relink') {
      const action = decideFirstSync({
        mode: 'relink',
        step: 1,
        case: 'OroCRM_id set, no such OroCRM record',
        direction,
      });
      return { act: 'clear-stamp', rule: `first sync: ${action}`, outlook };
    }
    const action = decideOutlookRecord({ case: 'OroCRM_id names no existing OroCRM record', direction });
    const rule = `outlook record marked, orocrm has none: ${action}`;
    // Somebody else's event is not deleted (spec 5).
    const ours = recordRules(work.entity).authority(undefined, outlook) !== 'outlook';
    return action === 'delete-outlook' && ours
      ? { act: 'collect-deletion', rule, outlook, orocrmId: parseOrocrmId(outlook.mark) ?? '' }
      : {
          act: 'note',
          rule,
          sides: ['outlook'],
          changes: [
            { put: 'outlook', row: { id: outlook.id, state: 'marked', mark: outlook.mark, run: '' } },
          ],
        };
  }
  const orocrm = named.reading.record;
  if (named.row?.state === 'linked') {
    const twin = twins.get(named.row.link.outlookId);
    if (twin?.state === 'there') {
      const equal = views.content(views.outlook(twin.record)) === views.content(views.outlook(outlook));
      return equal
        ? {
            act: 'note',
            rule: 'outlook record is an equal copy of a linked one: ignore+alert',
            sides: ['outlook'],
            changes: [{ put: 'outlook', row: { id: outlook.id, state: 'twin', mark: outlook.mark } }],
            twinOf: orocrm.id,
            outlookId: outlook.id,
          }
        : asNew(work, views, matcher, outlook);
    }
    // The linked one is gone: the copy or the restored record takes its place.
    const item = relink(work, 'outlook record marked', orocrm, outlook);
    return item.act === 'pair' ? { ...item, replaces: named.row.link.outlookId } : item;
  }
  if (!matcher.claimOrocrm(orocrm.id)) return { act: 'later', outlook };
  return relink(work, 'outlook record marked', orocrm, outlook);
}

/** A copy that was edited: its mark is cleared and it is treated as a record without one (spec 3, last row). */
function asNew(work: Work, views: Views, matcher: Matcher, outlook: OutlookRecord): Item {
  const rule = 'outlook record is a changed copy of a linked one: clear-stamp+treat-as-new';
  if (work.stage === 'relink') return { act: 'clear-stamp', rule, outlook };
  const item = planUnmarked(work, views, matcher, outlook);
  // Where a create or a link follows, the new mark takes the place of the old one in the same write.
  return item.act === 'pair' || item.act === 'create-orocrm'
    ? { ...item, rule }
    : { act: 'clear-stamp', rule, outlook };
}
