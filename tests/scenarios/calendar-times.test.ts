import { CalendarKeeper, monday } from '../support/calendar';
import { startSandbox, type Sandbox } from '../support/sandbox';
import { sideBySide } from '../support/side-by-side';

/** All-day events of this OroCRM are days of Berlin. */
let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ OROCRM_TIME_ZONE: 'Europe/Berlin' });
}, 90_000);
afterAll(() => sandbox.stop());

const year = Number(monday().slice(0, 4)) + (Number(monday().slice(5, 7)) > 10 ? 1 : 0);
/** The last Sunday of a month: when Europe changes its clocks. */
const lastSunday = (month: number): string => {
  const last = new Date(Date.UTC(year, month, 0));
  return new Date(last.getTime() - last.getUTCDay() * 86_400_000).toISOString().slice(0, 10);
};
const utc = (dateTime: string) => ({ dateTime, timeZone: 'UTC' });
const window = { calendarDaysAhead: 800 };

/** Timed events that are easily moved, lost or stretched. */
const timed = [
  { name: 'over midnight', start: `${monday()}T22:30:00`, end: `${monday(1)}T01:15:00` },
  { name: 'of no length', start: `${monday()}T09:00:00`, end: `${monday()}T09:00:00` },
  { name: 'of three days', start: `${monday()}T09:00:00`, end: `${monday(3)}T17:00:00` },
  {
    name: 'over the change to summer time',
    start: `${lastSunday(3)}T00:30:00`,
    end: `${lastSunday(3)}T03:30:00`,
  },
  {
    name: 'over the change to winter time',
    start: `${lastSunday(10)}T00:30:00`,
    end: `${lastSunday(10)}T03:30:00`,
  },
  {
    name: 'in the hour that comes twice',
    start: `${lastSunday(10)}T00:15:00`,
    end: `${lastSunday(10)}T01:15:00`,
  },
] as const;

const timedCases = timed.flatMap((one) => [
  { ...one, timeZone: 'Europe/Berlin', from: 'orocrm' } as const,
  { ...one, timeZone: 'Pacific/Auckland', from: 'outlook' } as const,
]);

const playTimed = sideBySide(timedCases, async ({ start, end, timeZone, from }) => {
  const keeper = await CalendarKeeper.hire(sandbox, { timeZone, settings: window });
  if (from === 'orocrm') await keeper.addOrocrm({ title: 'Timed', start: `${start}Z`, end: `${end}Z` });
  else await keeper.addOutlook({ subject: 'Timed', start: utc(start), end: utc(end) });
  await keeper.run();
  const { orocrm, outlook } = await keeper.only();
  expect([orocrm.start, orocrm.end].map((at) => Date.parse(at))).toEqual(
    [start, end].map((at) => Date.parse(`${at}Z`)),
  );
  expect([outlook.event.start.dateTime, outlook.event.end.dateTime]).toEqual([
    `${start}.0000000`,
    `${end}.0000000`,
  ]);
  expect([orocrm.allDay, outlook.event.isAllDay]).toEqual([false, false]);
  await keeper.quiet();
});

test.each(timedCases)('an event $name, mailbox in $timeZone, from $from', (one) => playTimed(one), 300_000);

const days = [
  { name: 'one day', first: monday(), last: monday() },
  { name: 'several days', first: monday(1), last: monday(4) },
  { name: 'the day of the change to summer time', first: lastSunday(3), last: lastSunday(3) },
  { name: 'days around the change to winter time', first: lastSunday(10), last: lastSunday(10) },
] as const;

const dayCases = days.flatMap((one) => [
  { ...one, timeZone: 'Europe/Berlin', from: 'outlook' } as const,
  { ...one, timeZone: 'America/Los_Angeles', from: 'orocrm' } as const,
]);

