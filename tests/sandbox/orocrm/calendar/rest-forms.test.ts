import type { Json, JsonObject } from '../../../../sandbox/orocrm/jsonapi/json';
import { setClock } from '../support';
import { fourDays, hour, office, type Office } from './support';

type Tree = { readonly errors?: string[]; readonly children?: Readonly<Record<string, Tree>> };

/** Errors of a refused form, as `field.field: words`. */
function errorsIn(tree: Tree, path = ''): string[] {
  const own = (tree.errors ?? []).map((words) => `${path}: ${words}`);
  const children = Object.entries(tree.children ?? {});
  return [
    ...own,
    ...children.flatMap(([name, child]) => errorsIn(child, path === '' ? name : `${path}.${name}`)),
  ];
}

describe('forms of calendar events', () => {
  let rooms: Office;
  beforeAll(async () => {
    rooms = await office();
  });
  afterAll(() => rooms.orocrm.stop());

  const refused = async (values: JsonObject, id?: number): Promise<string[]> => {
    const path = `/calendarevents${id === undefined ? '' : `/${id}`}`;
    const body =
      id === undefined ? { calendar: rooms.ada.calendar, title: 'x', ...hour('04-04'), ...values } : values;
    const reply = await rooms.ada.send(id === undefined ? 'POST' : 'PUT', path, body);
    expect(reply.status).toBe(400);
    const { message, errors } = reply.body as unknown as { message: string; errors: Tree };
    expect(message).toBe('Validation Failed');
    return errorsIn(errors);
  };

  it('answer few fields: the event has to be read again', async () => {
    const reply = await rooms.ada.send('POST', '/calendarevents', {
      calendar: rooms.ada.calendar,
      title: 'x',
      ...hour('04-04'),
    });
    const body = reply.body as JsonObject;
    expect(Object.keys(body).sort()).toEqual([
      'editableInvitationStatus',
      'id',
      'invitationStatus',
      'organizerDisplayName',
      'organizerEmail',
      'organizerUserId',
      'uid',
    ]);
    expect(body).toMatchObject({ organizerEmail: 'ada@example.com', organizerDisplayName: 'Ada Lovelace' });
    const changed = await rooms.ada.change(body['id'] as number, { title: 'y' });
    expect(changed.status).toBe(200);
    expect(changed.body).not.toHaveProperty('id');
    expect(await rooms.ada.show(body['id'] as number)).toMatchObject({
      title: 'y',
      start: '2016-04-04T09:00:00+00:00',
      allDay: false,
      isCancelled: false,
      isOrganizer: true,
      editable: true,
      removable: true,
      attendees: [],
    });
  });

  it('take the read-only fields that are dropped, and refuse the others', async () => {
    const id = await rooms.ada.create({ title: 'x', ...hour('04-04') });
    const { updatedAt, editable, editableInvitationStatus, removable } = await rooms.ada.show(id);
    const dropped = { updatedAt, editable, editableInvitationStatus, removable } as JsonObject;
    expect((await rooms.ada.change(id, dropped)).status).toBe(200);
    for (const name of [
      'parentEventId',
      'invitationStatus',
      'isOrganizer',
      'organizerUserId',
      'recurrencePattern',
    ]) {
      expect(await refused({ [name]: null }, id)).toEqual([': This form should not contain extra fields.']);
    }
    const recurrence = { ...(fourDays['recurrence'] as JsonObject), timezone: 'UTC' };
    expect(await refused({ recurrence })).toEqual([': This form should not contain extra fields.']);
  });

  it.each<[JsonObject, string[]]>([
    [{ title: '' }, ['title: This value should not be blank.']],
    [{ title: 'x'.repeat(256) }, ['title: This value is too long. It should have 255 characters or less.']],
    [{ start: null }, ['start: This value should not be blank.']],
    [{ end: 'tomorrow' }, ['end: Please enter a valid date and time.']],
    [{ end: '2016-04-04T10:00:00' }, ['end: Please enter a valid date and time.']],
    [{ end: '2016-04-04T08:59:59+00:00' }, ['start: This date should be earlier than end date']],
    [{ uid: 'x'.repeat(37) }, ['uid: This value is too long. It should have 36 characters or less.']],
    [{ notifyAttendees: 'some' }, ['notifyAttendees: The value you selected is not a valid choice.']],
    [{ recurringEventId: 9999 }, ['recurringEventId: This value is not valid.']],
    [{ recurrence: 'weekly' }, [': This value is not valid.']],
    [{ attendees: [{ status: 'none' }] }, ['attendees.0: Email or display name have to be specified.']],
    [{ attendees: [{ email: 'nobody' }] }, ['attendees.0.email: This value is not a valid email address.']],
    [
      { attendees: [{ email: 'a@b.example', status: 'perhaps' }] },
      ['attendees.0.status: The selected choice is invalid.'],
    ],
    [
      { reminders: [{ method: 'email', interval: { number: 15, unit: 'M' } }] },
      ['reminders: Reminder start date less than now.'],
    ],
  ])('refuse %j', async (values, expected) => {
    expect(await refused(values)).toEqual(expected);
  });

  it('allow an event without length', async () => {
    const { start } = hour('04-04');
    await expect(rooms.ada.create({ title: 'x', start, end: start })).resolves.toBeGreaterThan(0);
  });

  const startTime = '2016-04-04T09:00:00+00:00';
  it.each<[JsonObject, string[]]>([
    [{}, ['recurrenceType: This value should not be blank.']],
    [{ recurrenceType: 'hourly' }, ['recurrenceType: The selected choice is invalid.']],
    [{ recurrenceType: 'daily', interval: 0 }, ['interval: This value should be 1 or more.']],
    [{ recurrenceType: 'daily', interval: 100 }, ['interval: This value should be 99 or less.']],
    [{ recurrenceType: 'daily', interval: 'two' }, ['interval: Please enter an integer.']],
    [
      { recurrenceType: 'daily', timeZone: 'W. Europe Standard Time' },
      ['timeZone: Please select a valid timezone.'],
    ],
    [{ recurrenceType: 'daily', timeZone: 'Asia/Calcutta' }, ['timeZone: Please select a valid timezone.']],
    [{ recurrenceType: 'daily', timeZone: 'Etc/GMT+5' }, ['timeZone: Please select a valid timezone.']],
    [
      { recurrenceType: 'daily', occurrences: 1000 },
      ['occurrences: This value should be between 1 and 999.'],
    ],
    [
      { recurrenceType: 'daily', endTime: '2016-04-03T09:00:00+00:00' },
      [`endTime: This value should be ${startTime} or more.`],
    ],
    [{ recurrenceType: 'weekly' }, ['dayOfWeek: This value should not be blank.']],
    [{ recurrenceType: 'weekly', dayOfWeek: ['Monday'] }, ['dayOfWeek: The selected choice is invalid.']],
    [{ recurrenceType: 'monthly' }, ['dayOfMonth: This value should not be blank.']],
    [
      { recurrenceType: 'monthnth', instance: 6, dayOfWeek: ['monday'] },
      ['instance: The selected choice is invalid.'],
    ],
    [
      { recurrenceType: 'yearly', interval: 1, dayOfMonth: 1, monthOfYear: 1 },
      ['interval: This value should be a multiple of 12.'],
    ],
    [
      { recurrenceType: 'yearnth', interval: 12 },
      [
        'instance: This value should not be blank.',
        'dayOfWeek: This value should not be blank.',
        'monthOfYear: This value should not be blank.',
      ],
    ],
  ])('refuse the recurrence %j', async (values, expected) => {
    const recurrence = { interval: 1, startTime, timeZone: 'UTC', ...values };
    expect(await refused({ recurrence })).toEqual(expected.map((each) => `recurrence.${each}`));
  });

  it('keep the uid, which is unique in its calendar and shared with exceptions', async () => {
    const uid = '0f8fad5b-d9cb-469f-a165-70867728950e';
    const id = await rooms.ada.create({ ...fourDays, uid });
    expect(await rooms.ada.show(id)).toMatchObject({ uid });
    expect((await rooms.ada.change(id, { uid })).status).toBe(200);
    expect(await refused({ uid: 'another' }, id)).toEqual(['uid: This field cannot be changed once set.']);
    expect(await refused({ uid })).toEqual(['uid: UID field should be unique across one calendar']);
    await rooms.ada.create({
      title: 'x',
      ...hour('04-05'),
      uid,
      recurringEventId: id,
      originalStart: '2016-04-05T09:00:00+00:00',
    });
    await expect(rooms.bob.create({ ...fourDays, uid })).resolves.toBeGreaterThan(0);
  });

  it('refuse exceptions of what is no series, of themselves, and in another calendar', async () => {
    const single = await rooms.ada.create({ title: 'x', ...hour('04-04') });
    expect(await refused({ recurringEventId: single })).toEqual([
      ": Parameter 'recurringEventId' can be set only for recurring calendar events.",
    ]);
    const series = await rooms.ada.create(fourDays);
    expect(await refused({ recurringEventId: series }, series)).toEqual([
      ": Parameter 'recurringEventId' can't have the same value as calendar event ID.",
    ]);
    const own = { title: 'x', ...hour('04-05'), recurringEventId: series, calendar: rooms.service.calendar };
    expect((await rooms.service.send('POST', '/calendarevents', own)).body).toMatchObject({
      errors: { errors: ['Calendar of calendar event exception can not be changed.'] },
    });
  });

  it('change only what is named, and say when', async () => {
    await setClock(rooms.orocrm, { at: '2026-01-01T00:00:00Z', frozen: true });
    const id = await rooms.ada.create({
      ...fourDays,
      description: '<b>bold</b><script>run()</script>',
      uid: 'u',
    });
    await setClock(rooms.orocrm, { advanceMs: 60_000 });
    await rooms.ada.change(id, { title: fourDays['title'] as Json });
    expect(await rooms.ada.show(id)).toMatchObject({ updatedAt: '2026-01-01T00:00:00+00:00' });
    const changes: JsonObject[] = [
      { attendees: [{ email: 'guest@elsewhere.example' }] },
      { recurrence: { ...(fourDays['recurrence'] as JsonObject), interval: 2 } },
      { title: 'y', createdAt: '2020-01-01T00:00:00+00:00' },
    ];
    for (const [index, values] of changes.entries()) {
      await setClock(rooms.orocrm, { advanceMs: 60_000 });
      await rooms.ada.change(id, values);
      expect(await rooms.ada.show(id)).toMatchObject({ updatedAt: `2026-01-01T00:0${index + 2}:00+00:00` });
    }
    expect(await rooms.ada.show(id)).toMatchObject({
      description: '<b>bold</b>',
      createdAt: '2020-01-01T00:00:00+00:00',
      recurrence: { interval: 2 },
      attendees: [{ displayName: 'guest@elsewhere.example', status: 'none', type: 'required', userId: null }],
    });
    await setClock(rooms.orocrm, { at: new Date().toISOString() });
  });

  it('leave an event in no calendar where none is named', async () => {
    const reply = await rooms.ada.send('POST', '/calendarevents', { title: 'x', ...hour('04-04') });
    expect(reply.status).toBe(201);
    const { id } = reply.body as { id: number };
    expect((await rooms.service.show(id))['calendar']).toBeNull();
    expect((await rooms.ada.page()).some((event) => event.id === id)).toBe(false);
  });

  it('take form-encoded values', async () => {
    const form = new URLSearchParams({
      calendar: String(rooms.ada.calendar),
      title: 'Form',
      ...hour('04-04'),
      allDay: 'true',
      'attendees[0][email]': 'bob@example.com',
    });
    const response = await fetch(`${rooms.orocrm.apiUrl}/rest/latest/calendarevents.json`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${rooms.ada.token}` },
      body: form,
    });
    expect(response.status).toBe(201);
    const { id } = (await response.json()) as { id: number };
    expect(await rooms.ada.show(id)).toMatchObject({
      allDay: true,
      attendees: [{ displayName: 'Bob Barker' }],
    });
  });
});
