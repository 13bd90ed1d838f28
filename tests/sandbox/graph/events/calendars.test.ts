import { z } from 'zod';
import { at as part, failure, IMMUTABLE, rows, stopAll, text } from '../harness';
import {
  ADA,
  expanding,
  hour,
  MARK,
  mondays,
  startCalendar,
  window,
  type Body,
  type CalendarBench,
} from './calendar-bench';

let bench: CalendarBench;
beforeEach(async () => void (bench = await startCalendar()));
afterEach(stopAll);

const ENTRY = 'Binary 0x0FFF';
const PARENT = 'Binary 0x0E09';
const MAY = window('2026-05-01', '2026-06-01');

const property = (entity: Body): string => text(entity, 'singleValueExtendedProperties', 0, 'value');

async function parentOf(id: string): Promise<string> {
  return property(await bench.get(`/events/${id}?${expanding(PARENT)}`));
}

describe('calendars', () => {
  it('are the default one and those that people made, and an event says in which it is', async () => {
    bench.human.createFolder(ADA, 'Team', 'Calendar');
    const calendars = await bench.list(`/calendars?${expanding(ENTRY)}`);
    expect(calendars).toMatchObject([
      { name: 'Calendar', isDefaultCalendar: true, isRemovable: false },
      { name: 'Team', isDefaultCalendar: false },
    ]);
    const [own = {}, team = {}] = calendars;
    const home = await bench.get(`/calendar?${expanding(ENTRY)}`);
    expect(property(home)).toBe(property(own));
    expect(property(team)).not.toBe(property(own));
    const id = await bench.post(hour('2026-05-04'));
    const [listed = {}] = await bench.list(`/events?${expanding(PARENT)}`);
    expect([await parentOf(id), property(listed)]).toEqual([property(home), property(home)]);
    const series = await bench.post(mondays());
    const [first = {}] = await bench.list(`/events/${series}/instances?${MAY}&${expanding(PARENT)}`);
    expect(property(first)).toBe(property(home));
    bench.calendar.move(ADA, id, 'Calendar/Team');
    expect(await parentOf(id)).toBe(property(team));
    await bench.call('DELETE', `/events/${id}`);
    const deleted = await parentOf(id);
    expect([property(home), property(team)]).not.toContain(deleted);
    expect(failure(await bench.call('GET', `/events/${id}?${expanding('String 0x0E09')}`))).toBe(
      '400 ErrorInvalidExtendedProperty',
    );
  });

  it('have their own events, made and found below them', async () => {
    bench.human.createFolder(ADA, 'Team', 'Calendar');
    const team = text((await bench.list('/calendars'))[1], 'id');
    const made = await bench.call('POST', `/calendars/${team}/events`, hour('2026-05-04'));
    const id = text(made.body, 'id');
    expect(made.status).toBe(201);
    expect(await bench.list('/events')).toEqual([]);
    expect(await bench.list('/calendar/events')).toEqual([]);
    expect(await bench.list(`/calendarView?${MAY}`)).toEqual([]);
    expect(await bench.list(`/calendars/${team}/events`)).toMatchObject([{ id }]);
    expect(await bench.list(`/calendars/${team}/calendarView?${MAY}`)).toMatchObject([{ id }]);
    expect(await bench.get(`/events/${id}`)).toMatchObject({ id });
    expect(await bench.get(`/calendars/${team}`)).toMatchObject({ name: 'Team' });
    expect(failure(await bench.call('GET', `/calendar/events/${id}`))).toBe('404 ErrorItemNotFound');
    expect((await bench.call('GET', '/calendars/none')).status).toBe(404);
    bench.human.deleteFolder(ADA, team);
    expect(await bench.list('/calendars')).toHaveLength(1);
  });

  it('answer 403 and 404 as the whole mailbox does, and without a token 401', async () => {
    await bench.post(hour('2026-05-04'));
    bench.human.changeUser(ADA, { mailbox: { inScope: false } });
    expect(failure(await bench.call('GET', '/events'))).toBe('403 ErrorAccessDenied');
    bench.human.changeUser(ADA, { mailbox: null });
    expect(failure(await bench.call('GET', `/calendarView?${MAY}`))).toBe('404 MailboxNotEnabledForRESTAPI');
    expect((await bench.send('GET', `${bench.ada}/events`, { token: null })).status).toBe(401);
  });
});

