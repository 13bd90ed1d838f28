import { z } from 'zod';
import { SyncError } from '../../errors';
import { same } from '../../mapping/same';
import { isUnholdable, type OrocrmEvent, type OrocrmException } from '../../records/event';
import { orocrmId, type OrocrmId } from '../../records/ids';
import type { Change } from '../../sync/ports/orocrm';
import type { OlderRest, RestRequest } from '../rest/client';
import { changeBody, exceptionBody, newEventBody, newExceptionBody } from './event-body';

const created = z.object({ id: z.union([z.number().int().positive(), z.string().regex(/^[1-9]\d*$/)]) });

/** @returns the id of the new event. @throws SyncError; `unknown-outcome` when it may have been made. */
export async function createEvent(
  rest: OlderRest,
  draft: OrocrmEvent,
  calendar: OrocrmId,
): Promise<OrocrmId> {
  refuseUnholdable(draft);
  const body = newEventBody(draft, calendar);
  const answer = await rest.send({ method: 'POST', path: '/calendarevents', body, effect: 'create' });
  const parsed = created.safeParse(answer.body);
  if (parsed.success) return orocrmId(String(parsed.data.id));
  throw new SyncError('The answer to the create of an event names no id.', {
    kind: 'retry',
    code: 'unknown-outcome',
  });
}

/**
 * The requests that turn one event into the other: the event itself first, then its exceptions one by one. OroCRM's
 * `updateExceptions` is never asked for: it deletes what it cannot know to be wanted (reference 3.3).
 */
export function changeRequests({ current, desired }: Change<OrocrmEvent>, calendar: OrocrmId): RestRequest[] {
  refuseUnholdable(desired);
  const body = changeBody(current, desired);
  const known = new Map(current.exceptions.flatMap((one) => (one.id === undefined ? [] : [[one.id, one]])));
  const kept = new Set(desired.exceptions.flatMap(({ id }) => (id === undefined ? [] : [id])));
  return [
    ...(body === undefined ? [] : [put(desired.id, body)]),
    // An exception that is deleted gives its occurrence back (reference 3.3).
    ...[...known.keys()].filter((id) => !kept.has(id)).map(remove),
    ...desired.exceptions.flatMap((one) => exceptionRequest(one, known, desired.id, calendar)),
  ];
}

function exceptionRequest(
  one: OrocrmException,
  known: ReadonlyMap<OrocrmId, OrocrmException>,
  series: OrocrmId,
  calendar: OrocrmId,
): RestRequest[] {
  const { id } = one;
  if (id === undefined || !known.has(id)) {
    const body = newExceptionBody(one, series, calendar);
    // Made again it would only be refused: one occurrence has one exception. So it may be sent again.
    return [{ method: 'POST', path: '/calendarevents', body, effect: 'change' }];
  }
  return same(known.get(id), one) ? [] : [put(id, exceptionBody(one))];
}

const put = (id: OrocrmId, body: unknown): RestRequest => ({
  ...{ method: 'PUT', path: `/calendarevents/${id}`, body, effect: 'change' },
});

const remove = (id: OrocrmId): RestRequest => ({
  ...{ method: 'DELETE', path: `/calendarevents/${id}`, query: 'notifyAttendees=none', effect: 'change' },
});

function refuseUnholdable({ recurrence }: OrocrmEvent): void {
  if (!isUnholdable(recurrence)) return;
  throw new SyncError(`OroCRM cannot hold this event: ${recurrence.unholdable}`, {
    kind: 'give-up',
    code: 'not-expressible',
  });
}
