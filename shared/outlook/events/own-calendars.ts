import { z } from 'zod';
import type { OutlookEvent } from '../../records/event';
import { folderId, type MailboxAddress } from '../../records/ids';
import { readAllPages } from '../all-pages';
import type { Batcher } from '../batch';
import { orocrmIdProperty } from '../extended-properties';
import type { FolderContents, FolderRef, Folders } from '../folder-pages';
import { toEvent } from './event-item';
import { calendarsOf, eventsPage } from './event-requests';

const calendarItem = z.object({
  id: z.string().min(1),
  isDefaultCalendar: z.boolean().nullish(),
  owner: z.object({ address: z.string().nullish() }).nullish(),
});
type CalendarItem = z.output<typeof calendarItem>;

const what = 'GET /users/{id}/calendars/{id}/events';

/**
 * All calendars of a mailbox, the default one first. What is not synchronised may hold a mark all the same: a person has
 * moved an event there. What somebody else shares carries the marks of that person's own mailbox.
 */
export const ownCalendars = (mailbox: MailboxAddress, batcher: Batcher): Folders<OutlookEvent> => ({
  others: async () => {
    const listed = await readAllPages(batcher, mailbox, [calendarsOf(mailbox)], calendarItem, 'fails');
    const main = listed.find(({ isDefaultCalendar }) => isDefaultCalendar === true);
    return listed
      .filter((calendar) => calendar !== main && ownerOf(calendar) === ownerOf(main))
      .map(({ id }) => folderId(id));
  },
  open: (calendar) => Promise.resolve(contentsOf(mailbox, calendar)),
});

const ownerOf = (calendar: CalendarItem | undefined): string =>
  (calendar?.owner?.address ?? '').toLowerCase();

/** A series comes without its exceptions: enough for whoever leaves them as they are. */
function contentsOf(mailbox: MailboxAddress, calendar: FolderRef): FolderContents<OutlookEvent> {
  const firstPage = eventsPage(mailbox, [orocrmIdProperty], calendar);
  const record = (item: unknown): OutlookEvent => toEvent(item, what).event;
  return { firstPage, firstOfIds: firstPage, record, id: (item) => record(item).id };
}
