import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CalendarEventView } from '../../../../sandbox/orocrm/seed/calendar-view';
import { startOrocrm } from '../../../../sandbox/orocrm/start';
import { setClock } from '../support';
import { office, starts, type Office } from './support';

let here: Office;
beforeEach(async () => {
  here = await office();
});
afterEach(() => here.orocrm.stop());

async function control(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${here.orocrm.url}/_control${path}`, {
    method,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) };
}

async function made(method: string, path: string, body: unknown): Promise<CalendarEventView> {
  const answer = await control(method, path, body);
  expect(answer).toMatchObject({ status: 200 });
  return answer.body as CalendarEventView;
}

const weekly = {
  owner: 'ada',
  title: 'Stand-up',
  start: '2026-03-02T09:00:00Z',
  end: '2026-03-02T09:15:00Z',
  recurrence: { recurrenceType: 'weekly', dayOfWeek: ['monday'], occurrences: 5 },
};
const march = ['2026-03-01T00:00:00Z', '2026-04-05T00:00:00Z'] as const;

describe('what a person does in a calendar', () => {
  it('begins with a calendar for every user, with an id of its own', async () => {
    const { body } = await control('GET', '/calendars');
    expect(body).toEqual([
      { id: String(here.service.calendar), owner: '1' },
      { id: String(here.ada.calendar), owner: '2' },
      { id: String(here.bob.calendar), owner: '3' },
    ]);
    expect(here.ada.calendar).not.toBe(2);
  });

  it('is adding, editing and deleting events of any owner', async () => {
    const event = await made('POST', '/calendarevents', {
      owner: 'ada@example.com',
      title: 'Dentist',
      start: '2026-05-01T12:00:00+02:00',
      end: '2026-05-01T11:00:00Z',
      updatedAt: '2026-01-02T10:00:00Z',
    });
    expect(event).toMatchObject({
      calendar: String(here.ada.calendar),
      owner: '2',
      title: 'Dentist',
      start: '2026-05-01T10:00:00Z',
      allDay: false,
      recurrence: null,
      updatedAt: '2026-01-02T10:00:00Z',
      exceptions: [],
    });
    const shown = await here.ada.show(Number(event.id));
    expect(shown).toMatchObject({
      title: 'Dentist',
      uid: event.uid,
      updatedAt: '2026-01-02T10:00:00+00:00',
      isOrganizer: true,
      organizerEmail: 'ada@example.com',
    });
    const edited = await made('PATCH', `/calendarevents/${event.id}`, { title: 'Doctor', allDay: true });
    expect(edited).toMatchObject({ title: 'Doctor', allDay: true, start: '2026-05-01T10:00:00Z' });
    expect(edited['updatedAt']).not.toBe('2026-01-02T10:00:00Z');
    expect((await control('GET', '/calendarevents?owner=ada')).body).toEqual([edited]);
    expect((await control('GET', `/calendarevents?calendar=${here.ada.calendar}`)).body).toEqual([edited]);
    expect((await control('GET', '/calendarevents?owner=bob')).body).toEqual([]);
    expect((await control('DELETE', `/calendarevents/${event.id}`)).status).toBe(204);
    expect((await control('GET', `/calendarevents/${event.id}`)).status).toBe(404);
    expect((await here.ada.send('GET', `/calendarevents/${event.id}`)).status).toBe(404);
  });

  it('is moving and cancelling single occurrences, and taking that back', async () => {
    const series = await made('POST', '/calendarevents', weekly);
    const occurrences = `/calendarevents/${series.id}/occurrences`;
    const moved = await made('POST', occurrences, {
      originalStart: '2026-03-09T09:00:00Z',
      start: '2026-03-10T14:00:00Z',
      end: '2026-03-10T14:30:00Z',
    });
    expect(moved).toMatchObject({ recurringEvent: series.id, title: 'Stand-up', uid: series.uid });
    const cancelled = await made('POST', occurrences, {
      originalStart: '2026-03-16T10:00:00+01:00',
      cancelled: true,
    });
    expect(cancelled).toMatchObject({ cancelled: true, start: '2026-03-16T09:00:00Z' });
    expect(starts(await here.ada.window(...march))).toEqual([
      '2026-03-02T09:00:00+00:00',
      '2026-03-10T14:00:00+00:00',
      '2026-03-23T09:00:00+00:00',
      '2026-03-30T09:00:00+00:00',
    ]);
    const [listed] = (await control('GET', '/calendarevents?owner=ada')).body as CalendarEventView[];
    expect(listed?.exceptions.map(({ id }) => id)).toEqual([moved.id, cancelled.id]);

    const again = await made('POST', occurrences, { originalStart: '2026-03-09T09:00:00Z', title: 'Retro' });
    expect(again).toMatchObject({ id: moved.id, title: 'Retro', start: '2026-03-10T14:00:00Z' });
    expect((await control('DELETE', `${occurrences}?originalStart=2026-03-16T09:00:00Z`)).status).toBe(204);
    expect((await control('DELETE', `/calendarevents/${moved.id}`)).status).toBe(204);
    expect(starts(await here.ada.window(...march))).toHaveLength(5);
    expect((await here.ada.window(...march)).every(({ id }) => String(id) === series.id)).toBe(true);
  });

  it('refuses what the page could not be asked for', async () => {
    const series = await made('POST', '/calendarevents', weekly);
    const occurrences = `/calendarevents/${series.id}/occurrences`;
    const status = async (method: string, path: string, body?: unknown): Promise<number> =>
      (await control(method, path, body)).status;
    expect(await status('POST', occurrences, { originalStart: '2026-03-10T09:00:00Z' })).toBe(404);
    expect(await status('DELETE', `${occurrences}?originalStart=2026-03-09T09:00:00Z`)).toBe(404);
    expect(await status('DELETE', occurrences)).toBe(400);
    expect(await status('POST', '/calendarevents', { ...weekly, owner: undefined })).toBe(400);
    expect(await status('POST', '/calendarevents', { ...weekly, owner: 'nobody' })).toBe(404);
    expect(await status('POST', '/calendarevents', { ...weekly, owner: undefined, calendar: '7' })).toBe(404);
    expect(await status('POST', '/calendarevents', { ...weekly, end: '2026-03-01T00:00:00Z' })).toBe(400);
    expect(await status('POST', '/calendarevents', { ...weekly, colour: 'red' })).toBe(400);
    const broken = { recurrenceType: 'daily', interval: 100 };
    expect(await status('PATCH', `/calendarevents/${series.id}`, { recurrence: broken })).toBe(400);
    expect(await status('PATCH', '/calendarevents/77', { title: 'x' })).toBe(404);
    const single = await made('POST', '/calendarevents', { ...weekly, recurrence: null });
    expect(
      await status('POST', `/calendarevents/${single.id}/occurrences`, { originalStart: weekly.start }),
    ).toBe(400);
    expect(starts(await here.ada.window(...march))).toHaveLength(6);
  });

  it('moves a series with its pattern, and drops the exceptions unless told to leave them', async () => {
    const series = await made('POST', '/calendarevents', weekly);
    const one = { originalStart: '2026-03-09T09:00:00Z', title: 'Retro' };
    await made('POST', `/calendarevents/${series.id}/occurrences`, one);
    const times = { start: '2026-03-02T11:00:00Z', end: '2026-03-02T11:15:00Z' };
    const left = await made('PATCH', `/calendarevents/${series.id}`, { ...times, updateExceptions: false });
    expect(left).toMatchObject({ recurrence: { startTime: times.start } });
    expect(left.exceptions).toHaveLength(1);
    const title = await made('PATCH', `/calendarevents/${series.id}`, { title: 'Daily' });
    expect(title.exceptions).toMatchObject([{ title: 'Retro' }]);
    const back = await made('PATCH', `/calendarevents/${series.id}`, {
      start: '2026-03-02T09:00:00Z',
      end: '2026-03-02T09:15:00Z',
    });
    expect(back.exceptions).toEqual([]);
    const single = await made('PATCH', `/calendarevents/${series.id}`, { recurrence: null });
    expect(single['recurrence']).toBeNull();
    expect(starts(await here.ada.window(...march))).toEqual(['2026-03-02T09:00:00+00:00']);
  });

  it('invites people, who get the event in their own calendars; mails only where they are asked for', async () => {
    const series = await made('POST', '/calendarevents', {
      ...weekly,
      attendees: ['bob', 'someone@elsewhere.example'],
    });
    const one = { originalStart: '2026-03-09T09:00:00Z', cancelled: true };
    await made('POST', `/calendarevents/${series.id}/occurrences`, one);
    expect(series['attendees']).toMatchObject([
      { email: 'bob@example.com', displayName: 'Bob Barker', user: '3', status: 'none', type: 'required' },
      { email: 'someone@elsewhere.example', displayName: 'someone@elsewhere.example', user: null },
    ]);
    const copies = (await control('GET', '/calendarevents?owner=bob')).body as CalendarEventView[];
    expect(copies).toMatchObject([
      { parentEvent: series.id, uid: series.uid, title: 'Stand-up', exceptions: [{ cancelled: true }] },
    ]);
    const seen = await here.bob.window(...march);
    expect(starts(seen)).toHaveLength(4);
    expect(seen[0]).toMatchObject({ editable: false, isOrganizer: false, invitationStatus: 'none' });
    expect((await control('GET', '/mails')).body).toEqual([]);

    const answered = { email: 'bob@example.com', status: 'accepted' };
    const edited = await made('PATCH', `/calendarevents/${series.id}`, {
      attendees: [answered, 'service'],
      notifyAttendees: 'all',
    });
    expect(edited['attendees']).toMatchObject([
      { displayName: 'Bob Barker', status: 'accepted' },
      { user: '1' },
    ]);
    expect((await here.bob.window(...march))[0]).toMatchObject({ invitationStatus: 'accepted' });
    expect((await control('GET', '/mails')).body).toMatchObject([
      { kind: 'update', to: 'bob@example.com', event: Number(series.id) },
      { kind: 'invite', to: 'service@example.com' },
      { kind: 'uninvite', to: 'someone@elsewhere.example' },
    ]);
    expect((await control('DELETE', '/mails')).status).toBe(204);
    expect((await control('GET', '/mails')).body).toEqual([]);
    await made('PATCH', `/calendarevents/${series.id}`, { attendees: [] });
    expect((await control('GET', '/calendarevents?owner=bob')).body).toEqual([]);
    const copy = copies[0]?.id ?? '';
    expect((await control('PATCH', `/calendarevents/${copy}`, { title: 'x' })).status).toBe(404);
  });

  it('leaves `updatedAt` where a change changes nothing', async () => {
    await setClock(here.orocrm, { at: '2026-03-01T08:00:00Z', frozen: true });
    const series = await made('POST', '/calendarevents', weekly);
    await setClock(here.orocrm, { advanceMs: 60_000 });
    const same = await made('PATCH', `/calendarevents/${series.id}`, { title: 'Stand-up' });
    expect(same['updatedAt']).toBe('2026-03-01T08:00:00Z');
    const other = await made('PATCH', `/calendarevents/${series.id}`, { title: 'Other' });
    expect(other['updatedAt']).toBe('2026-03-01T08:01:00Z');
  });
});

it('keeps calendars, events and mails in the data folder, and forgets them at a reset', async () => {
  const data = mkdtempSync(join(tmpdir(), 'orocrm-calendar-'));
  try {
    const first = await startOrocrm({ data });
    first.addUser({ username: 'ada' });
    first.addUser({ username: 'bob' });
    const series = first.addCalendarEvent({
      ...weekly,
      recurrence: { recurrenceType: 'daily', occurrences: 3 },
      attendees: ['bob'],
      notifyAttendees: 'all',
    });
    first.calendarEvents.changeOccurrence(series.id, {
      originalStart: '2026-03-03T09:00:00Z',
      cancelled: true,
    });
    const [before, mails] = [first.calendarEvents.list(), first.calendarEvents.mails()];
    const calendars = first.calendarEvents.calendars();
    await first.stop();

    const second = await startOrocrm({ data });
    expect(before).toHaveLength(2);
    expect(mails).toHaveLength(1);
    expect(second.calendarEvents.list()).toEqual(before);
    expect(second.calendarEvents.mails()).toEqual(mails);
    expect(second.calendarEvents.calendars()).toEqual(calendars);
    const another = second.addCalendarEvent({ ...weekly, recurrence: null });
    expect(Number(another.id)).toBeGreaterThan(Number(series.id));
    second.calendarEvents.change(series.id, { attendees: [] });
    expect(second.calendarEvents.list({ owner: 'bob' })).toEqual([]);
    await second.reset();
    second.addUser({ username: 'ada' });
    expect(second.calendarEvents.list()).toEqual([]);
    expect(second.calendarEvents.mails()).toEqual([]);
    expect(second.calendarEvents.calendars()).toEqual([{ id: '101', owner: '1' }]);
    await second.stop();
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});
