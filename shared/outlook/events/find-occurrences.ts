import { z } from 'zod';
import type { OutlookEvent } from '../../records/event';
import type { MailboxAddress } from '../../records/ids';
import type { BatchItem } from '../batch-wire';
import { badAnswer } from '../graph-errors';
import { readPage } from '../graph-page';
import { followLink } from '../graph-url';
import type { Dialogue } from './dialogue';
import { zoneOf } from './event-item';
import { instancesIn } from './event-requests';
import { eventTimes, originalDay } from './event-times';
import type { Step } from './series-plan';

const instance = z.intersection(
  z.object({ id: z.string().min(1), originalStart: z.string().nullish() }),
  eventTimes,
);

/**
 * The ids of the occurrences of a series that these steps are about, by day; a day on which Exchange shows none is
 * left out. @throws SyncError
 */
export function* findOccurrences(
  mailbox: MailboxAddress,
  series: OutlookEvent,
  steps: readonly Step[],
): Dialogue<ReadonlyMap<string, string>> {
  const found = new Map(steps.filter(({ id }) => id !== '').map(({ day, id }) => [day, id]));
  let open = steps.filter(({ id }) => id === '').map(({ around }) => instancesIn(mailbox, series.id, around));
  while (open.length > 0) {
    const answers = yield open.map((path): BatchItem => ({ mailbox, method: 'GET', path }));
    open = open.flatMap(({ template }, index) => {
      const answer = answers[index];
      if (answer?.ok !== true) throw answer?.error ?? badAnswer(template);
      const page = readPage(answer.body, instance, template);
      for (const { id, originalStart, start } of page.items) {
        const day = originalDay(originalStart || start, series.isAllDay, zoneOf(series));
        if (!found.has(day)) found.set(day, id);
      }
      return page.next === undefined ? [] : [followLink(page.next, template)];
    });
  }
  return found;
}
