import { CalendarKeeper, monday } from '../support/calendar';
import { startSandbox, type Sandbox } from '../support/sandbox';
import { sideBySide } from '../support/side-by-side';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
}, 90_000);
afterAll(() => sandbox.stop());

const timeZone = 'Europe/Berlin';
const nothing = { dayOfMonth: null, monthOfYear: null, instance: null };
const month = Number(monday().slice(5, 7));
const day = Number(monday().slice(8, 10));

/** All six patterns of OroCRM and their twins of Graph. */
const patterns = [
  {
    name: 'every second day',
    orocrm: { recurrenceType: 'daily', interval: 2 },
    outlook: { type: 'daily', interval: 2 },
  },
  {
    name: 'weekly on three days',
    orocrm: { recurrenceType: 'weekly', interval: 1, dayOfWeek: ['monday', 'wednesday', 'friday'] },
    outlook: { type: 'weekly', interval: 1, daysOfWeek: ['monday', 'wednesday', 'friday'] },
  },
  {
    name: 'monthly on a day',
    orocrm: { recurrenceType: 'monthly', interval: 1, dayOfMonth: day },
    outlook: { type: 'absoluteMonthly', interval: 1, dayOfMonth: day },
  },
  {
    name: 'monthly on the last weekday',
    orocrm: {
      ...{ recurrenceType: 'monthnth', interval: 1, instance: 5 },
      dayOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
    },
    outlook: {
      ...{ type: 'relativeMonthly', interval: 1, index: 'last' },
      daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
    },
  },
  {
    name: 'yearly on a day',
    orocrm: { recurrenceType: 'yearly', interval: 12, dayOfMonth: day, monthOfYear: month },
    outlook: { type: 'absoluteYearly', interval: 1, dayOfMonth: day, month },
  },
  {
    name: 'yearly on a weekday',
    orocrm: {
      recurrenceType: 'yearnth',
      interval: 12,
      instance: 2,
      dayOfWeek: ['tuesday'],
      monthOfYear: month,
    },
    outlook: { type: 'relativeYearly', interval: 1, index: 'second', daysOfWeek: ['tuesday'], month },
  },
] as const;

const ends = [
  { end: 'never', orocrm: {}, outlook: { type: 'noEnd' } },
  { end: 'by count', orocrm: { occurrences: 12 }, outlook: { type: 'numbered', numberOfOccurrences: 12 } },
  {
    end: 'by date',
    orocrm: { endTime: `${monday(800)}T22:59:59Z` },
    outlook: { type: 'endDate', endDate: monday(800) },
  },
] as const;

/** Each pattern with each end, made on one side and on the other in turn. */
const cases = patterns.flatMap((pattern, row) =>
  ends.map((end, column) => ({
    ...{ name: pattern.name, end: end.end, from: (row + column) % 2 === 0 ? 'orocrm' : 'outlook' },
    orocrm: { ...pattern.orocrm, ...end.orocrm, timeZone },
    pattern: pattern.outlook,
    range: end.outlook,
  })),
);

/** Nine o'clock of Berlin in winter or summer, as an instant. */
const nine = (date: string): string => {
  const hour = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' });
  const offset = Number(hour.format(new Date(`${date}T12:00:00Z`))) - 12;
  return `${date}T${String(9 - offset).padStart(2, '0')}:00:00Z`;
};

const play = sideBySide(cases, async ({ from, orocrm: recurrence, pattern, range }) => {
  const keeper = await CalendarKeeper.hire(sandbox);
  const start = nine(monday());
  if (from === 'orocrm') {
    await keeper.addOrocrm({ title: 'Series', start, end: start.replace(':00:00Z', ':30:00Z'), recurrence });
  } else {
    await keeper.addOutlook({
      subject: 'Series',
      start: { dateTime: `${monday()}T09:00:00`, timeZone },
      end: { dateTime: `${monday()}T09:30:00`, timeZone },
      recurrence: { pattern, range: { startDate: monday(), recurrenceTimeZone: timeZone, ...range } },
    });
  }
  await keeper.run();
  const { orocrm, outlook } = await keeper.only();
  // Both say the same; a start off the pattern is where OroCRM keeps it, and at the first occurrence in Outlook.
  expect(orocrm.recurrence).toMatchObject({
    ...recurrence,
    ...('endTime' in recurrence ? { endTime: expect.stringMatching(`^${monday(800)}`) as string } : {}),
  });
  expect(outlook.event['recurrence']).toMatchObject({ pattern, range });
  await keeper.quiet();

  // An edit of the whole series travels in either direction.
  if (from === 'orocrm') await keeper.inOutlook('PATCH', `/events/${outlook.id}`, { subject: 'Renamed' });
  else await keeper.inOrocrm('PATCH', `/${orocrm.id}`, { title: 'Renamed' });
  await keeper.run();
  const after = await keeper.only();
  expect([after.orocrm.title, after.outlook.event.subject]).toEqual(['Renamed', 'Renamed']);
  await keeper.quiet();
});

