import type { ConflictResolution, Direction } from './policy';

/** The state of one side of a linked pair, compared with what it was after the last synchronisation (spec 2). */
export type OrocrmState = 'same' | 'changed' | 'gone';
export type OutlookState = 'same' | 'changed' | 'gone';

export type LinkedAction =
  'none' | 'update-outlook' | 'update-orocrm' | 'create-outlook' | 'delete-outlook' | 'unlink' | 'forget';

/** `stamp`: write OroCRM_id into the Outlook record; `clear-stamp`: empty it. */
export type UnlinkedAction =
  | 'none'
  | 'link+update-outlook'
  | 'link+update-orocrm'
  | 'link+stamp+update-outlook'
  | 'link-oldest+stamp+update-outlook'
  | 'create-outlook+stamp'
  | 'create-orocrm+stamp'
  | 'delete-outlook'
  | 'ignore+alert'
  | 'clear-stamp+treat-as-new';

export type ByDirection<A> = Readonly<Record<Direction, A>>;
export type ByConflict = Readonly<Record<ConflictResolution, LinkedAction>>;

/** One row of section 3 or 6: what was found, in the words of the rules, and what is done about it. */
export interface Row<A> {
  readonly when: string;
  readonly then: ByDirection<A>;
}

/** The columns of the tables: Oro to Outlook, Outlook to Oro, bidirectional. */
const row = <const A, const B = A>(toOutlook: A, toOrocrm: A, both: B) => ({
  'orocrm-to-outlook': toOutlook,
  'outlook-to-orocrm': toOrocrm,
  bidirectional: both,
});

const conflict: ByConflict = { 'orocrm-wins': 'update-outlook', 'outlook-wins': 'update-orocrm' };

/** Section 2: linked pairs, by the state of the OroCRM record, then of the Outlook record. */
export const linkedPairs: Readonly<
  Record<OrocrmState, Readonly<Record<OutlookState, ByDirection<LinkedAction | ByConflict>>>>
> = {
  same: {
    same: row('none', 'none', 'none'),
    changed: row('none', 'update-orocrm', 'update-orocrm'),
    gone: row('create-outlook', 'unlink', 'create-outlook'),
  },
  changed: {
    same: row('update-outlook', 'update-orocrm', 'update-outlook'),
    changed: row('update-outlook', 'update-orocrm', conflict),
    gone: row('create-outlook', 'unlink', 'create-outlook'),
  },
  gone: {
    same: row('unlink', 'delete-outlook', 'delete-outlook'),
    changed: row('unlink', 'delete-outlook', 'delete-outlook'),
    gone: row('forget', 'forget', 'forget'),
  },
};

/** Section 3: an OroCRM record without a link. */
export const unlinkedOrocrm = {
  marked: {
    when: 'outlook record carries its OroCRM_id',
    then: row('link+update-outlook', 'link+update-orocrm', 'link+update-outlook'),
  },
  'key-match': {
    when: 'outlook records with empty OroCRM_id match its key',
    then: row('link-oldest+stamp+update-outlook', 'none', 'link-oldest+stamp+update-outlook'),
  },
  'no-match': {
    when: 'no match',
    then: row('create-outlook+stamp', 'none', 'create-outlook+stamp'),
  },
} as const satisfies Readonly<Record<string, Row<UnlinkedAction>>>;

/** Section 3: an Outlook record without a link. `mark`: it carries an OroCRM_id. */
export const unlinkedOutlook = {
  'key-match': {
    when: 'OroCRM_id empty, an unlinked OroCRM record matches its key',
    then: row('none', 'create-orocrm+stamp', 'link+stamp+update-outlook'),
  },
  'no-match': {
    when: 'OroCRM_id empty, no match',
    then: row('none', 'create-orocrm+stamp', 'create-orocrm+stamp'),
  },
  'mark-of-unlinked': {
    when: 'OroCRM_id names an existing, unlinked OroCRM record',
    then: row('link+update-outlook', 'link+update-orocrm', 'link+update-outlook'),
  },
  'mark-of-none': {
    when: 'OroCRM_id names no existing OroCRM record',
    then: row('none', 'delete-outlook', 'delete-outlook'),
  },
  'equal-twin': {
    when: 'OroCRM_id names an OroCRM record linked to another live Outlook record, mapped values equal',
    then: row('ignore+alert', 'ignore+alert', 'ignore+alert'),
  },
  'different-twin': {
    when: 'OroCRM_id names an OroCRM record linked to another live Outlook record, mapped values differ',
    then: row('clear-stamp+treat-as-new', 'clear-stamp+treat-as-new', 'clear-stamp+treat-as-new'),
  },
} as const satisfies Readonly<Record<string, Row<UnlinkedAction>>>;

const matchByKey = {
  'key-match': {
    when: 'orocrm-record, key matches an Outlook record with empty OroCRM_id',
    then: unlinkedOrocrm['key-match'].then,
  },
  'no-match': { when: 'orocrm-record, no match', then: unlinkedOrocrm['no-match'].then },
} as const;

const createTheRest = {
  left: {
    when: 'outlook-record left, OroCRM_id empty',
    then: row('none', 'create-orocrm+stamp', 'create-orocrm+stamp'),
  },
} as const;

/** Section 6: the steps of a first synchronisation, by mode and step. */
export const firstSync = {
  rebuild: {
    1: { marked: { when: 'OroCRM_id set', then: row('delete-outlook', 'delete-outlook', 'delete-outlook') } },
    2: matchByKey,
    3: createTheRest,
  },
  relink: {
    1: {
      'mark-of-existing': {
        when: 'OroCRM_id set, that OroCRM record exists',
        then: unlinkedOutlook['mark-of-unlinked'].then,
      },
      'mark-of-none': {
        when: 'OroCRM_id set, no such OroCRM record',
        then: row('clear-stamp+treat-as-new', 'clear-stamp+treat-as-new', 'clear-stamp+treat-as-new'),
      },
    },
    2: matchByKey,
    3: createTheRest,
  },
} as const satisfies Readonly<
  Record<string, Readonly<Record<1 | 2 | 3, Readonly<Record<string, Row<UnlinkedAction>>>>>>
>;
