import type { Appointment } from '../../../../sandbox/company/calendar/appointment';
import { makeDateBook } from '../../../../sandbox/company/calendar/date-book';
import { fillOutlookCalendar } from '../../../../sandbox/company/calendar/fill-outlook-calendar';
import { localDays } from '../../../../sandbox/company/local-days';
import { seededRandom } from '../../../../sandbox/company/random';
import type { HumanEvent } from '../../../../sandbox/graph/human/calendar';
import { startGraph, type RunningGraph } from '../../../../sandbox/graph/start';

const next = { name: 'Mei Tanaka', address: 'mei@example.org' };

let graph: RunningGraph;
beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph.stop());

function filled(now: string, timeZone: string): { book: readonly Appointment[]; events: HumanEvent[] } {
  const days = localDays(new Date(now), timeZone);
  const book = makeDateBook(seededRandom(5), days, next).outlook;
  const user = `${timeZone.replaceAll(/\W/g, '')}${now.slice(0, 10)}@example.org`;
  graph.human.createUser({ userPrincipalName: user, mail: user, mailbox: { timeZone, language: 'en-GB' } });
  fillOutlookCalendar(graph.human.calendar, user, book, days, timeZone);
  return { book, events: graph.human.calendar.events(user) };
}

const series = (events: readonly HumanEvent[], subject: string): HumanEvent => {
  const found = events.find(({ event }) => event['subject'] === subject);
  if (found === undefined) throw new Error(`There is no ${subject}.`);
  return found;
};

// Every weekday, the ends of months, both changes of the clocks, and 29 February.
test.each([
  ...['2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29', '2026-11-30', '2026-12-01', '2026-12-02'],
  ...['2027-01-31', '2027-03-28', '2027-10-31', '2028-02-09', '2028-02-29'],
])('on %s the calendar can be entered, and its series have their exceptions', (day) => {
  const { book, events } = filled(`${day}T12:00:00Z`, 'W. Europe Standard Time');
  expect(events).toHaveLength(book.length);
  const team = series(events, 'Team meeting');
  expect(team.cancelled).toHaveLength(1);
  expect(team.exceptions.map(({ event }) => event['subject'])).toEqual(['Team meeting (moved)']);
});

test('the calendar has all that a calendar has', () => {
  const { events } = filled('2026-06-10T08:00:00Z', 'Europe/Zurich');
  const shown = events.map(({ event }) => event);
  const patterns = shown
    .flatMap(({ recurrence }) => (recurrence ? [JSON.stringify(recurrence)] : []))
    .join('\n');
  for (const type of [
    'weekly',
    'absoluteMonthly',
    'relativeMonthly',
    'absoluteYearly',
    'noEnd',
    'numbered',
    'endDate',
  ])
    expect(patterns).toContain(`"type":"${type}"`);
  expect(shown.filter(({ isAllDay }) => isAllDay === true).length).toBeGreaterThan(5);
  expect(shown.filter(({ isOrganizer }) => isOrganizer === false)).toHaveLength(1);
  const meeting = shown.filter(
    (event) => event['isOrganizer'] === true && (event['attendees'] as unknown[]).length > 0,
  );
  expect(meeting).toHaveLength(1);
  const keys = shown.map(({ subject, start, end, isAllDay }) =>
    JSON.stringify([subject, start, end, isAllDay]),
  );
  expect(new Set(keys).size).toBe(keys.length);
});
