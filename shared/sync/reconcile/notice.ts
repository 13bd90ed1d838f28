import type { OrocrmRecord, OutlookRecord } from '../../records/record';
import type { RecordChange } from '../ports/state';
import { updateProgress } from '../progress';
import { recordRules } from '../../rules/record-rules';
import type { Work } from '../work';
import { Views } from './views';

/** OroCRM's times have whole seconds: the horizon steps back a little so that nothing of its second is missed. */
const horizonOverlapMs = 1000;

/**
 * Before an Outlook record is created in OroCRM, OroCRM's changes up to now are read and remembered as candidates
 * (spec 3): otherwise the twin that a colleague has just entered there would be doubled.
 */
export async function noticeOrocrm(work: Work): Promise<void> {
  const { value } = await work.ports.progress.load(work.mailbox, work.entity);
  const from = value.orocrmHorizon ?? value.orocrmCursor?.updatedAt;
  const since = from === undefined ? work.ports.clock() : new Date(from);
  const read = await work.adapters.orocrm.changedSince(since);
  await rememberOrocrm(
    work,
    [...read.records.values()].flatMap((reading) => (reading.state === 'there' ? [reading.record] : [])),
  );
  const orocrmHorizon = new Date(read.at.getTime() - horizonOverlapMs).toISOString();
  await updateProgress(work.ports, work.mailbox, work.entity, (progress) => ({ ...progress, orocrmHorizon }));
}

/** The mirror of `noticeOrocrm`, before an OroCRM record is created in Outlook. */
export async function noticeOutlook(work: Work): Promise<void> {
  const { value } = await work.ports.progress.load(work.mailbox, work.entity);
  const cursor = value.outlookHorizon ?? value.outlookCursor;
  if (cursor === undefined) return;
  const answer = (
    await work.ports.connections
      .outlookFeed(work.entity)
      .changes([{ mailbox: work.mailbox, cursor, window: work.policy.window }])
  ).get(work.mailbox);
  if (answer?.state === 'failed') throw answer.error;
  // A lost cursor is found by the poll as well, which then compares everything.
  if (answer?.state !== 'read') return;
  const ids = answer.items.flatMap((item) => (item.kind === 'changed' ? [item.id] : []));
  const rows = await work.state.outlookRows(ids);
  const fresh = ids.filter((id) => !rows.has(id));
  const read = fresh.length === 0 ? undefined : await work.adapters.outlook.read(fresh);
  await rememberOutlook(
    work,
    [...(read?.records.values() ?? [])].flatMap((reading) =>
      reading.state === 'there' ? [reading.record] : [],
    ),
  );
  const outlookHorizon = answer.cursor;
  await updateProgress(work.ports, work.mailbox, work.entity, (progress) => ({
    ...progress,
    outlookHorizon,
  }));
}

/** Remembers records of OroCRM of which nothing is known yet as candidates. */
export async function rememberOrocrm(work: Work, records: readonly OrocrmRecord[]): Promise<void> {
  const rows = await work.state.orocrmRows(records.map(({ id }) => id));
  const rules = recordRules(work.entity);
  const fresh = records.filter(
    (record) => !rows.has(record.id) && rules.isConsidered(record, undefined, work.policy),
  );
  const views = await Views.of(work, fresh, []);
  await save(
    work,
    fresh.map((record) => ({
      put: 'orocrm',
      row: {
        id: record.id,
        state: 'candidate',
        key: views.key(views.orocrm(record)),
        createdAt: record.createdAt,
      },
    })),
  );
}

/** Remembers Outlook records as candidates, or by the mark that they carry. */
export async function rememberOutlook(work: Work, found: readonly OutlookRecord[]): Promise<void> {
  const rules = recordRules(work.entity);
  const records = found.filter((record) => rules.isConsidered(undefined, record, work.policy));
  const views = await Views.of(work, [], records);
  await save(
    work,
    records.map((record) => ({
      put: 'outlook',
      row:
        record.mark === ''
          ? {
              id: record.id,
              state: 'candidate',
              key: views.key(views.outlook(record)),
              createdAt: record.createdAt,
            }
          : { id: record.id, state: 'marked', mark: record.mark, run: work.run },
    })),
  );
}

async function save(work: Work, changes: readonly RecordChange[]): Promise<void> {
  if (changes.length > 0) await work.state.save(changes);
}
