import { EventWriter } from '../event/event-writer';
import { instancesIn, wholeItem, type Instance } from '../event/instances';
import {
  isOrganised,
  mailsOfChange,
  mailsOfCreation,
  mailsOfDeletion,
  refuseForeign,
} from '../event/meetings';
import { readEventBody } from '../event/read-body';
import { renderEvent, type Showing } from '../event/render';
import { readEventView, viewOneEvent } from '../event/view';
import { badValue, GraphError } from '../errors';
import type { GraphAnswer, Route, RouteContext } from '../http/route';
import { readQuery } from '../odata/query';
import type { GraphState } from '../state/graph-state';
import { etagOf, idOf } from '../state/identity';
import { answerEvents } from './event-lists';
import {
  CALENDAR_PARENTS,
  calendarPlace,
  eventAt,
  eventsContext,
  readWindow,
  showingOf,
  type CalendarPlace,
} from './event-paths';
import { checkIfMatch } from './if-match';
import { mailboxContext } from './mailbox-access';
import { sendMails } from './send-mails';

/** The event operations below every parent path (reference: Graph 2). */
export function eventRoutes(state: GraphState): Route[] {
  const operations = new EventOperations(state);
  return CALENDAR_PARENTS.flatMap((parent): Route[] => {
    const list = `${parent}/events`;
    const one = `${list}/:event`;
    const route = (
      method: Route['method'],
      path: string,
      handle: (context: RouteContext) => GraphAnswer,
    ): Route => ({ method, path, mailbox: true, handle });
    return [
      route('GET', list, (context) => operations.list(context)),
      route('POST', list, (context) => operations.create(context)),
      route('GET', `${list}/delta`, () => noDelta()),
      route('GET', one, (context) => operations.read(context)),
      route('PATCH', one, (context) => operations.update(context)),
      route('DELETE', one, (context) => operations.delete(context)),
      route('GET', `${one}/instances`, (context) => operations.instances(context)),
      route('POST', `${one}/permanentDelete`, (context) => operations.deleteForGood(context)),
    ];
  });
}

/** Documented for beta only (reference: Graph 2.2). */
function noDelta(): never {
  throw new GraphError(400, 'ErrorInvalidRequest', 'Change tracking is not supported on this resource.');
}

class EventOperations {
  readonly #state: GraphState;
  readonly #writer: EventWriter;

  constructor(state: GraphState) {
    this.#state = state;
    this.#writer = new EventWriter(state);
  }

  /** Single events and series, no occurrences. */
  list(context: RouteContext): GraphAnswer {
    const place = calendarPlace(this.#state, context);
    const items = this.#state.events.inFolder(place.folder.id);
    return answerEvents(context, place, 'events', items.map(wholeItem));
  }

  create(context: RouteContext): GraphAnswer {
    const { request } = context;
    readQuery(request.query, []);
    const place = calendarPlace(this.#state, context);
    const { user } = place;
    // An event that was made before may be in another calendar by now.
    const { item, isNew } = this.#writer.create(user.id, place.folder, request.body);
    const folder = this.#state.folders.get(user.id, item.folder) ?? place.folder;
    const instance = wholeItem(item);
    if (isNew) sendMails(this.#state, instance, mailsOfCreation(item.values));
    const answer = this.#whole(place, instance, showingOf(user, folder, context), context);
    const location = `${request.origin}/v1.0/${mailboxContext(user)}/events('${idOf(item, folder, context.prefer.immutableIds)}')`;
    return { status: 201, headers: { ...answer.headers, Location: location }, body: answer.body };
  }

  read(context: RouteContext): GraphAnswer {
    const view = readEventView(readQuery(context.request.query, ['$select', '$expand']), true);
    const place = calendarPlace(this.#state, context);
    const { instance, showing } = eventAt(this.#state, place, context);
    return {
      status: 200,
      headers: { ETag: etagOf(instance.item) },
      body: {
        '@odata.context': `${eventsContext(place, context)}/$entity`,
        ...viewOneEvent(instance, view, showing),
      },
    };
  }

  update(context: RouteContext): GraphAnswer {
    const { request } = context;
    readQuery(request.query, []);
    const place = calendarPlace(this.#state, context);
    const { instance, showing } = eventAt(this.#state, place, context);
    checkIfMatch(this.#state.settings, instance.item, request);
    const draft = readEventBody(request.body, instance.content);
    refuseForeign(instance.item.values, draft.written);
    const updated = this.#writer.update(instance, draft);
    if (isOrganised(updated.item.values) && !this.#isDeleted(instance)) {
      const mails = mailsOfChange(instance.content, updated.content, draft.written);
      sendMails(this.#state, updated, mails);
    }
    return this.#whole(place, updated, showing, context);
  }

  delete(context: RouteContext): GraphAnswer {
    readQuery(context.request.query, []);
    const { instance } = eventAt(this.#state, calendarPlace(this.#state, context), context);
    checkIfMatch(this.#state.settings, instance.item, context.request);
    this.#tellOfDeletion(instance);
    this.#writer.delete(instance);
    return { status: 204 };
  }

  deleteForGood(context: RouteContext): GraphAnswer {
    readQuery(context.request.query, []);
    const { instance } = eventAt(this.#state, calendarPlace(this.#state, context), context);
    this.#tellOfDeletion(instance);
    if (instance.day === undefined) this.#state.events.remove(instance.item);
    else this.#writer.delete(instance);
    return { status: 204 };
  }

  instances(context: RouteContext): GraphAnswer {
    const place = calendarPlace(this.#state, context);
    const { instance, showing } = eventAt(this.#state, place, context);
    if (instance.type !== 'seriesMaster') throw badValue('Only a series has instances.');
    const { from, to } = readWindow(this.#state, context);
    const where = { ...place, folder: showing.folder };
    return answerEvents(context, where, 'instances', instancesIn(instance.item, from, to));
  }

  /** Exchange cancels what its organiser deletes; an attendee's copy goes quietly (reference: Graph 2.4). */
  #tellOfDeletion(instance: Instance): void {
    const { values } = instance.item;
    if (!isOrganised(values) || instance.content.isCancelled || this.#isDeleted(instance)) return;
    sendMails(this.#state, instance, mailsOfDeletion(instance.content));
  }

  #isDeleted({ item }: Instance): boolean {
    const folder = this.#state.folders.get(item.mailbox, item.folder);
    return folder === undefined || this.#state.folders.isDeleted(folder);
  }

  /** The whole event without extended properties, as POST and PATCH answer (reference: Graph 1.2). */
  #whole(place: CalendarPlace, instance: Instance, showing: Showing, context: RouteContext): GraphAnswer {
    return {
      status: 200,
      headers: { ETag: etagOf(instance.item) },
      body: {
        '@odata.context': `${eventsContext(place, context)}/$entity`,
        ...renderEvent(instance, showing),
      },
    };
  }
}
