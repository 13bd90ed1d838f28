import type { OrocrmId } from '../records/ids';
import type { OrocrmChange, OrocrmCursor } from '../sync/ports/orocrm';
import { wholeSecond } from './walk';

const overlapMs = 2 * 60 * 1000;

/** From when on changes are read: a change may be shown some time after it was made. @throws RangeError */
export function withOverlap(cursor: OrocrmCursor): Date {
  const since = new Date(Date.parse(cursor.updatedAt) - overlapMs);
  if (Number.isNaN(since.getTime())) throw new RangeError('A cursor of OroCRM holds a time.');
  return since;
}

const idNumber = (id: OrocrmId | ''): bigint => (id === '' ? 0n : BigInt(id));

/** Oldest first. */
export function byVersion(a: OrocrmChange, b: OrocrmChange): number {
  const time = Date.parse(a.version) - Date.parse(b.version);
  if (time !== 0) return time;
  return idNumber(a.id) < idNumber(b.id) ? -1 : 1;
}

/** The server's clock at the first of several answers. */
export function earliest(answers: readonly { readonly at: Date }[]): Date | undefined {
  return answers.map(({ at }) => at).sort((a, b) => a.getTime() - b.getTime())[0];
}

/**
 * Never back, and never past the server's clock at the first answer: owners are asked for in groups, and a later
 * group may show what is newer than anything the earlier one could have shown.
 */
export function advance(cursor: OrocrmCursor, last: OrocrmChange | undefined, at: Date): OrocrmCursor {
  if (last === undefined) return cursor;
  const lastMs = Date.parse(last.version);
  const next: OrocrmCursor =
    lastMs > at.getTime()
      ? { updatedAt: wholeSecond(at), id: '' }
      : { updatedAt: wholeSecond(new Date(lastMs)), id: last.id };
  const before = Date.parse(cursor.updatedAt);
  const after = Date.parse(next.updatedAt);
  if (after !== before) return after > before ? next : cursor;
  return idNumber(next.id) > idNumber(cursor.id) ? next : cursor;
}
