import type { ConflictResolution, Direction, FirstSyncMode } from './policy';

export type { ConflictResolution, Direction, FirstSyncMode } from './policy';

/** A side of a linked pair, compared with what it was after the last synchronisation (spec 2). */
export type PairState = 'same' | 'changed' | 'gone';

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

/** What is done in each direction. */
export type ByDirection<A> = Readonly<Record<Direction, A>>;
export type ByConflict = Readonly<Record<ConflictResolution, LinkedAction>>;
type Table = Readonly<Record<string, ByDirection<UnlinkedAction>>>;

/** The columns of the tables: Oro to Outlook, Outlook to Oro, bidirectional. */
const row = <const A, const B, const C>(toOutlook: A, toOrocrm: B, both: C) => ({
  'orocrm-to-outlook': toOutlook,
  'outlook-to-orocrm': toOrocrm,
  bidirectional: both,
});
const always = <const A>(action: A) => row(action, action, action);

const conflict: ByConflict = { 'orocrm-wins': 'update-outlook', 'outlook-wins': 'update-orocrm' };

/** Section 2: linked pairs, by the state of the OroCRM record, then of the Outlook record. */
export const linkedTable: Readonly<
  Record<PairState, Readonly<Record<PairState, ByDirection<LinkedAction | ByConflict>>>>
> = {
  same: {
    same: always('none'),
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
    gone: always('forget'),
  },
};

/** Section 3: an OroCRM record without a link, by what Outlook holds. */
export const orocrmRecordTable = {
  'outlook record carries its OroCRM_id': row(
    'link+update-outlook',
    'link+update-orocrm',
    'link+update-outlook',
  ),
  'outlook records with empty OroCRM_id match its key': row(
    'link-oldest+stamp+update-outlook',
    'none',
    'link-oldest+stamp+update-outlook',
  ),
  'no match': row('create-outlook+stamp', 'none', 'create-outlook+stamp'),
} as const satisfies Table;

/** Section 3: an Outlook record without a link, by its OroCRM_id. */
export const outlookRecordTable = {
  'OroCRM_id empty, an unlinked OroCRM record matches its key': row(
    'none',
    'create-orocrm+stamp',
    'link+stamp+update-outlook',
  ),
  'OroCRM_id empty, no match': row('none', 'create-orocrm+stamp', 'create-orocrm+stamp'),
  'OroCRM_id names an existing, unlinked OroCRM record': row(
    'link+update-outlook',
    'link+update-orocrm',
    'link+update-outlook',
  ),
  'OroCRM_id names no existing OroCRM record': row('none', 'delete-outlook', 'delete-outlook'),
  'OroCRM_id names an OroCRM record linked to another live Outlook record, mapped values equal':
    always('ignore+alert'),
  'OroCRM_id names an OroCRM record linked to another live Outlook record, mapped values differ':
    always('clear-stamp+treat-as-new'),
} as const satisfies Table;

const matchByKey = {
  'orocrm-record, key matches an Outlook record with empty OroCRM_id':
    orocrmRecordTable['outlook records with empty OroCRM_id match its key'],
  'orocrm-record, no match': orocrmRecordTable['no match'],
} as const satisfies Table;

const createTheRest = {
  'outlook-record left, OroCRM_id empty': outlookRecordTable['OroCRM_id empty, no match'],
} as const satisfies Table;

/** Section 6: a first synchronisation, by mode and step. */
export const firstSyncTable = {
  rebuild: {
    1: { 'OroCRM_id set': always('delete-outlook') },
    2: matchByKey,
    3: createTheRest,
  },
  relink: {
    1: {
      'OroCRM_id set, that OroCRM record exists':
        outlookRecordTable['OroCRM_id names an existing, unlinked OroCRM record'],
      'OroCRM_id set, no such OroCRM record': always('clear-stamp+treat-as-new'),
    },
    2: matchByKey,
    3: createTheRest,
  },
} as const satisfies Readonly<Record<string, Readonly<Record<1 | 2 | 3, Table>>>>;

type OrocrmTable = typeof orocrmRecordTable;
type OutlookTable = typeof outlookRecordTable;
type RebuildMarks = (typeof firstSyncTable)['rebuild'][1];
type RelinkMarks = (typeof firstSyncTable)['relink'][1];
type Matches = typeof matchByKey;
type Rest = typeof createTheRest;

export interface LinkedPair {
  readonly orocrm: PairState;
  readonly outlook: PairState;
  readonly direction: Direction;
  /** Asked only when both sides changed in a bidirectional sync. */
  readonly conflictResolution: ConflictResolution;
}

/** What is done about a linked pair (spec 2). */
export function decideLinked(pair: LinkedPair): LinkedAction {
  const action = linkedTable[pair.orocrm][pair.outlook][pair.direction];
  return typeof action === 'string' ? action : action[pair.conflictResolution];
}

/** What is done about an OroCRM record without a link (spec 3). */
export function decideOrocrmRecord<C extends keyof OrocrmTable>(seen: {
  readonly case: C;
  readonly direction: Direction;
}): OrocrmTable[C][Direction] {
  return lookUp(orocrmRecordTable, seen.case, seen.direction);
}

/** What is done about an Outlook record without a link (spec 3). */
export function decideOutlookRecord<C extends keyof OutlookTable>(seen: {
  readonly case: C;
  readonly direction: Direction;
}): OutlookTable[C][Direction] {
  return lookUp(outlookRecordTable, seen.case, seen.direction);
}

/** What was found in a step of a first synchronisation. */
export type FirstSyncFinding =
  | { readonly mode: 'rebuild'; readonly step: 1; readonly case: keyof RebuildMarks }
  | { readonly mode: 'relink'; readonly step: 1; readonly case: keyof RelinkMarks }
  | { readonly mode: FirstSyncMode; readonly step: 2; readonly case: keyof Matches }
  | { readonly mode: FirstSyncMode; readonly step: 3; readonly case: keyof Rest };

type FirstSyncAction<F> = F extends { step: 1; case: infer C extends keyof RebuildMarks }
  ? RebuildMarks[C][Direction]
  : F extends { step: 1; case: infer C extends keyof RelinkMarks }
    ? RelinkMarks[C][Direction]
    : F extends { step: 2; case: infer C extends keyof Matches }
      ? Matches[C][Direction]
      : F extends { step: 3; case: infer C extends keyof Rest }
        ? Rest[C][Direction]
        : never;

/** What is done about it (spec 6). */
export function decideFirstSync<const F extends FirstSyncFinding>(
  seen: F & { readonly direction: Direction },
): FirstSyncAction<F>;
export function decideFirstSync(
  seen: FirstSyncFinding & { readonly direction: Direction },
): FirstSyncAction<FirstSyncFinding> {
  switch (seen.step) {
    case 1:
      return seen.mode === 'rebuild'
        ? firstSyncTable.rebuild[1][seen.case][seen.direction]
        : firstSyncTable.relink[1][seen.case][seen.direction];
    case 2:
      return firstSyncTable[seen.mode][2][seen.case][seen.direction];
    case 3:
      return firstSyncTable[seen.mode][3][seen.case][seen.direction];
  }
}

/** Generic over the direction too, so that the answer keeps the actions of its row and no others. */
function lookUp<C extends string, T extends Record<C, ByDirection<UnlinkedAction>>, D extends Direction>(
  table: T,
  found: C,
  direction: D,
): T[C][D] {
  return table[found][direction];
}
