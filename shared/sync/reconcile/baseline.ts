import type { Digest } from '../../records/ids';
import type { OrocrmRecord, OutlookRecord } from '../../records/record';
import type { Digests, Link } from '../ports/state';
import { settledVersion } from './plan-linked';
import type { Views } from './views';

/** A record around a write: as it was read, as it is now, and the mapped fields that were written. */
export interface Written<R> {
  readonly before: R;
  readonly after: R;
  readonly fields: readonly string[];
}

export const unwritten = <R>(record: R): Written<R> => ({ before: record, after: record, fields: [] });

/** No digest equals it: a field with this baseline counts as changed by its user. */
const neverEqual = '' as Digest;

/** A side whose values in these fields have not reached the other one yet: they count as its user's edit. */
export function unfinished(base: Digests, fields: readonly string[]): Digests {
  return { ...base, ...Object.fromEntries(fields.map((field) => [field, neverEqual])) };
}

/**
 * The link after a synchronisation. A written field's baseline is what the answer shows, any other's is what was
 * read before: so an edit that fell between the read and the write is still seen as an edit (DESIGN: two baselines).
 */
export function linkOf(
  views: Views,
  orocrm: Written<OrocrmRecord>,
  outlook: Written<OutlookRecord>,
  orocrmAt: Date,
): Link {
  return {
    orocrmId: orocrm.after.id,
    outlookId: outlook.after.id,
    orocrmBase: merge(
      views.digests(views.orocrm(orocrm.before)),
      views.digests(views.orocrm(orocrm.after)),
      orocrm.fields,
    ),
    outlookBase: merge(
      views.digests(views.outlook(outlook.before)),
      views.digests(views.outlook(outlook.after)),
      outlook.fields,
    ),
    orocrmSeen: settledVersion(orocrm.after.version, orocrmAt),
    outlookSeen: outlook.after.version,
    ...(views.isForeign(outlook.after) ? { foreign: true as const } : {}),
  };
}

export function merge(before: Digests, after: Digests, written: readonly string[]): Digests {
  return Object.fromEntries(
    Object.entries(before).map(([field, digest]) => [
      field,
      written.includes(field) ? (after[field] ?? digest) : digest,
    ]),
  );
}

export function sameLink(a: Link | undefined, b: Link): boolean {
  return (
    a !== undefined &&
    a.outlookId === b.outlookId &&
    a.orocrmSeen === b.orocrmSeen &&
    a.outlookSeen === b.outlookSeen &&
    a.foreign === b.foreign &&
    sameDigests(a.orocrmBase, b.orocrmBase) &&
    sameDigests(a.outlookBase, b.outlookBase)
  );
}

function sameDigests(a: Digests, b: Digests): boolean {
  const fields = Object.keys(b);
  return fields.length === Object.keys(a).length && fields.every((field) => a[field] === b[field]);
}
