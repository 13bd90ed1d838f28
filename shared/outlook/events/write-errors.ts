import { SyncError } from '../../errors';
import type { Unholdable } from '../../records/event';

/** Outlook cannot hold the event: nothing was sent. */
export const cannotHold = ({ unholdable }: Unholdable): SyncError =>
  new SyncError(`Outlook cannot hold this event: ${unholdable}`, {
    kind: 'give-up',
    code: 'refused-value',
    action: 'Change its recurrence to one that both sides know, or keep it on one side only.',
  });

export const changedMeanwhile = (): SyncError =>
  new SyncError('Microsoft Graph holds a newer version of the series.', {
    kind: 'retry',
    code: 'changed-meanwhile',
  });

export const notRestored = (day: string): SyncError =>
  new SyncError(
    `The occurrence of ${day} is cancelled in Outlook, and Exchange keeps it cancelled although the series was written anew.`,
    {
      kind: 'give-up',
      code: 'refused-value',
      action: 'Cancel that occurrence in OroCRM too, or make a new series.',
    },
  );

export const noOccurrence = (day: string): SyncError =>
  new SyncError(`Exchange shows no occurrence of the series on ${day}.`, {
    kind: 'give-up',
    code: 'refused-value',
    action: 'Check on which days the series happens in Outlook and in OroCRM.',
  });
