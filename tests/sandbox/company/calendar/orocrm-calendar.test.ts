import { makeDateBook } from '../../../../sandbox/company/calendar/date-book';
import { fillOrocrmCalendar } from '../../../../sandbox/company/calendar/fill-orocrm-calendar';
import { localDays } from '../../../../sandbox/company/local-days';
import { seededRandom } from '../../../../sandbox/company/random';
import { startOrocrm, type SimulatedOrocrm } from '../../../../sandbox/orocrm/start';

const next = { name: 'Mei Tanaka', address: 'mei@example.org' };

let orocrm: SimulatedOrocrm;
beforeAll(async () => {
  orocrm = await startOrocrm();
  orocrm.addUser({ username: 'mei', email: next.address });
});
afterAll(() => orocrm.stop());

// Every weekday, the ends of months, both changes of the clocks, and 29 February.
test.each([
  ...['2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29', '2026-11-30', '2026-12-01', '2026-12-02'],
  ...['2027-01-31', '2027-03-28', '2027-10-31', '2028-02-09', '2028-02-29'],
])('on %s the calendar can be entered, its series have their exceptions and the guest a copy', (day) => {
  const { id } = orocrm.addUser({ username: `ada-${day}`, email: `ada-${day}@example.org` });
  const days = localDays(new Date(`${day}T12:00:00Z`), 'W. Europe Standard Time');
  const book = makeDateBook(seededRandom(5), days, next).orocrm;
  fillOrocrmCalendar(orocrm, id, book, days);
  const events = orocrm.calendarEvents.list({ owner: id });
  expect(events).toHaveLength(book.length);

  const review = events.find(({ title }) => title === 'Pipeline review');
  expect(review?.exceptions.map(({ title, cancelled }) => [title, cancelled])).toEqual([
    ['Pipeline review', true],
    ['Pipeline review (moved)', false],
  ]);
  const types = new Set(events.map(({ recurrence }) => JSON.stringify(recurrence)));
  for (const type of ['weekly', 'monthly', 'monthnth', 'yearly'])
    expect([...types].join()).toContain(`"recurrenceType":"${type}"`);

  const own = new Set(events.map((event) => event.id));
  const copies = orocrm.calendarEvents.list({ owner: 'mei' });
  expect(copies.filter(({ parentEvent }) => own.has(parentEvent ?? ''))).toHaveLength(1);
  expect(orocrm.calendarEvents.mails()).toHaveLength(0);
});
