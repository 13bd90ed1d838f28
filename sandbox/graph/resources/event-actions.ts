import { EventWriter } from '../event/event-writer';
import { instanceOn, wholeItem, type Instance } from '../event/instances';
import { isOrganised, mailsOfDeletion } from '../event/meetings';
import type { EventValues } from '../event/properties';
import { badValue } from '../errors';
import type { GraphAnswer, Route, RouteContext } from '../http/route';
import { members, readBoolean, readText } from '../odata/read-value';
import type { GraphState } from '../state/graph-state';
import { CALENDAR_PARENTS, calendarPlace, eventAt } from './event-paths';
import { sendMails } from './send-mails';

const RESPONSES = {
  accept: 'accepted',
  tentativelyAccept: 'tentativelyAccepted',
  decline: 'declined',
} as const;

/** What the organiser and the attendees of a meeting do with it (reference: Graph 2.4). */
export function eventActionRoutes(state: GraphState): Route[] {
  const answers = Object.entries(RESPONSES);
  return CALENDAR_PARENTS.flatMap((parent): Route[] => {
    const one = `${parent}/events/:event`;
    const action = (name: string, handle: (context: RouteContext) => GraphAnswer): Route => ({
      method: 'POST',
      path: `${one}/${name}`,
      mailbox: true,
      handle,
    });
    return [
      action('cancel', (context) => cancel(state, context)),
      ...answers.map(([name, response]) => action(name, (context) => respond(state, context, response))),
    ];
  });
}

/** The names of an action's parameters are not case-sensitive. */
function parametersOf(body: unknown, allowed: readonly string[]): Record<string, unknown> {
  const lower = Object.fromEntries(
    Object.entries(body ?? {}).map(([name, value]: [string, unknown]) => [name.toLowerCase(), value]),
  );
  return members('action', lower, allowed);
}

function cancel(state: GraphState, context: RouteContext): GraphAnswer {
  const { instance } = eventAt(state, calendarPlace(state, context), context);
  readText('comment', parametersOf(context.request.body, ['comment'])['comment'] ?? null);
  if (!isOrganised(instance.item.values)) {
    throw badValue("Your request can't be completed. You need to be an organizer to cancel a meeting.");
  }
  if (instance.content.attendees.length === 0) throw badValue('Only a meeting with attendees is cancelled.');
  sendMails(state, instance, mailsOfDeletion(instance.content));
  new EventWriter(state).delete(instance);
  return { status: 202 };
}

function respond(
  state: GraphState,
  context: RouteContext,
  response: EventValues['response']['response'],
): GraphAnswer {
  const { instance } = eventAt(state, calendarPlace(state, context), context);
  const parameters = parametersOf(context.request.body, ['comment', 'sendresponse', 'proposednewtime']);
  const sends = readBoolean('sendResponse', parameters['sendresponse'] ?? true);
  const { values, extended } = instance.item;
  if (values.organizer === undefined) {
    throw badValue(
      "Your request can't be completed. You can't respond to this meeting because you're the meeting organizer.",
    );
  }
  if (sends) sendMails(state, instance, [{ kind: 'response', to: values.organizer.address.toLowerCase() }]);
  answered(state, instance, { ...values, response: { response, time: state.now().toISOString() } }, extended);
  return { status: 202 };
}

/** A declined invitation leaves the calendar. */
function answered(
  state: GraphState,
  { item, day }: Instance,
  values: EventValues,
  extended: Instance['extended'],
): void {
  const updated = state.events.update(item, {
    values,
    extended,
    changed: ['responseStatus'],
    reported: true,
  });
  if (values.response.response !== 'declined') return;
  const writer = new EventWriter(state);
  const instance = day === undefined ? wholeItem(updated) : instanceOn(updated, day);
  if (instance !== undefined) writer.delete(instance);
}
