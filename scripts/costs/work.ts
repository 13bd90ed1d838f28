import type { Sizes } from './sizes';

/** What one execution, or one comparison of a mailbox, asks for. */
export interface Work {
  /** Requests to Table Storage; a transaction of many rows is one. */
  readonly tables: number;
  /** Reads of Key Vault: only mailboxes with credentials of their own need them. */
  readonly vault: number;
  /** HTTP requests; a `$batch` is one. */
  readonly graph: number;
  readonly orocrm: number;
  /** Requests to Graph or OroCRM that come one after the other, so that each is waited for. */
  readonly rounds: number;
  /** The same of the tables. */
  readonly reads: number;
}

/** The work of a mailbox's session, and its messages. */
export interface SessionWork extends Work {
  readonly messages: number;
}

export const nothing: Work = { tables: 0, vault: 0, graph: 0, orocrm: 0, rounds: 0, reads: 0 };

const ownReads = ({ credentials }: Sizes, reads: number): number => (credentials === 'own' ? reads : 0);

// Every number below is a count, not a guess: `node dist/scripts/costs/measure.js` counts at the boundaries of the
// functions, and tests/scenarios/costs.test.ts fails when the code asks for more or less.

/** A tick of a timer while every mailbox is steady and nothing is due. */
export const ticks = {
  'poll-orocrm': (sizes: Sizes): Work => ({
    ...nothing,
    tables: 3 + 3 * sizes.mailboxes,
    vault: ownReads(sizes, sizes.mailboxes),
    reads: 5,
  }),
  'poll-outlook': ({ mailboxes }: Sizes): Work => ({ ...nothing, tables: 3 + 2 * mailboxes, reads: 4 }),
  // Of each mailbox the progress of three types, then what failed, before the next one.
  sweep: ({ mailboxes }: Sizes): Work => ({
    ...nothing,
    tables: 3 + 6 * mailboxes,
    reads: 3 + 4 * mailboxes,
  }),
} as const;

export const housekeeping: Work = { ...nothing, tables: 3, reads: 3 };

/** Folders of which a `$batch` asks. */
const foldersOfBatch = 20;

/** An idle poll of one bucket of Outlook that holds so many of the mailboxes. */
export const outlookPoll = ({ mailboxes }: Sizes, members: number): Work => ({
  ...nothing,
  tables: 1 + 2 * mailboxes + 12 * members,
  graph: 4 * Math.ceil(members / foldersOfBatch) + members,
  rounds: 5,
  reads: 14,
});

/** OroCRM is asked for so many owners, and for so many calendars, at a time. */
const ownersOfRequest = 200;
const calendarsAtOnce = 4;

const types = 3;

/**
 * An idle poll of one credential of OroCRM that serves so many of the mailboxes. The last change of each type is read
 * again, since a change may show late, and what is known is counted then; sooner or later that is so for all types.
 */
export const orocrmPoll = (sizes: Sizes, members: number, changedTypes = types): Work => ({
  tables: 4 + 3 * sizes.mailboxes + 15 * members + changedTypes * (1 + 2 * members),
  vault: ownReads(sizes, sizes.mailboxes + 3 * members + 3),
  graph: 0,
  orocrm: 4 * Math.ceil(members / ownersOfRequest) + 2 * members,
  rounds: 2 + (2 * members) / calendarsAtOnce,
  // The cursors of all members are saved one after the other.
  reads: 15 + 6 * members,
});

/** Records of one type that a slice of a comparison reads. */
const recordsOfPage = 100;

/** A comparison of one mailbox that finds nothing; a third of its records are of each type. */
export const comparison = (sizes: Sizes): SessionWork => {
  const pages = Math.max(1, Math.ceil(sizes.records / types / recordsOfPage));
  const graph = 6 + 5 * pages;
  const orocrm = 1 + 2 * pages;
  return {
    messages: 10 + 6 * pages,
    tables: 104 + 48 * pages + sizes.records,
    vault: ownReads(sizes, 9 + 6 * pages),
    graph,
    orocrm,
    rounds: graph + orocrm,
    reads: 104 + 48 * pages,
  };
};

/** What a changed record asks for, beside the poll that finds it: at most, since a change of Outlook asks for less. */
export const change = (sizes: Sizes): SessionWork => ({
  messages: 1,
  tables: 20,
  vault: ownReads(sizes, 5),
  graph: 3,
  orocrm: 2,
  rounds: 5,
  reads: 20,
});