describe('ids', () => {
  it('survive a move when they are immutable, and not when they are bound to the calendar', async () => {
    bench.human.createFolder(ADA, 'Team', 'Calendar');
    const series = await bench.post(mondays());
    const [first] = await bench.list(`/events/${series}/instances?${MAY}`);
    const bound = bench.calendar.event(ADA, series).folderBoundId;
    const plain = (id: string): Promise<number> =>
      bench.send('GET', `${bench.ada}/events/${id}`).then(({ status }) => status);
    expect(await plain(bound)).toBe(200);
    bench.calendar.move(ADA, series, 'Calendar/Team');
    expect(await plain(bound)).toBe(404);
    expect(await plain(series)).toBe(200);
    expect(await bench.get(`/events/${text(first, 'id')}`)).toMatchObject({ id: text(first, 'id') });
  });

  it('are compared capitals included, and belong to one mailbox', async () => {
    const id = await bench.post(hour('2026-05-04'));
    const swapped = id.replace(/[a-z](?=[^a-z]*$)/, (letter) => letter.toUpperCase());
    expect(swapped).not.toBe(id);
    expect((await bench.call('GET', `/events/${swapped}`)).status).toBe(404);
    expect(failure(await bench.call('GET', '/events/none'))).toBe('400 ErrorInvalidIdMalformed');
    const bob = bench.human.createUser({ userPrincipalName: 'bob@example.com' });
    const elsewhere = await bench.send('GET', `/users/${bob.id}/events/${id}`, {
      headers: { Prefer: IMMUTABLE },
    });
    expect(failure(elsewhere)).toBe('404 ErrorItemNotFound');
    const contact = bench.human.createContact(ADA, { surname: 'x' });
    expect((await bench.call('GET', `/events/${contact.id}`)).status).toBe(404);
    expect((await bench.call('GET', `/contacts/${id}`)).status).toBe(404);
  });

  it('of deleted events answer or not, as the switch says', async () => {
    const id = await bench.post(hour('2026-05-04'));
    await bench.call('DELETE', `/events/${id}`);
    expect((await bench.call('GET', `/events/${id}`)).status).toBe(200);
    bench.changeSettings({ deletedItemsReadable: false });
    expect(failure(await bench.call('GET', `/events/${id}`))).toBe('404 ErrorItemNotFound');
    bench.changeSettings({ deletedItemsReadable: true });
    await bench.call('DELETE', `/events/${id}`);
    expect(failure(await bench.call('GET', `/events/${id}`))).toBe('404 ErrorItemNotFound');
  });
});

const shown = z.object({
  id: z.string(),
  folderBoundId: z.string(),
  folder: z.object({ id: z.string(), path: z.string() }),
  deleted: z.boolean(),
  event: z.record(z.string(), z.unknown()),
  extendedProperties: z.record(z.string(), z.string()),
  exceptions: z.array(
    z.object({ id: z.string(), day: z.string(), event: z.record(z.string(), z.unknown()) }),
  ),
  cancelled: z.array(z.string()),
});

