import { isUnholdable, type OrocrmEvent, type OutlookEvent } from '../records/event';
import { spanOfOrocrm, spanOfOutlook } from '../mapping/event/span';
import { same } from '../mapping/same';
import { touches } from './policy';
import type { Objection, RecordRules } from './record-rules';

/** What is peculiar to calendar events (spec 5, DESIGN 3: meetings). */
export const eventRules: RecordRules<OrocrmEvent, OutlookEvent> = {
  isConsidered: (orocrm, outlook, { window }) =>
    (orocrm !== undefined && touches(spanOfOrocrm(orocrm), window)) ||
    (outlook !== undefined && touches(spanOfOutlook(outlook), window)),

  authority: (orocrm, outlook) => {
    const isCopy = orocrm !== undefined && orocrm.parent !== '';
    if (outlook?.isOrganizer === false) return isCopy ? 'neither' : 'outlook';
    return isCopy ? 'orocrm' : 'both';
  },

  objectionToOrocrm: ({ recurrence }) =>
    isUnholdable(recurrence) ? notExpressible('OroCRM', recurrence.unholdable) : undefined,

  objectionToOutlook: (current, desired, { meetingUpdates }) => {
    if (isUnholdable(desired?.recurrence)) return notExpressible('Outlook', desired.recurrence.unholdable);
    const mails = current?.isOrganizer === true && current.hasAttendees && !sameButMark(current, desired);
    return mails && meetingUpdates === 'hold' ? wouldNotify : undefined;
  },
};

/** A mark alone is an extended property: it tells nobody anything. */
const sameButMark = (current: OutlookEvent, desired: OutlookEvent | undefined): boolean =>
  desired !== undefined && same({ ...current, mark: '', version: '' }, { ...desired, mark: '', version: '' });

const notExpressible = (side: string, why: string): Objection => ({
  code: 'not-expressible',
  message: `${side} cannot hold this event: ${why}`,
  action: 'Change its recurrence to one that both sides know, or keep it on one side only.',
});

const wouldNotify: Objection = {
  code: 'would-notify',
  message: 'The change would make Exchange send mail to the attendees of a meeting, so it was not made.',
  action: 'Make the change in Outlook, or set meetingUpdates to send.',
};