const inBerlin = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Berlin' });
const after = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
/** Midnight of Berlin that begins a day, as an instant. */
const midnight = (date: string): string => {
  const noon = Date.parse(`${date}T10:00:00Z`);
  const found = [22, 23, 24]
    .map((hours) => new Date(noon - (34 - hours) * 3600_000))
    .find((at) => inBerlin.format(at) === date && inBerlin.format(new Date(at.getTime() - 1000)) !== date);
  if (!found) throw new Error(`Berlin has no midnight on ${date}.`);
  return found.toISOString();
};

const playDays = sideBySide(dayCases, async ({ first, last, timeZone, from }) => {
  const keeper = await CalendarKeeper.hire(sandbox, { timeZone, settings: window });
  if (from === 'orocrm') {
    // As OroCRM's page makes it: from midnight to the last minute of the last day.
    const end = new Date(Date.parse(midnight(after(last))) - 60_000).toISOString();
    await keeper.addOrocrm({ title: 'Fair', allDay: true, start: midnight(first), end });
  } else {
    const at = (date: string) => ({ dateTime: `${date}T00:00:00`, timeZone });
    await keeper.addOutlook({ subject: 'Fair', isAllDay: true, start: at(first), end: at(after(last)) });
  }
  await keeper.run();
  const { orocrm, outlook } = await keeper.only();
  expect([orocrm.allDay, outlook.event.isAllDay]).toEqual([true, true]);
  expect([outlook.event.start.dateTime.slice(0, 10), outlook.event.end.dateTime.slice(0, 10)]).toEqual([
    first,
    after(last),
  ]);
  // Inclusive in OroCRM: it ends within its last day.
  expect([orocrm.start, orocrm.end].map((at) => inBerlin.format(new Date(at)))).toEqual([first, last]);
  await keeper.quiet();

  // Made a timed one, and an all-day one again.
  await keeper.inOrocrm('PATCH', `/${orocrm.id}`, {
    ...{ allDay: false, start: `${first}T12:00:00Z`, end: `${first}T13:00:00Z` },
  });
  await keeper.run();
  const timedAgain = (await keeper.only()).outlook;
  expect(timedAgain.event).toMatchObject({
    isAllDay: false,
    start: { dateTime: `${first}T12:00:00.0000000` },
  });
  const at = (date: string) => ({ dateTime: `${date}T00:00:00`, timeZone });
  await keeper.inOutlook('PATCH', `/events/${outlook.id}`, {
    ...{ isAllDay: true, start: at(first), end: at(after(first)) },
  });
  await keeper.run();
  const back = (await keeper.only()).orocrm;
  expect([back.allDay, inBerlin.format(new Date(back.start)), inBerlin.format(new Date(back.end))]).toEqual([
    true,
    first,
    first,
  ]);
  await keeper.quiet();
});

test.each(dayCases)('all day, $name, mailbox in $timeZone, from $from', (one) => playDays(one), 300_000);

test('an all-day series with a cancelled day', async () => {
  const keeper = await CalendarKeeper.hire(sandbox, { timeZone: 'America/New_York' });
  const at = (date: string) => ({ dateTime: `${date}T00:00:00`, timeZone: 'America/New_York' });
  const id = await keeper.addOutlook({
    ...{ subject: 'Home office', isAllDay: true, start: at(monday()), end: at(monday(1)) },
    recurrence: {
      pattern: { type: 'weekly', interval: 1, daysOfWeek: ['monday'] },
      range: { type: 'numbered', startDate: monday(), numberOfOccurrences: 10 },
    },
  });
  await keeper.inOutlook('DELETE', `/events/${id}/occurrences/${monday(7)}`);
  await keeper.run();
  const { orocrm } = await keeper.only();
  expect(orocrm.recurrence).toMatchObject({
    recurrenceType: 'weekly',
    dayOfWeek: ['monday'],
    occurrences: 10,
  });
  expect(
    orocrm.exceptions.map((one) => [one.cancelled, inBerlin.format(new Date(one.originalStart ?? ''))]),
  ).toEqual([[true, monday(7)]]);
  await keeper.quiet();
});