describe('as the person at the mailbox', () => {
  const send = (method: string, path: string, body?: unknown): ReturnType<CalendarBench['send']> =>
    bench.send(method, `${bench.url}/_control/mailboxes/${ADA}${path}`, {
      token: null,
      ...(body !== undefined && { body }),
    });
  const event = async (method: string, path: string, body?: unknown): Promise<z.infer<typeof shown>> =>
    shown.parse((await send(method, path, body)).body);

  it('adds, edits, moves, copies, deletes, restores events, unseen by the log', async () => {
    await send('POST', '/folders', { displayName: 'Team', parent: 'Calendar' });
    const mark = { singleValueExtendedProperties: [{ id: MARK, value: '5' }] };
    const made = await event('POST', '/events', { ...hour('2026-05-04'), ...mark });
    expect(made).toMatchObject({
      folder: { path: 'Calendar' },
      deleted: false,
      event: { subject: 'Review' },
    });
    expect(Object.values(made.extendedProperties)).toEqual(['5']);
    expect((await event('PATCH', `/events/${made.id}`, { subject: 'Other' })).event['subject']).toBe('Other');
    expect((await event('POST', `/events/${made.id}/move`, { folder: 'Calendar/Team' })).folder.path).toBe(
      'Calendar/Team',
    );
    const copy = await event('POST', `/events/${made.id}/copy`, { folder: 'Calendar' });
    expect(copy.extendedProperties).toEqual(made.extendedProperties);
    expect(copy.event['iCalUId']).not.toBe(made.event['iCalUId']);
    expect((await send('DELETE', `/events/${made.id}`)).status).toBe(204);
    expect(await event('GET', `/events/${made.id}`)).toMatchObject({
      deleted: true,
      folder: { path: 'Deleted Items' },
    });
    expect((await event('POST', `/events/${made.id}/restore`)).folder.path).toBe('Calendar/Team');
    expect((await send('DELETE', `/events/${copy.id}?forGood=true`)).status).toBe(204);
    expect((await send('GET', '/events')).body).toMatchObject([{ id: made.id }]);
    expect((await send('GET', '/events?folder=Calendar')).body).toEqual([]);
    expect((await send('GET', '/events?deleted=true')).body).toEqual([]);
    expect(bench.control.log.since().entries).toEqual([]);
  });

  it('edits and deletes occurrences of a series', async () => {
    const { id } = await event('POST', '/events', mondays('Pacific/Auckland'));
    const edited = await event('PATCH', `/events/${id}/occurrences/2026-05-11`, { subject: 'Other' });
    expect(edited.exceptions).toMatchObject([
      { day: '2026-05-11', event: { subject: 'Other', type: 'exception' } },
    ]);
    const gone = await event('DELETE', `/events/${id}/occurrences/2026-05-18`);
    expect(gone.cancelled).toEqual(['2026-05-18']);
    const [exception] = gone.exceptions;
    expect(
      (await event('PATCH', `/events/${exception?.id ?? ''}`, { showAs: 'oof' })).exceptions,
    ).toMatchObject([{ event: { subject: 'Other', showAs: 'oof' } }]);
    expect((await send('DELETE', `/events/${exception?.id ?? ''}`)).status).toBe(204);
    expect((await event('GET', `/events/${id}`)).cancelled).toEqual(['2026-05-11', '2026-05-18']);
    expect((await send('DELETE', `/events/${id}/occurrences/2026-05-18`)).status).toBe(404);
    expect((await send('PATCH', `/events/${id}/occurrences/2026-05-19`, {})).status).toBe(404);
    expect((await send('PATCH', `/events/${id}/occurrences/Monday`, {})).status).toBe(400);
  });

  it('receives invitations, and is told what is not there or wrong', async () => {
    const organizer = { name: 'Boss', address: 'boss@example.org' };
    const invited = await event('POST', '/invitations', {
      ...hour('2026-05-04'),
      organizer,
      iCalUId: 'UID-1',
    });
    expect(invited.event).toMatchObject({ isOrganizer: false, iCalUId: 'UID-1' });
    expect((await event('POST', `/events/${invited.id}/cancelByOrganizer`)).event['isCancelled']).toBe(true);
    const own = await event('POST', '/events', { ...hour('2026-05-04'), customTimeZone: true });
    expect(own.event['originalStartTimeZone']).toBe('tzone://Microsoft/Custom');
    const statuses = [];
    for (const [method, path, body] of [
      ['POST', `/events/${own.id}/cancelByOrganizer`, undefined],
      ['POST', `/events/${own.id}/restore`, undefined],
      ['GET', '/events/none', undefined],
      ['GET', '/events?folder=Nowhere', undefined],
      ['POST', '/events', { subject: 'x' }],
      ['POST', '/invitations', hour('2026-05-04')],
    ] as const) {
      statuses.push((await send(method, path, body)).status);
    }
    expect(statuses).toEqual([409, 409, 404, 404, 400, 400]);
  });

  it('seeds many events, all or none, which a reset and the end of the user take away', async () => {
    expect(bench.calendar.addMany(ADA, [hour('2026-05-04'), mondays()])).toHaveLength(2);
    expect(() => bench.calendar.addMany(ADA, [hour('2026-05-05'), {}])).toThrow('needs its start');
    expect(bench.calendar.events(ADA)).toHaveLength(2);
    const transaction = hour('2026-05-06', 'UTC', {
      transactionId: 't',
      attendees: [{ emailAddress: { address: 'b@x.org' } }],
    });
    const before = await bench.post(transaction);
    const { id } = bench.human.users()[0] ?? { id: '' };
    bench.human.deleteUser(ADA);
    bench.human.createUser({ id, userPrincipalName: ADA });
    expect([bench.calendar.events(ADA), bench.calendar.mails(ADA)]).toEqual([[], []]);
    expect(await bench.post(transaction)).not.toBe(before);
    await bench.control.reset();
    bench.human.createUser({ id, userPrincipalName: ADA });
    expect([bench.calendar.events(ADA), bench.calendar.mails(ADA)]).toEqual([[], []]);
  });
});

it('events count against the limits of their mailbox, and can be made to fail', async () => {
  bench.changeSettings({ concurrentPerMailbox: 1, operationMs: 50 });
  const replies = await Promise.all([1, 2, 3].map(() => bench.call('GET', '/events')));
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 429, 429]);
  bench.changeSettings({ operationMs: 0 });
  await bench.send('POST', `${bench.url}/_control/faults`, {
    token: null,
    body: { match: { path: '/calendarView' }, effect: { status: 503, body: '{}' } },
  });
  expect((await bench.call('GET', `/calendarView?${MAY}`)).status).toBe(503);
  expect(rows((await bench.call('GET', `/calendarView?${MAY}`)).body)).toEqual([]);
  expect(part((await bench.call('GET', '/events')).body, '@odata.context')).toContain('/events');
});
