import type { MailboxAddress, OutlookId } from '../../records/ids';
import type { ItemAnswer } from '../batch';
import type { BatchItem } from '../batch-wire';
import { orocrmIdProperty } from '../extended-properties';
import { badAnswer } from '../graph-errors';
import { readPage } from '../graph-page';
import { followLink, type GraphPath } from '../graph-url';
import { parentEntryProperty, type DefaultCalendars } from './default-calendars';
import type { Dialogue } from './dialogue';
import { exceptionOfSeries, toEvent, withExceptions, type ReadEvent } from './event-item';
import { wholeEvent, wholeSeries } from './event-requests';

/** Whose events are read. */
export interface EventSource {
  readonly mailbox: MailboxAddress;
  readonly calendars: DefaultCalendars;
}

/** Events by id, undefined for one that is not there (404); `at`: the server's clock. @throws SyncError */
export function* readEvents(
  source: EventSource,
  ids: readonly OutlookId[],
): Dialogue<{ readonly events: readonly (ReadEvent | undefined)[]; readonly at: Date }> {
  const answers = yield* getWithProperties(source, ids, (id, extended) =>
    wholeEvent(source.mailbox, id, extended),
  );
  const times = answers.flatMap((answer) => (answer.ok ? [answer.at.getTime()] : []));
  const events = yield* withSeries(
    source,
    ids.map((id, index) => eventIn(answers[index], id)),
  );
  return { events, at: new Date(times.length === 0 ? Date.now() : Math.min(...times)) };
}

/** Series by id with what differs from them. @throws SyncError */
export function* readSeries(
  source: EventSource,
  ids: readonly OutlookId[],
): Dialogue<readonly (ReadEvent | undefined)[]> {
  const answers = yield* getWithProperties(source, ids, (id, extended) =>
    wholeSeries(source.mailbox, id, extended),
  );
  let found = ids.map((id, index) => eventIn(answers[index], id));
  while (found.some((one) => one?.moreExceptions !== undefined)) found = yield* nextExceptions(source, found);
  return found;
}

/** These events, the series among them with what differs from them. @throws SyncError */
export function* withSeries(
  source: EventSource,
  events: readonly (ReadEvent | undefined)[],
): Dialogue<readonly (ReadEvent | undefined)[]> {
  const ids = events.flatMap((one) => (one !== undefined && isSeries(one) ? [one.event.id] : []));
  if (ids.length === 0) return events;
  const series = yield* readSeries(source, ids);
  const whole = new Map(ids.map((id, index) => [id, series[index]]));
  return events.map((one) => (one !== undefined && isSeries(one) ? whole.get(one.event.id) : one));
}

const isSeries = ({ type, event }: ReadEvent): boolean =>
  type === 'seriesMaster' || (type === '' && event.recurrence !== undefined);

/**
 * Asks for something with all extended properties; where a Graph refuses those of folders, without them, now and from
 * then on.
 */
export function* getWithProperties<Of>(
  { mailbox, calendars }: EventSource,
  wanted: readonly Of[],
  pathOf: (of: Of, extended: readonly string[]) => GraphPath,
): Dialogue<readonly ItemAnswer[]> {
  const extended = calendars.eventProperties;
  const get =
    (properties: readonly string[]) =>
    (of: Of): BatchItem => ({ mailbox, method: 'GET', path: pathOf(of, properties) });
  const answers = yield wanted.map(get(extended));
  const refused = wanted.filter((_, index) => isRefused(answers[index]));
  if (refused.length === 0 || !extended.includes(parentEntryProperty)) return answers;
  const again = yield refused.map(get([orocrmIdProperty]));
  if (again.some(({ ok }) => ok)) calendars.learnRefused();
  let next = 0;
  return answers.map((answer) => (isRefused(answer) ? (again[next++] ?? answer) : answer));
}

const isRefused = (answer: ItemAnswer | undefined): boolean =>
  answer?.ok === false && answer.error.code === 'refused-value';

/** The answer says its own id in its own way; the caller knows the event by the id it asked for. */
function eventIn(answer: ItemAnswer | undefined, id: OutlookId): ReadEvent | undefined {
  if (answer?.ok === true) {
    const read = toEvent(answer.body, 'GET event');
    return { ...read, event: { ...read.event, id } };
  }
  if (answer?.error.code === 'not-found') return undefined;
  throw answer?.error ?? badAnswer('GET event');
}

/** One more page of exceptions of each series that has more than came with it. */
function* nextExceptions(
  { mailbox }: EventSource,
  found: readonly (ReadEvent | undefined)[],
): Dialogue<(ReadEvent | undefined)[]> {
  const template = '/users/{id}/events/{id}/exceptionOccurrences';
  const links = found.flatMap((one) => one?.moreExceptions ?? []);
  const answers = yield links.map((link): BatchItem => ({
    mailbox,
    method: 'GET',
    path: followLink(link, template),
  }));
  let next = 0;
  return found.map((one) => {
    if (one?.moreExceptions === undefined) return one;
    const answer = answers[next++];
    if (answer?.ok !== true) throw answer?.error ?? badAnswer(template);
    const page = readPage(answer.body, exceptionOfSeries, template);
    return { ...one, event: withExceptions(one.event, page.items), moreExceptions: page.next };
  });
}
