import { CalendarKeeper, markOf, monday } from '../support/calendar';
import { Person } from '../support/person';
import { startSandbox, type Sandbox } from '../support/sandbox';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
}, 90_000);
afterAll(() => sandbox.stop());
afterEach(async () => {
  await sandbox.control('orocrm', 'DELETE', '/mails');
});

const at = (time: string, day = 0) => ({ dateTime: `${monday(day)}T${time}:00`, timeZone: 'UTC' });
const ten = { start: at('10:00'), end: at('11:00') };
const tenInOrocrm = { start: `${monday()}T10:00:00Z`, end: `${monday()}T11:00:00Z` };
const attendees = [{ emailAddress: { address: 'client@example.com', name: 'A client' }, type: 'required' }];

test('description, location, reminder and categories are not synchronised and not touched', async () => {
  const keeper = await CalendarKeeper.hire(sandbox);
  const own = {
    ...{ body: { contentType: 'text', content: 'Agenda' }, location: { displayName: 'Room 7' } },
    ...{ reminderMinutesBeforeStart: 45, categories: ['Blue'], showAs: 'tentative' },
  };
  const id = await keeper.addOutlook({ subject: 'Review', ...ten, ...own });
  await keeper.run();
  const { orocrm } = await keeper.only();
  expect(orocrm['description'] ?? '').toBe('');
  await keeper.inOrocrm('PATCH', `/${orocrm.id}`, { title: 'Big review', description: 'Minutes' });
  await keeper.run();
  const after = await keeper.only();
  expect(after.outlook).toMatchObject({ id, event: { subject: 'Big review', ...own } });
  expect(after.orocrm['description']).toBe('Minutes');
  await keeper.quiet();
});

