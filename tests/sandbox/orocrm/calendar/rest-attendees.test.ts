import { fourDays, hour, office, type Event, type Office } from './support';

describe('attendees of calendar events', () => {
  let rooms: Office;
  beforeEach(async () => {
    rooms = await office();
  });
  afterEach(() => rooms.orocrm.stop());

  const bob = { email: 'BOB@example.com', status: 'none' };
  const guest = { email: 'guest@elsewhere.example', displayName: 'Guest' };
  const mails = async (): Promise<unknown[]> =>
    (await (await fetch(`${rooms.orocrm.url}/_control/mails`)).json()) as unknown[];

  it('who are users get a copy, and nobody a mail unless that is asked for', async () => {
    const id = await rooms.ada.create({ title: 'Talk', ...hour('04-04'), attendees: [bob, guest] });
    const [copy] = await rooms.bob.page();
    expect(copy).toMatchObject({
      parentEventId: id,
      title: 'Talk',
      isOrganizer: false,
      editable: false,
      removable: true,
      editableInvitationStatus: true,
      organizerEmail: 'ada@example.com',
      attendees: [
        { email: 'BOB@example.com', displayName: 'Bob Barker', fullName: 'Bob Barker' },
        { email: 'guest@elsewhere.example', fullName: '', userId: null },
      ],
    });
    expect(copy?.['uid']).toBe((await rooms.ada.show(id))['uid']);
    expect(await mails()).toEqual([]);
    await rooms.ada.change(id, { title: 'Talks', notifyAttendees: 'none' });
    expect((await rooms.bob.page())[0]).toMatchObject({ title: 'Talks' });
    expect(await mails()).toEqual([]);
    await rooms.ada.change(id, { title: 'Talk', notifyAttendees: 'all' });
    expect(await mails()).toMatchObject([{ to: 'BOB@example.com' }, { to: 'guest@elsewhere.example' }]);
    await rooms.ada.send('DELETE', `/calendarevents/${id}`);
    expect(await rooms.bob.page()).toEqual([]);
    expect(await mails()).toHaveLength(2);
  });

  it('get no copy where that feature is off', async () => {
    rooms.orocrm.configure({ attendeeDuplications: false });
    await rooms.ada.create({ title: 'Talk', ...hour('04-04'), attendees: [bob] });
    expect(await rooms.bob.page()).toEqual([]);
  });

  it('a copy cannot be changed, nor the list of an event that somebody else organizes', async () => {
    await rooms.ada.create({ title: 'Talk', ...hour('04-04'), attendees: [bob] });
    const [copy] = await rooms.bob.page();
    const reply = await rooms.bob.change(copy?.id ?? 0, { title: 'Mine' });
    expect(reply.status).toBe(400);
    const locked = { errors: ['Attendees list cannot be changed'] };
    expect(reply.body).toMatchObject({ errors: { children: { attendees: locked } } });
    const foreign = await rooms.ada.create({
      title: 'Invited',
      ...hour('04-05'),
      organizerEmail: 'boss@elsewhere.example',
      attendees: [guest],
    });
    expect(await rooms.ada.show(foreign)).toMatchObject({ isOrganizer: false, editable: false });
    expect((await rooms.ada.change(foreign, { title: 'Still invited' })).status).toBe(200);
    const added = await rooms.ada.change(foreign, { attendees: [guest, bob] });
    expect(added.body).toMatchObject({ errors: { children: { attendees: locked } } });
  });

  it('are matched by address: who is left out goes, and so does the copy', async () => {
    const id = await rooms.ada.create({ title: 'Talk', ...hour('04-04'), attendees: [bob, guest] });
    await rooms.ada.change(id, { attendees: [{ ...guest, status: 'accepted' }] });
    expect(await rooms.bob.page()).toEqual([]);
    expect((await rooms.ada.show(id))['attendees']).toMatchObject([
      { email: guest.email, status: 'accepted' },
    ]);
    // Left out, the answer of somebody who stays is lost.
    await rooms.ada.change(id, { attendees: [guest] });
    expect((await rooms.ada.show(id))['attendees']).toMatchObject([{ status: 'none' }]);
    await rooms.ada.change(id, { attendees: '' });
    expect((await rooms.ada.show(id))['attendees']).toEqual([]);
  });

  it('of a series get the series, and its exceptions', async () => {
    const series = await rooms.ada.create({ ...fourDays, attendees: [bob] });
    await rooms.ada.create({
      title: 'Late',
      start: '2016-04-05T15:00:00+00:00',
      end: '2016-04-05T16:00:00+00:00',
      attendees: [bob],
      recurringEventId: series,
      originalStart: '2016-04-05T09:00:00+00:00',
    });
    const rows = await rooms.bob.window();
    expect(rows.map(({ title }: Event) => title)).toEqual(['Stand-up', 'Late', 'Stand-up', 'Stand-up']);
    const [copy] = rows;
    expect(copy?.['recurrence']).toMatchObject({ recurrenceType: 'daily' });
    expect(await rooms.bob.show(copy?.id ?? 0)).not.toHaveProperty('recurrence');
    await rooms.bob.send('DELETE', `/calendarevents/${copy?.id ?? 0}`);
    expect(await rooms.bob.page()).toEqual([]);
    for (const event of await rooms.ada.page()) expect(event['attendees']).toEqual([]);
  });

  it('who are left out of an exception have it cancelled in their calendar', async () => {
    const series = await rooms.ada.create({ ...fourDays, attendees: [bob] });
    await rooms.ada.create({
      title: 'Without Bob',
      ...hour('04-05'),
      attendees: [],
      recurringEventId: series,
      originalStart: '2016-04-05T09:00:00+00:00',
    });
    expect(await rooms.bob.window()).toHaveLength(3);
  });
});

