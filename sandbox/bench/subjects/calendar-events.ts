import { weekdays, type Weekday } from '../../../shared/records/event';
import { numbers, type BenchWorld, type Subject } from './subject';

/** Every tenth event is a series, of which every second one has a moved and a cancelled occurrence. */
const isSeries = (index: number): boolean => index % 10 === 0;
const hasExceptions = (index: number): boolean => index % 20 === 0;
const weeks = 12;
const dayMs = 86_400_000;

/** `YYYY-MM-DD` of the days on which event number `index` begins: within two months, so within the calendar window. */
function dateOf(index: number, days = 0): string {
  const today = Math.floor(Date.now() / dayMs) * dayMs;
  return new Date(today + ((index % 60) + 1 + days) * dayMs).toISOString().slice(0, 10);
}

const weekdayOf = (index: number): Weekday => weekdays[new Date(dateOf(index)).getUTCDay()] ?? 'sunday';

const start = (index: number, days = 0): string => `${dateOf(index, days)}T09:00:00`;
const end = (index: number, days = 0): string => `${dateOf(index, days)}T09:45:00`;
const utc = (dateTime: string) => ({ dateTime, timeZone: 'UTC' });

export const calendarEvents: Subject = {
  entity: 'calendarEvents',
  usual: 500,

  fill(world, from, size) {
    for (const index of numbers(size)) {
      if (from === 'orocrm') addToOrocrm(world, index);
      else addToOutlook(world, index);
    }
  },

  change({ orocrm, graph, address, userId }, from, amount) {
    if (from === 'outlook') {
      const { calendar } = graph.human;
      for (const { id, event } of calendar.events(address).slice(0, amount))
        calendar.edit(address, id, { subject: `${String(event['subject'])}, changed` });
      return;
    }
    for (const { id, title } of orocrm.calendarEvents.list({ owner: userId }).slice(0, amount))
      orocrm.calendarEvents.change(id, { title: `${title}, changed` });
  },
};

function addToOrocrm({ orocrm, userId }: BenchWorld, index: number): void {
  const { id } = orocrm.addCalendarEvent({
    ...{ owner: userId, title: `Event ${index}`, start: `${start(index)}Z`, end: `${end(index)}Z` },
    ...(isSeries(index)
      ? {
          recurrence: {
            recurrenceType: 'weekly',
            dayOfWeek: [weekdayOf(index)],
            occurrences: weeks,
            timeZone: 'UTC',
          },
        }
      : {}),
  });
  if (!hasExceptions(index)) return;
  orocrm.calendarEvents.changeOccurrence(id, { originalStart: `${start(index, 7)}Z`, cancelled: true });
  orocrm.calendarEvents.changeOccurrence(id, {
    ...{ originalStart: `${start(index, 14)}Z`, title: `Event ${index}, moved` },
    ...{ start: `${start(index, 15)}Z`, end: `${end(index, 15)}Z` },
  });
}

function addToOutlook({ graph, address }: BenchWorld, index: number): void {
  const { calendar } = graph.human;
  const { id } = calendar.add(address, {
    ...{ subject: `Event ${index}`, start: utc(start(index)), end: utc(end(index)) },
    ...(isSeries(index)
      ? {
          recurrence: {
            pattern: { type: 'weekly', interval: 1, daysOfWeek: [weekdayOf(index)] },
            range: { type: 'numbered', numberOfOccurrences: weeks, startDate: dateOf(index) },
          },
        }
      : {}),
  });
  if (!hasExceptions(index)) return;
  calendar.deleteOccurrence(address, id, dateOf(index, 7));
  calendar.editOccurrence(address, id, dateOf(index, 14), {
    ...{ subject: `Event ${index}, moved`, start: utc(start(index, 15)), end: utc(end(index, 15)) },
  });
}