describe('meetings', () => {
  test('no attendee is ever written, and a change that would mail them waits for the setting', async () => {
    const keeper = await CalendarKeeper.hire(sandbox);
    const id = await keeper.addOutlook({ subject: 'Pitch', ...ten, attendees });
    await keeper.run();
    const { orocrm } = await keeper.only();
    expect(orocrm['attendees']).toEqual([]);
    await keeper.inOrocrm('PATCH', `/${orocrm.id}`, { title: 'Better pitch' });
    expect(await keeper.person.run()).toMatchObject({ counts: { failed: 1, updated: 0 } });
    expect((await keeper.only()).outlook.event.subject).toBe('Pitch');
    const [alert] = await keeper.person.alerts();
    expect(alert).toMatchObject({ code: 'meeting-held', record: orocrm.id });
    await keeper.quiet();

    // What the person changes in Outlook, and so mails herself, goes to OroCRM.
    await keeper.inOrocrm('PATCH', `/${orocrm.id}`, { title: 'Pitch' });
    await keeper.inOutlook('PATCH', `/events/${id}`, { subject: 'Pitch for real' });
    await keeper.run();
    expect((await keeper.only()).orocrm.title).toBe('Pitch for real');
    expect(await keeper.person.alerts()).toEqual([]);
    await keeper.quiet();

    await keeper.inOrocrm('PATCH', `/${orocrm.id}`, { title: 'Last pitch' });
    await keeper.person.settings({ meetingUpdates: 'send' });
    await keeper.run();
    expect((await keeper.only()).outlook.event.subject).toBe('Last pitch');
    expect(await keeper.inOutlook('GET', '/mails')).toMatchObject([{ kind: 'update' }]);
    expect(await keeper.person.quiet()).toEqual([]);
  });

  test('a meeting that is deleted in OroCRM stays until the setting says send', async () => {
    const keeper = await CalendarKeeper.hire(sandbox);
    await keeper.addOutlook({ subject: 'Pitch', ...ten, attendees });
    await keeper.addOutlook({ subject: 'Lunch', start: at('12:00'), end: at('13:00') });
    await keeper.run();
    const pitch = (await keeper.orocrm()).find(({ title }) => title === 'Pitch');
    await keeper.inOrocrm('DELETE', `/${pitch?.id ?? ''}`);
    await keeper.person.run();
    expect((await keeper.outlook()).map(({ event }) => event.subject).sort()).toEqual(['Lunch', 'Pitch']);
    expect((await keeper.person.alerts()).map(({ code }) => code)).toEqual(['meeting-held']);
    await keeper.quiet();
    await keeper.person.settings({ meetingUpdates: 'send' });
    await keeper.person.run();
    expect((await keeper.outlook()).map(({ event }) => event.subject)).toEqual(['Lunch']);
    expect(await keeper.inOutlook('GET', '/mails')).toMatchObject([{ kind: 'cancellation' }]);
  });

  test('a rebuild deletes no meeting and mails nobody', async () => {
    const keeper = await CalendarKeeper.hire(sandbox);
    const id = await keeper.addOutlook({ subject: 'Pitch', ...ten, attendees });
    await keeper.addOutlook({ subject: 'Lunch', start: at('12:00'), end: at('13:00') });
    await keeper.run();
    await keeper.person.run({ kind: 'resync', mode: 'rebuild' });
    const all = await keeper.outlook();
    expect(all.map(({ event }) => event.subject).sort()).toEqual(['Lunch', 'Pitch']);
    expect(all.some((event) => event.id === id)).toBe(true);
    expect(await keeper.orocrm()).toHaveLength(2);
    await keeper.quiet();
  });

  test('an invitation from outside is read into OroCRM, follows its organiser, and is not written', async () => {
    const keeper = await CalendarKeeper.hire(sandbox);
    const organizer = { name: 'A client', address: 'client@example.com' };
    const { id } = await keeper.inOutlook<{ id: string }>('POST', '/invitations', {
      ...{ organizer, subject: 'Their meeting' },
      ...ten,
    });
    const mark = await keeper.person.logMark();
    await keeper.run();
    const [made] = await keeper.orocrm();
    expect(made).toMatchObject({ title: 'Their meeting', attendees: [] });
    await keeper.inOutlook('PATCH', `/events/${id}`, { start: at('14:00'), end: at('15:00') });
    await keeper.run();
    expect(Date.parse((await keeper.orocrm())[0]?.start ?? '')).toBe(Date.parse(`${monday()}T14:00:00Z`));
    await keeper.inOrocrm('PATCH', `/${made?.id ?? ''}`, { title: 'Ours' });
    await keeper.run();
    expect((await keeper.orocrm())[0]?.title).toBe('Their meeting');
    const writes = (await keeper.person.writesSince(mark)).filter(({ path }) => path.includes('/v1.0/users'));
    expect(writes).toEqual([]);
    expect((await keeper.outlook()).map(markOf)).toEqual(['']);
    await keeper.quiet();
  });

  test('a colleague who is invited in OroCRM gets the event once, as an ordinary one that is put back', async () => {
    const host = await CalendarKeeper.hire(sandbox);
    const guest = await CalendarKeeper.hire(sandbox);
    await host.addOrocrm({ title: 'Kick-off', ...tenInOrocrm, attendees: [guest.person.address] });
    await host.run();
    await guest.run();
    expect((await host.outlook()).map(({ event }) => [event.subject, event['attendees']])).toEqual([
      ['Kick-off', []],
    ]);
    const [copy] = await guest.outlook();
    expect([copy?.event.subject, copy?.event['attendees']]).toEqual(['Kick-off', []]);
    expect(await guest.outlook()).toHaveLength(1);
    await guest.inOutlook('PATCH', `/events/${copy?.id ?? ''}`, { subject: 'My kick-off' });
    await guest.run();
    expect((await guest.outlook()).map(({ event }) => event.subject)).toEqual(['Kick-off']);
    expect((await guest.orocrm()).map(({ title }) => title)).toEqual(['Kick-off']);
    expect((await host.orocrm()).map(({ title }) => title)).toEqual(['Kick-off']);
    await host.quiet();
    await guest.quiet();
  });
});

describe('where an event goes', () => {
  test('moved to another calendar of the mailbox it is gone, and made again', async () => {
    const keeper = await CalendarKeeper.hire(sandbox);
    const id = await keeper.addOutlook({ subject: 'Mine', ...ten });
    await keeper.addOutlook({ subject: 'Stays', start: at('12:00'), end: at('13:00') });
    await keeper.run();
    await keeper.inOutlook('POST', '/folders', { displayName: 'Private', parent: 'Calendar' });
    await keeper.inOutlook('POST', `/events/${id}/move`, { folder: 'Calendar/Private' });
    await keeper.run();
    const all = await keeper.outlook();
    expect(all).toHaveLength(3);
    expect(await keeper.orocrm()).toHaveLength(2);
    const others = all.filter((event) => event.id !== id).map(({ event }) => event.subject);
    expect(others.sort()).toEqual(['Mine', 'Stays']);
    await keeper.quiet();
  });

  test('an equal copy is ignored with an alert, a changed one is new; what was deleted and restored is a copy', async () => {
    const keeper = await CalendarKeeper.hire(sandbox);
    const id = await keeper.addOutlook({ subject: 'Mine', ...ten });
    await keeper.run();
    const copy = await keeper.inOutlook<{ id: string }>('POST', `/events/${id}/copy`);
    await keeper.run();
    expect(await keeper.orocrm()).toHaveLength(1);
    expect((await keeper.person.alerts()).map(({ code, record }) => [code, record])).toEqual([
      ['copied-record', copy.id],
    ]);
    await keeper.inOutlook('PATCH', `/events/${copy.id}`, { start: at('15:00'), end: at('16:00') });
    await keeper.run();
    expect(await keeper.orocrm()).toHaveLength(2);
    expect(new Set((await keeper.outlook()).map(markOf)).size).toBe(2);
    await keeper.quiet();
    await keeper.inOutlook('DELETE', `/events/${id}`);
    await keeper.run();
    expect(await keeper.outlook()).toHaveLength(2);
    await keeper.inOutlook('POST', `/events/${id}/restore`);
    await keeper.run();
    expect(await keeper.outlook()).toHaveLength(3);
    expect(await keeper.orocrm()).toHaveLength(2);
    await keeper.quiet();
  });
});

