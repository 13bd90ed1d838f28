import { SyncError } from '../../errors';
import type { MailboxAddress, OrocrmId } from '../../records/ids';
import type { EntityName } from '../../records/record';
import type { CalendarWindow } from '../../rules/policy';
import type { OrocrmChange, OrocrmFeed } from '../ports/orocrm';
import type { RecordRef } from '../ports/queue';
import type { Ports } from '../work';

/** What is known of OroCRM's records in one mailbox: enough to see whether a total fits. */
export interface KnownOrocrm {
  readonly ids: ReadonlySet<OrocrmId>;
  /** Records proven gone whose deletion waits: known, but no longer in OroCRM's total. */
  readonly waiting: number;
}

/** The records that OroCRM's changes ask to look at; a version that was already seen is no echo. */
export async function refsOfOrocrmChanges(
  ports: Ports,
  mailbox: MailboxAddress,
  entity: EntityName,
  items: readonly OrocrmChange[],
): Promise<{ readonly refs: RecordRef[]; readonly unknown: number }> {
  if (items.length === 0) return { refs: [], unknown: 0 };
  const rows = await ports.records(mailbox, entity).orocrmRows(items.map(({ id }) => id));
  const refs = items.flatMap((item): RecordRef[] => {
    const row = rows.get(item.id);
    return row?.state === 'unlinked' || (row?.state === 'linked' && row.link.orocrmSeen === item.version)
      ? []
      : [{ side: 'orocrm', id: item.id }];
  });
  return { refs, unknown: items.filter(({ id }) => !rows.has(id)).length };
}

export async function knownOrocrm(
  ports: Ports,
  mailbox: MailboxAddress,
  entity: EntityName,
): Promise<KnownOrocrm> {
  const state = ports.records(mailbox, entity);
  const [ids, deletions] = await Promise.all([state.orocrmIds(), state.deletions()]);
  const known = new Set(ids);
  return {
    ids: known,
    waiting: deletions.filter(
      (candidate) =>
        candidate.state !== 'deleted' && candidate.orocrmId !== '' && known.has(candidate.orocrmId),
    ).length,
  };
}

/**
 * OroCRM has no feed of deletions: where its total does not fit what is known, all ids are listed, and every known
 * one that is missing is looked at.
 * @throws SyncError `guard` for an empty list where records are known: the side is unreadable (spec 2).
 */
export async function absentInOrocrm(
  feed: OrocrmFeed,
  entity: EntityName,
  members: readonly {
    readonly owner: OrocrmId | undefined;
    readonly known: KnownOrocrm;
    readonly window: CalendarWindow;
  }[],
): Promise<readonly (readonly RecordRef[])[]> {
  const owners = ownersOf(members);
  const listed = await feed.ids(owners, widest(members.map(({ window }) => window)));
  if (listed.length === 0 && members.some(({ known }) => known.ids.size > 0)) {
    throw new SyncError(`OroCRM lists no ${entity} although some are known; nothing was concluded.`, {
      kind: 'operator',
      code: 'guard',
      action: 'Check what the OroCRM user may view. If the records were really removed, start a resync.',
    });
  }
  return members.map(({ owner, known }) => {
    const own = listed.filter((item) => owner === undefined || item.owner === owner);
    const there = new Set(own.map(({ id }) => id));
    const absent = [...known.ids].filter((id) => !there.has(id));
    const fresh = own.filter(({ id, outside }) => outside !== true && !known.ids.has(id)).map(({ id }) => id);
    return [...absent, ...fresh].map((id): RecordRef => ({ side: 'orocrm', id }));
  });
}

/** Whatever lies outside a member's own window is left alone when it is looked at. */
const widest = (windows: readonly CalendarWindow[]): CalendarWindow => ({
  from: new Date(Math.min(...windows.map(({ from }) => from.getTime()))),
  to: new Date(Math.max(...windows.map(({ to }) => to.getTime()))),
});

/** With the service credential only the members' own records are asked for. */
export function ownersOf(
  members: readonly { readonly owner: OrocrmId | undefined }[],
): readonly OrocrmId[] | undefined {
  const owners = members.flatMap(({ owner }) => (owner === undefined ? [] : [owner]));
  return owners.length === members.length && owners.length > 0 ? owners : undefined;
}
