import {
  firstSync,
  linkedPairs,
  unlinkedOrocrm,
  unlinkedOutlook,
  type LinkedAction,
  type OrocrmState,
  type OutlookState,
} from './decision-table';
import type { Direction, FirstSyncMode, Policy } from './policy';

export interface LinkedSituation {
  readonly orocrm: OrocrmState;
  readonly outlook: OutlookState;
}

export type UnlinkedOrocrmCase = keyof typeof unlinkedOrocrm;
export type UnlinkedOutlookCase = keyof typeof unlinkedOutlook;

/** What was found in a step of a first synchronisation. */
export type FirstSyncSituation =
  | { readonly step: 1; readonly mode: 'rebuild'; readonly found: 'marked' }
  | { readonly step: 1; readonly mode: 'relink'; readonly found: 'mark-of-existing' | 'mark-of-none' }
  | { readonly step: 2; readonly mode: FirstSyncMode; readonly found: 'key-match' | 'no-match' }
  | { readonly step: 3; readonly mode: FirstSyncMode; readonly found: 'left' };

type ActionOf<T extends Readonly<Record<string, { then: Readonly<Record<Direction, string>> }>>> =
  T[keyof T]['then'][Direction];
export type UnlinkedOrocrmAction = ActionOf<typeof unlinkedOrocrm>;
export type UnlinkedOutlookAction = ActionOf<typeof unlinkedOutlook>;
export type FirstSyncStep1Action =
  ActionOf<(typeof firstSync)['rebuild'][1]> | ActionOf<(typeof firstSync)['relink'][1]>;
export type FirstSyncStep2Action = ActionOf<(typeof firstSync)['rebuild'][2]>;
export type FirstSyncStep3Action = ActionOf<(typeof firstSync)['rebuild'][3]>;

/** What is done about a linked pair (spec 2). */
export function decideLinked({ orocrm, outlook }: LinkedSituation, policy: Policy): LinkedAction {
  const action = linkedPairs[orocrm][outlook][policy.direction];
  return typeof action === 'string' ? action : action[policy.conflictResolution];
}

/** What is done about an OroCRM record without a link (spec 3). */
export function decideUnlinkedOrocrm(found: UnlinkedOrocrmCase, direction: Direction): UnlinkedOrocrmAction {
  return unlinkedOrocrm[found].then[direction];
}

/** What is done about an Outlook record without a link (spec 3). */
export function decideUnlinkedOutlook(
  found: UnlinkedOutlookCase,
  direction: Direction,
): UnlinkedOutlookAction {
  return unlinkedOutlook[found].then[direction];
}

type StepAction<S extends FirstSyncSituation> = S extends { step: 1 }
  ? FirstSyncStep1Action
  : S extends { step: 2 }
    ? FirstSyncStep2Action
    : FirstSyncStep3Action;

/** What is done in a step of a first synchronisation (spec 6). */
export function decideFirstSync<S extends FirstSyncSituation>(
  situation: S,
  direction: Direction,
): StepAction<S>;
export function decideFirstSync(
  situation: FirstSyncSituation,
  direction: Direction,
): StepAction<FirstSyncSituation> {
  switch (situation.step) {
    case 1:
      return situation.mode === 'rebuild'
        ? firstSync.rebuild[1][situation.found].then[direction]
        : firstSync.relink[1][situation.found].then[direction];
    case 2:
      return firstSync[situation.mode][2][situation.found].then[direction];
    case 3:
      return firstSync[situation.mode][3][situation.found].then[direction];
  }
}

/** Names of rules, for history, previews and deletion candidates: which row of the tables decided. */
export const linkedRule = ({ orocrm, outlook }: LinkedSituation): string => `linked/${orocrm}-${outlook}`;
export const unlinkedOrocrmRule = (found: UnlinkedOrocrmCase): string => `unlinked-orocrm/${found}`;
export const unlinkedOutlookRule = (found: UnlinkedOutlookCase): string => `unlinked-outlook/${found}`;
export const firstSyncRule = ({ mode, step, found }: FirstSyncSituation): string =>
  `first-sync/${mode}-${step}-${found}`;
