import { writesOutlook, type Direction } from './policy';

/** What one deletion step of one mailbox and entity has before it (spec 7). */
export interface DeletionStep {
  /** Candidates that wait. */
  readonly candidates: number;
  /** A slow drip is the same mistake. */
  readonly deletedInLastHour: number;
  /** All linked and all marked records, the candidates among them. */
  readonly linkedAndMarked: number;
}

const always = 10;
/** One in five: 20 %. */
const oneIn = 5;

/** How many deletions an hour are believed: max(10, 20 %) of the linked and marked records (spec 7). */
export const allowedDeletions = (linkedAndMarked: number): number =>
  Math.max(always, Math.floor(linkedAndMarked / oneIn));

/** More than that: none is deleted, a person decides. */
export function holdsDeletions(step: DeletionStep): boolean {
  const count = step.candidates + step.deletedInLastHour;
  return step.candidates > 0 && count > allowedDeletions(step.linkedAndMarked);
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