test.each(cases)('$name, ending $end, from $from', (one) => play(one), 300_000);

const daily = { ...nothing, recurrenceType: 'daily', interval: 1, dayOfWeek: [], occurrences: 20, timeZone };

test('cancelled and moved occurrences of OroCRM arrive in Outlook, and come back when they are restored', async () => {
  const keeper = await CalendarKeeper.hire(sandbox);
  const start = nine(monday());
  const id = await keeper.addOrocrm({
    ...{ title: 'Stand-up', start, end: start.replace(':00:00Z', ':30:00Z'), recurrence: daily },
  });
  await keeper.inOrocrm('POST', `/${id}/occurrences`, { originalStart: nine(monday(2)), cancelled: true });
  await keeper.inOrocrm('POST', `/${id}/occurrences`, {
    ...{ originalStart: nine(monday(4)), title: 'Late stand-up' },
    ...{ start: `${monday(4)}T13:00:00Z`, end: `${monday(4)}T13:15:00Z` },
  });
  await keeper.run();
  const { outlook } = await keeper.only();
  expect(outlook.cancelled).toEqual([monday(2)]);
  expect(outlook.exceptions).toMatchObject([
    {
      day: monday(4),
      event: { subject: 'Late stand-up', start: { dateTime: `${monday(4)}T13:00:00.0000000` } },
    },
  ]);
  await keeper.quiet();

  await keeper.inOrocrm('DELETE', `/${id}/occurrences?originalStart=${nine(monday(2))}`);
  await keeper.inOrocrm('DELETE', `/${id}/occurrences?originalStart=${nine(monday(4))}`);
  await keeper.run();
  const restored = (await keeper.only()).outlook;
  expect([restored.cancelled, restored.exceptions]).toEqual([[], []]);
  await keeper.quiet();
});

test('cancelled and moved occurrences of Outlook arrive in OroCRM', async () => {
  const keeper = await CalendarKeeper.hire(sandbox);
  const id = await keeper.addOutlook({
    subject: 'Stand-up',
    start: { dateTime: `${monday()}T09:00:00`, timeZone },
    end: { dateTime: `${monday()}T09:30:00`, timeZone },
    recurrence: {
      pattern: { type: 'daily', interval: 1 },
      range: { type: 'numbered', startDate: monday(), numberOfOccurrences: 20, recurrenceTimeZone: timeZone },
    },
  });
  await keeper.run();
  await keeper.inOutlook('DELETE', `/events/${id}/occurrences/${monday(1)}`);
  await keeper.inOutlook('PATCH', `/events/${id}/occurrences/${monday(3)}`, {
    subject: 'Late stand-up',
    start: { dateTime: `${monday(3)}T16:00:00`, timeZone },
    end: { dateTime: `${monday(3)}T16:15:00`, timeZone },
  });
  await keeper.run();
  const { orocrm } = await keeper.only();
  const seen = orocrm.exceptions.map((one) => [
    Date.parse(one.originalStart ?? ''),
    one.cancelled,
    one['title'],
  ]);
  expect(seen).toEqual([
    [Date.parse(nine(monday(1))), true, 'Stand-up'],
    [Date.parse(nine(monday(3))), false, 'Late stand-up'],
  ]);
  await keeper.quiet();
  // The whole series an hour later: what was moved stays moved, what was cancelled stays cancelled.
  await keeper.inOrocrm('PATCH', `/${orocrm.id}`, { title: 'Daily', updateExceptions: false });
  await keeper.run();
  const after = await keeper.only();
  expect(after.outlook.event.subject).toBe('Daily');
  expect(after.outlook.cancelled).toEqual([monday(1)]);
  expect(after.outlook.exceptions.map(({ day: on }) => on)).toEqual([monday(3)]);
  await keeper.quiet();
});

test('a pattern that OroCRM cannot hold is set aside with the reason, and the rest goes on', async () => {
  const keeper = await CalendarKeeper.hire(sandbox);
  const odd = await keeper.addOutlook({
    subject: 'Every second week from Monday',
    start: { dateTime: `${monday()}T09:00:00`, timeZone },
    end: { dateTime: `${monday()}T09:30:00`, timeZone },
    recurrence: {
      pattern: { type: 'weekly', interval: 2, daysOfWeek: ['monday', 'sunday'], firstDayOfWeek: 'monday' },
      range: { type: 'noEnd', startDate: monday(), recurrenceTimeZone: timeZone },
    },
  });
  await keeper.addOutlook({
    subject: 'Plain',
    start: { dateTime: `${monday()}T11:00:00`, timeZone },
    end: { dateTime: `${monday()}T11:30:00`, timeZone },
  });
  expect(await keeper.person.run()).toMatchObject({ counts: { created: 1, failed: 1 } });
  expect((await keeper.orocrm()).map(({ title }) => title)).toEqual(['Plain']);
  const [alert] = await keeper.person.alerts();
  expect(alert).toMatchObject({ code: 'record-set-aside', record: odd });
  expect(alert?.message).toMatch(/weeks begin on monday/);
  await keeper.quiet();
});