test('a series that was deleted is restored from the history with what differed in it', async () => {
  const keeper = await CalendarKeeper.hire(sandbox);
  await keeper.addOrocrm({ title: 'Stays', start: `${monday()}T12:00:00Z`, end: `${monday()}T13:00:00Z` });
  const id = await keeper.addOrocrm({
    ...{ title: 'Series', ...tenInOrocrm },
    recurrence: { recurrenceType: 'daily', interval: 1, occurrences: 10, timeZone: 'UTC' },
  });
  const of = (day: number): string => `${monday(day)}T10:00:00Z`;
  await keeper.inOrocrm('POST', `/${id}/occurrences`, { originalStart: of(2), cancelled: true });
  await keeper.inOrocrm('POST', `/${id}/occurrences`, { originalStart: of(4), title: 'Other' });
  await keeper.run();
  await keeper.inOrocrm('DELETE', `/${id}`);
  await keeper.run();
  expect((await keeper.outlook()).map(({ event }) => event.subject)).toEqual(['Stays']);
  const history = await sandbox.api<{ id: string; action: string }[]>(
    'GET',
    `/history?mailbox=${keeper.person.address}`,
  );
  const deleted = history.find(({ action }) => action === 'delete');
  await sandbox.api('POST', `/history/${deleted?.id ?? ''}/restore`);
  await keeper.run();
  const series = (await keeper.outlook()).find(({ event }) => event.subject === 'Series');
  expect(series).toMatchObject({ cancelled: [monday(2)], exceptions: [{ event: { subject: 'Other' } }] });
  expect((await keeper.orocrm()).map(({ title }) => title).sort()).toEqual(['Series', 'Stays']);
  await keeper.quiet();
});

describe('the service credential', () => {
  test('without a calendar id the calendar is off with an alert, and the rest goes on', async () => {
    const person = await Person.hire(sandbox, { credential: 'service' });
    await person.addOrocrm({ firstName: 'Ada', lastName: 'Byron' });
    const run = await person.run({ entities: ['contacts', 'tasks', 'calendarEvents'] });
    expect(run).toMatchObject({ status: 'done', counts: { created: 1, failed: 0 }, errors: [] });
    const alerts = await person.alerts();
    expect(alerts.map(({ code }) => code)).toEqual(['entity-off']);
    expect(JSON.stringify(alerts)).toMatch(/calendarId/);
    expect(await person.quiet()).toEqual([]);
  });

  test('with the id of the calendar it sees that calendar and no other', async () => {
    const keeper = await CalendarKeeper.hire(sandbox, { credential: 'service' });
    const other = await CalendarKeeper.hire(sandbox);
    await other.addOrocrm({ title: 'Not yours', ...tenInOrocrm });
    const calendars = await sandbox.control<{ id: string; owner: string }[]>('orocrm', 'GET', '/calendars');
    const calendarId = calendars.find(({ owner }) => owner === keeper.person.userId)?.id;
    await keeper.person.configure({ orocrm: { userId: keeper.person.userId, calendarId } });
    await keeper.addOrocrm({ title: 'Yours', ...tenInOrocrm });
    await keeper.addOutlook({ subject: 'Mine', start: at('12:00'), end: at('13:00') });
    await keeper.run();
    expect((await keeper.outlook()).map(({ event }) => event.subject).sort()).toEqual(['Mine', 'Yours']);
    expect((await keeper.orocrm()).map(({ title }) => title).sort()).toEqual(['Mine', 'Yours']);
    expect((await other.orocrm()).map(({ title }) => title)).toEqual(['Not yours']);
    expect(await keeper.person.alerts()).toEqual([]);
    await keeper.quiet();
  });
});
