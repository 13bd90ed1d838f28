import { isDeepStrictEqual } from 'node:util';
import { SyncError } from '../errors';
import type { OrocrmRecord, OutlookRecord } from '../records/record';
import { recordRules } from '../rules/record-rules';
import { openWork } from './open-work';
import { keptValues, type HistoryEntry } from './ports/journal';
import type { WriteOutcome } from './ports/orocrm';
import { enqueueRefs } from './enqueue';
import type { Ports, Work } from './work';

export interface Restored {
  readonly id: string;
  readonly side: HistoryEntry['side'];
  /** The record that holds the values again: a deleted one is a new record. */
  readonly record: string;
}

/**
 * Writes the values of before an overwrite or a delete back to the side that lost them. From there they are a user's
 * edit like any other: the rules decide what the other side gets. What is overwritten by it goes to the history, too.
 * @throws SyncError `not-found` for an unknown entry, or what the write was refused for.
 */
export async function restore(ports: Ports, id: string): Promise<Restored> {
  const entry = await ports.history.load(id);
  if (!entry) throw new SyncError('There is no such history entry.', { kind: 'operator', code: 'not-found' });
  const work = await openWork(ports, entry.mailbox, entry.entity);
  const record = entry.side === 'outlook' ? await toOutlook(work, entry) : await toOrocrm(work, entry);
  await enqueueRefs(ports, entry.mailbox, entry.entity, [
    entry.side === 'outlook'
      ? { side: 'outlook', id: record.id as OutlookRecord['id'] }
      : { side: 'orocrm', id: record.id as OrocrmRecord['id'] },
  ]);
  return { id, side: entry.side, record: record.id };
}

async function toOutlook(work: Work, entry: HistoryEntry): Promise<OutlookRecord> {
  const { outlook } = work.adapters;
  const reading =
    entry.outlookId === '' ? undefined : (await outlook.read([entry.outlookId])).records.get(entry.outlookId);
  if (reading?.state === 'there') {
    const desired = { ...reading.record, ...keptValues(entry) };
    refuse(work, reading.record, desired);
    await keep(work, entry, reading.record);
    return only(await outlook.update([{ current: reading.record, desired }]));
  }
  // Without a mark: its OroCRM record is gone or has another partner, so it comes back as a record of its own.
  const { blankOutlook } = await work.adapters.mapping([], []);
  const draft = { ...blankOutlook, ...keptValues(entry), mark: '' };
  const first = outlook.creatable(draft);
  const made = only(await outlook.create([first]));
  if (isDeepStrictEqual(first, draft)) return made;
  const { id, version, createdAt, folder } = made;
  const [outcome] = await outlook.update([
    { current: made, desired: { ...draft, id, version, createdAt, folder } },
  ]);
  // The entry can be restored again, which must find nothing half restored.
  if (outcome?.ok === false) await outlook.remove([outcome.partly ?? made]);
  return only([outcome]);
}

/** A person's wish mails nobody by accident either, nor does it write what is somebody else's (spec 5). */
function refuse(work: Work, current: OutlookRecord, desired: OutlookRecord): void {
  const rules = recordRules(work.entity);
  const objection = rules.objectionToOutlook(current, desired, work.policy);
  if (objection !== undefined) {
    const { code, message, action } = objection;
    throw new SyncError(message, { kind: 'operator', code, action });
  }
  if (rules.authority(undefined, current) !== 'outlook') return;
  throw new SyncError('Somebody else organises this event, so it is not written.', {
    kind: 'operator',
    code: 'would-notify',
  });
}

async function toOrocrm(work: Work, entry: HistoryEntry): Promise<OrocrmRecord> {
  const { orocrm } = work.adapters;
  const reading =
    entry.orocrmId === '' ? undefined : (await orocrm.read([entry.orocrmId])).records.get(entry.orocrmId);
  if (reading?.state !== 'there') {
    throw new SyncError('The OroCRM record is gone, so its values cannot be put back.', {
      kind: 'operator',
      code: 'not-found',
    });
  }
  await keep(work, entry, reading.record);
  return only(
    await orocrm.update([{ current: reading.record, desired: { ...reading.record, ...keptValues(entry) } }]),
  );
}

async function keep(work: Work, entry: HistoryEntry, record: OrocrmRecord | OutlookRecord): Promise<void> {
  if (!work.policy.keepHistory) return;
  const now = new Map<string, unknown>(Object.entries(record));
  await work.ports.history.add([
    {
      ...entry,
      id: work.ports.newId(),
      at: work.ports.clock().toISOString(),
      runId: '',
      action: 'update',
      rule: `restored from ${entry.id}`,
      before: Object.fromEntries(Object.keys(entry.before).map((name) => [name, now.get(name) ?? null])),
      after: entry.before,
    },
  ]);
}

function only<R>(outcomes: readonly (WriteOutcome<R> | undefined)[]): R {
  const [outcome] = outcomes;
  if (!outcome) throw new Error('An adapter answered with fewer outcomes than it was asked for.');
  if (!outcome.ok) throw outcome.error;
  return outcome.record;
}
