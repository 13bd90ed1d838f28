import { z } from 'zod';
import type { OrocrmId } from '../../records/ids';
import type { ItemAnswer } from '../batch';
import type { BatchItem } from '../batch-wire';
import { badAnswer } from '../graph-errors';
import { readPage, type GraphPage } from '../graph-page';
import { followLink } from '../graph-url';
import type { Dialogue } from './dialogue';
import { toEvent, type ReadEvent } from './event-item';
import { eventsIn, eventsPage, markedEvents } from './event-requests';
import { getWithProperties, withSeries, type EventSource } from './read-events';

const template = '/users/{id}/events';

/** One page of the default calendar, series with what differs from them. `cursor`: the `next` of the page before. */
export function* readEventsPage(
  source: EventSource,
  cursor: string | undefined,
): Dialogue<{ readonly events: readonly ReadEvent[]; readonly next: string | undefined }> {
  const { mailbox } = source;
  const [answer] =
    cursor === undefined
      ? yield* getWithProperties(source, [eventsIn(mailbox)], (_, extended) => eventsPage(mailbox, extended))
      : yield [{ mailbox, method: 'GET', path: { url: cursor, template } }];
  const page = pageIn(answer);
  const events = yield* wholeEvents(source, page.items);
  return { events, next: page.next === undefined ? undefined : followLink(page.next, template).url };
}

/** The events of the default calendar that carry one of these marks. */
export function* readMarkedEvents(
  source: EventSource,
  marks: readonly OrocrmId[],
): Dialogue<readonly ReadEvent[]> {
  const { mailbox } = source;
  let answers = yield* getWithProperties(source, marks, (mark, extended) =>
    markedEvents(mailbox, mark, extended),
  );
  const items: unknown[] = [];
  while (answers.length > 0) {
    const pages = answers.map(pageIn);
    items.push(...pages.flatMap((page) => page.items));
    const links = pages.flatMap(({ next }) => next ?? []);
    answers = yield links.map((link): BatchItem => ({
      mailbox,
      method: 'GET',
      path: followLink(link, template),
    }));
  }
  return yield* wholeEvents(source, items);
}

function* wholeEvents(source: EventSource, items: readonly unknown[]): Dialogue<readonly ReadEvent[]> {
  const events = yield* withSeries(
    source,
    items.map((item) => toEvent(item, `GET ${template}`)),
  );
  // A series that went away since it was listed is left out.
  return events.filter((event) => event !== undefined);
}

/** A calendar that cannot be read is no empty one. @throws SyncError */
function pageIn(answer: ItemAnswer | undefined): GraphPage<unknown> {
  if (answer?.ok !== true) throw answer?.error ?? badAnswer(`GET ${template}`);
  return readPage(answer.body, z.unknown(), template);
}
