import { rebuildIsGuarded } from '../../rules/guards';
import { SyncError } from '../../errors';
import { runDeletions } from '../deletions';
import { clearMarks } from './clear-marks';
import { compareOrocrm, compareOutlook, findAbsent } from './compare';
import { findChanges } from './find-changes';
import {
  becomeSteady,
  collectMarked,
  createInOrocrm,
  linkMarked,
  listOutlook,
  matchOrocrm,
  takeCursors,
} from './first-sync';
import type { PlanName, Step } from './step';

/** Deletes what was collected, all or nothing, unless the guard holds it (spec 7). */
const deleteCollected: Step = async ({ work, run }, tally) => {
  const done = await runDeletions(work, { confirmed: run.confirmed });
  tally.include(done.tally);
  return done.heldId === '' ? {} : { heldId: done.heldId };
};

/** Step 1 of a rebuild is not held where OroCRM makes again what is deleted, nor when confirmed (spec 7). */
const deleteMarked: Step = async ({ work, run }, tally) => {
  const confirmed = !rebuildIsGuarded(work.policy.direction, run.confirmed);
  const done = await runDeletions(work, { confirmed });
  tally.include(done.tally);
  return done.heldId === '' ? {} : { heldId: done.heldId };
};

const steps = {
  'take-cursors': takeCursors,
  'list-outlook': listOutlook,
  'collect-marked': collectMarked,
  'delete-marked': deleteMarked,
  'link-marked': linkMarked,
  'match-orocrm': matchOrocrm,
  'create-in-orocrm': createInOrocrm,
  'become-steady': becomeSteady,
  'compare-orocrm': compareOrocrm,
  'compare-outlook': compareOutlook,
  'find-absent': findAbsent,
  'find-changes': findChanges,
  'delete-collected': deleteCollected,
  'clear-marks': clearMarks,
} as const satisfies Record<string, Step>;

export type StepName = keyof typeof steps;

/**
 * What happened while a first sync went on. A mailbox that was empty had no default folder to take a cursor of (Graph
 * reference 1.3), so what was removed from it meanwhile shows only by its absence.
 */
const lateChanges: readonly StepName[] = ['find-changes', 'find-absent', 'delete-collected'];

/** The steps of each plan, in order: a step begins when every slice of the one before is handled (spec 6). */
export const plans: Readonly<Record<PlanName, readonly StepName[]>> = {
  rebuild: [
    'take-cursors',
    'list-outlook',
    'collect-marked',
    'delete-marked',
    'match-orocrm',
    'create-in-orocrm',
    ...lateChanges,
    'become-steady',
  ],
  relink: [
    'take-cursors',
    'list-outlook',
    'link-marked',
    'match-orocrm',
    'create-in-orocrm',
    ...lateChanges,
    'become-steady',
  ],
  full: ['compare-orocrm', 'compare-outlook', 'find-absent', 'delete-collected'],
  changes: ['find-changes', 'delete-collected'],
  'remove-marks': ['clear-marks'],
};

export const stepNamed = (name: StepName): Step => steps[name];

/** A step of a message is written `plan/step`. @throws SyncError for a name that no plan holds. */
export function parseStep(text: string): { readonly plan: PlanName; readonly step: StepName } {
  const [plan, step] = text.split('/');
  for (const [planName, names] of Object.entries(plans) as [PlanName, readonly StepName[]][]) {
    const found = planName === plan ? names.find((name) => name === step) : undefined;
    if (found) return { plan: planName, step: found };
  }
  throw new SyncError(`No plan has the step ${text}.`, { kind: 'give-up', code: 'bad-answer' });
}

/** The step after this one, under the plan that holds now; undefined after the last. */
export function stepAfter(plan: PlanName, step: StepName): StepName | undefined {
  const names = plans[plan];
  const at = names.indexOf(step);
  // A plan that was changed on the way goes on with its own step of the same place.
  return names[(at === -1 ? names.indexOf('link-marked') - 1 : at) + 1];
}