describe('calendars of others', () => {
  it('are for permissions over the organization, unless that is switched off', async () => {
    const { orocrm, service, ada, bob } = await office();
    const id = await ada.create({ title: 'x', ...hour('04-04') });
    const made = await service.send('POST', '/calendarevents', {
      calendar: ada.calendar,
      title: 'From above',
      ...hour('04-05'),
    });
    expect(made.status).toBe(201);
    expect(await service.page('', ada.calendar)).toHaveLength(2);
    expect(await service.window(undefined, undefined, ada.calendar)).toHaveLength(2);
    const denied = async (client: typeof bob): Promise<number[]> => {
      const list = `/calendarevents?calendar=${ada.calendar}&page=1&limit=10`;
      const posted = { calendar: ada.calendar, title: 'x', ...hour('04-06') };
      const replies = [
        await client.send('GET', list),
        await client.send('GET', `/calendarevents/${id}`),
        await client.send('POST', '/calendarevents', posted),
        await client.change(id, { title: 'y' }),
        await client.send('DELETE', `/calendarevents/${id}`),
        await client.send('GET', `/calendars/${ada.calendar}/connections`),
      ];
      return replies.map(({ status }) => status);
    };
    expect(await denied(bob)).toEqual([403, 403, 403, 403, 403, 403]);
    orocrm.configure({ otherCalendars: false });
    expect(await denied(service)).toEqual([403, 403, 403, 403, 403, 403]);
    expect(await ada.page()).toHaveLength(2);
    await orocrm.stop();
  });

  it('are shown in each other by connections', async () => {
    const { orocrm, ada, bob } = await office();
    await bob.create({ title: 'of Bob', ...hour('04-04') });
    const connection = { targetCalendar: ada.calendar, calendar: bob.calendar, calendarAlias: 'user' };
    expect((await ada.send('POST', '/calendarconnections', connection)).status).toBe(201);
    expect((await ada.send('GET', `/calendars/${ada.calendar}/connections`)).body).toMatchObject([
      { calendar: ada.calendar, calendarName: 'Ada Lovelace', removable: false, canAddEvent: true },
      { calendar: bob.calendar, calendarName: 'Bob Barker', removable: true },
    ]);
    expect(await ada.window()).toEqual([]);
    const window = `/calendarevents?calendar=${ada.calendar}&start=2016-01-01T00:00:00Z&end=2017-01-01T00:00:00Z`;
    // Any value of the parameter counts as true.
    for (const value of ['true', 'false']) {
      const { body } = await ada.send('GET', `${window}&subordinate=${value}`);
      expect(body).toMatchObject([{ title: 'of Bob', editable: false, removable: false }]);
    }
    await orocrm.stop();
  });
});
