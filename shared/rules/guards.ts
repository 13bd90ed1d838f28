import { writesOutlook, type Direction } from './policy';

/** What one deletion step of one mailbox and entity has before it (spec 7). */
export interface DeletionStep {
  /** Candidates that wait. */
  readonly candidates: number;
  /** What was deleted in the last hour: a slow drip is the same mistake. */
  readonly deletedLastHour: number;
  /** All linked and marked records, the candidates among them. */
  readonly records: number;
}

export type DeletionVerdict =
  | { readonly verdict: 'delete' }
  /** `count` of `of` records would go; at most `allowed` may. */
  | { readonly verdict: 'hold'; readonly count: number; readonly of: number; readonly allowed: number };

const always = 10;
/** One in five: 20 %. */
const oneIn = 5;

/** More than max(10, 20 %) of the linked and marked records: none is deleted, a person decides (spec 7). */
export function guardDeletions(step: DeletionStep): DeletionVerdict {
  if (step.candidates === 0) return { verdict: 'delete' };
  const count = step.candidates + step.deletedLastHour;
  const allowed = Math.max(always, Math.floor(step.records / oneIn));
  return count > allowed ? { verdict: 'hold', count, of: step.records, allowed } : { verdict: 'delete' };
}

/** Step 1 of a rebuild deletes without counting where OroCRM makes the records again, or a person confirmed (spec 7). */
export const rebuildIsGuarded = (direction: Direction, confirmed: boolean): boolean =>
  !writesOutlook(direction) && !confirmed;

/** A resync that deletes what nothing would bring back is refused unless confirmed (spec 6). */
export const resyncNeedsConfirmation = (mode: 'rebuild' | 'relink', direction: Direction): boolean =>
  mode === 'rebuild' && !writesOutlook(direction);

/** An empty list where links exist proves nothing: the side counts as unreadable (spec 2 and 7). */
export const listingIsBelievable = (listed: number, linked: number): boolean => listed > 0 || linked === 0;

/** How a side answered for one id. */
export type Answer = 'found' | 'not-found' | 'forbidden' | 'foreign-owner' | 'outside-folders' | 'failed';

export type Presence = 'there' | 'gone' | 'unreadable';

/**
 * Is a record gone, or does the answer prove nothing (spec 2)? `listed`: how many records a list of its type held,
 * read with the same credential in the same pass; undefined when that list was not answered with 200.
 */
export function presenceOf(answer: Answer, listed: number | undefined): Presence {
  switch (answer) {
    case 'found':
      return 'there';
    case 'not-found':
    case 'outside-folders':
      return 'gone';
    case 'forbidden':
    case 'foreign-owner':
      return listed !== undefined && listed > 0 ? 'gone' : 'unreadable';
    case 'failed':
      return 'unreadable';
  }
}
