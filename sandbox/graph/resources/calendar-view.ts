import { instancesIn } from '../event/instances';
import { EVENT_TYPE } from '../event/properties';
import { ViewRows } from '../event/view-rows';
import type { GraphAnswer, Route, RouteContext } from '../http/route';
import type { GraphState } from '../state/graph-state';
import { QuirkCounter } from '../state/read-delta';
import { answerDelta } from './delta-round';
import { answerEvents } from './event-lists';
import { CALENDAR_PARENTS, calendarPlace, readWindow, showingOf } from './event-paths';

/** A calendar's events in a window, series unrolled, and their changes (reference: Graph 2.2). */
export function calendarViewRoutes(state: GraphState): Route[] {
  const quirks = new QuirkCounter();
  return CALENDAR_PARENTS.flatMap((parent): Route[] => [
    {
      method: 'GET',
      path: `${parent}/calendarView`,
      mailbox: true,
      handle: (context) => readView(state, context),
    },
    {
      method: 'GET',
      path: `${parent}/calendarView/delta`,
      mailbox: true,
      handle: (context) => readDelta(state, quirks, context),
    },
  ]);
}

function readView(state: GraphState, context: RouteContext): GraphAnswer {
  const place = calendarPlace(state, context);
  const { from, to } = readWindow(state, context);
  const instances = state.events
    .inFolder(place.folder.id)
    .flatMap((item) => instancesIn(item, from, to))
    .sort((one, other) => +one.start - +other.start);
  return answerEvents(context, place, 'calendarView', instances);
}

function readDelta(state: GraphState, quirks: QuirkCounter, context: RouteContext): GraphAnswer {
  const { user, folder } = calendarPlace(state, context);
  const showing = showingOf(user, folder, context);
  return answerDelta(state, quirks, context, {
    items: state.events,
    folder: folder.id,
    mailbox: user.id,
    scope: `${user.id} view ${folder.number}`,
    type: EVENT_TYPE,
    options: [],
    window: () => {
      const { from, to } = readWindow(state, context);
      return { from: from.toISOString(), to: to.toISOString() };
    },
    rows: (entry, position) =>
      new ViewRows(position, showing, state.settings, (number) => state.events.get(number)).rowsOf(entry),
  });
}
