import { parseOrocrmId, type OrocrmId, type OutlookId } from '../../records/ids';
import type { OrocrmRecord, OutlookRecord } from '../../records/record';
import { recordRules } from '../../rules/record-rules';
import type { Reading, ReadResult } from '../ports/orocrm';
import type { RecordRef } from '../ports/queue';
import type { Link, OrocrmRow, OutlookRow } from '../ports/state';
import type { Work } from '../work';

export interface LinkedPair {
  readonly link: Link;
  readonly orocrm: Reading<OrocrmRecord>;
  readonly outlook: Reading<OutlookRecord>;
}

export interface LoneOrocrm {
  readonly id: OrocrmId;
  readonly row: OrocrmRow | undefined;
  readonly reading: Reading<OrocrmRecord>;
}

export interface LoneOutlook {
  readonly id: OutlookId;
  readonly row: OutlookRow | undefined;
  readonly reading: Reading<OutlookRecord>;
}

/** The OroCRM record that an unlinked Outlook record's mark names. */
export type Named = { readonly row: OrocrmRow | undefined; readonly reading: Reading<OrocrmRecord> };

/** The present state of both sides of everything that a message refers to. */
export interface Gathered {
  readonly pairs: readonly LinkedPair[];
  readonly orocrm: readonly LoneOrocrm[];
  readonly outlook: readonly LoneOutlook[];
  readonly named: ReadonlyMap<OrocrmId, Named>;
  /** OroCRM's clock when it was read. */
  readonly orocrmAt: Date;
}

/** Records that a caller has just read whole, so that they are not read again. */
export interface Known {
  readonly orocrm?: ReadResult<OrocrmRecord, OrocrmId>;
  readonly outlook?: ReadonlyMap<OutlookId, Reading<OutlookRecord>>;
}

const gone = { state: 'gone' } as const;

/**
 * Reads links and the present state of both sides, one request per side however many records.
 * @throws SyncError when a side is unreadable: then nothing may be concluded (spec 2).
 */
export async function gather(work: Work, refs: readonly RecordRef[], known: Known = {}): Promise<Gathered> {
  const askedOrocrm = unique(refs.flatMap((ref) => (ref.side === 'orocrm' ? [ref.id] : [])));
  const askedOutlook = unique(refs.flatMap((ref) => (ref.side === 'outlook' ? [ref.id] : [])));
  const [firstRows, outlookRows] = await Promise.all([
    work.state.orocrmRows(askedOrocrm),
    work.state.outlookRows(askedOutlook),
  ]);
  const partners = [...outlookRows.values()].flatMap((row) => (row.state === 'linked' ? [row.orocrmId] : []));
  const otherRows = await work.state.orocrmRows(partners.filter((id) => !firstRows.has(id)));
  const orocrmRows = new Map([...firstRows, ...otherRows]);
  const links = new Map(
    [...orocrmRows.values()].flatMap((row) => (row.state === 'linked' ? [[row.id, row.link] as const] : [])),
  );
  const linkedOutlook = new Set([...links.values()].map((link) => link.outlookId));
  const loneOrocrm = askedOrocrm.filter((id) => !links.has(id));
  const loneOutlook = askedOutlook.filter((id) => !linkedOutlook.has(id));

  const [orocrm, outlook] = await Promise.all([
    readOrocrm(work, [...links.keys(), ...loneOrocrm], known.orocrm),
    readOutlook(work, [...linkedOutlook, ...loneOutlook], known.outlook),
  ]);
  const pairs = [...links.values()].map((link) => ({
    link,
    orocrm: orocrm.records.get(link.orocrmId) ?? gone,
    outlook: outlook.get(link.outlookId) ?? gone,
  }));
  const lone = loneOutlook
    .map((id) => ({ id, row: outlookRows.get(id), reading: outlook.get(id) ?? gone }))
    .filter(({ reading }) => isConsidered(work, undefined, reading));
  return {
    pairs: pairs.filter((pair) => isConsidered(work, pair.orocrm, pair.outlook)),
    orocrm: loneOrocrm
      .map((id) => ({ id, row: orocrmRows.get(id), reading: orocrm.records.get(id) ?? gone }))
      .filter(({ reading }) => isConsidered(work, reading, undefined)),
    outlook: lone,
    named: await readNamed(work, lone, orocrmRows, orocrm.records),
    orocrmAt: orocrm.at,
  };
}

/** What lies outside (spec 5: the calendar window) is left as it is; what is gone from both sides is looked at. */
function isConsidered(
  work: Work,
  orocrm: Reading<OrocrmRecord> | undefined,
  outlook: Reading<OutlookRecord> | undefined,
): boolean {
  const left = orocrm?.state === 'there' ? orocrm.record : undefined;
  const right = outlook?.state === 'there' ? outlook.record : undefined;
  if (left === undefined && right === undefined) return true;
  return recordRules(work.entity).isConsidered(left, right, work.policy);
}

async function readOrocrm(
  work: Work,
  ids: readonly OrocrmId[],
  known: Known['orocrm'],
): Promise<ReadResult<OrocrmRecord, OrocrmId>> {
  const missing = known ? ids.filter((id) => !known.records.has(id)) : ids;
  if (missing.length === 0) return known ?? { records: new Map(), at: work.ports.clock() };
  const read = await work.adapters.orocrm.read(missing);
  return known ? { records: new Map([...known.records, ...read.records]), at: known.at } : read;
}

async function readOutlook(
  work: Work,
  ids: readonly OutlookId[],
  known: Known['outlook'],
): Promise<ReadonlyMap<OutlookId, Reading<OutlookRecord>>> {
  const missing = known ? ids.filter((id) => !known.has(id)) : ids;
  if (missing.length === 0) return known ?? new Map();
  const read = await work.adapters.outlook.read(missing);
  return new Map([...(known ?? []), ...read.records]);
}

async function readNamed(
  work: Work,
  lone: readonly LoneOutlook[],
  rows: ReadonlyMap<OrocrmId, OrocrmRow>,
  readings: ReadonlyMap<OrocrmId, Reading<OrocrmRecord>>,
): Promise<ReadonlyMap<OrocrmId, Named>> {
  const ids = unique(
    lone.flatMap(({ reading }) => {
      const id = reading.state === 'there' ? parseOrocrmId(reading.record.mark) : undefined;
      return id === undefined ? [] : [id];
    }),
  );
  if (ids.length === 0) return new Map();
  const [moreRows, more] = await Promise.all([
    work.state.orocrmRows(ids.filter((id) => !rows.has(id))),
    readOrocrm(
      work,
      ids.filter((id) => !readings.has(id)),
      undefined,
    ),
  ]);
  return new Map(
    ids.map((id) => [
      id,
      { row: rows.get(id) ?? moreRows.get(id), reading: readings.get(id) ?? more.records.get(id) ?? gone },
    ]),
  );
}

const unique = <T>(items: readonly T[]): T[] => [...new Set(items)];
