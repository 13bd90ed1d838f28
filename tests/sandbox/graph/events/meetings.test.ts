import { failure, stopAll, text } from '../harness';
import {
  ADA,
  at,
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

const guest = (name: string): Body => ({ emailAddress: { name, address: `${name}@example.org` } });
const GUESTS = { attendees: [guest('bob'), guest('cy')] };
const BOSS = { name: 'Boss', address: 'boss@example.org' };

/** The mails since the last look. */
function mails(): string[] {
  const found = bench.calendar.mails(ADA).map(({ kind, to }) => `${kind} ${to}`);
  bench.calendar.clearMails(ADA);
  return found.sort();
}
const all = (kind: string): string[] => [`${kind} bob@example.org`, `${kind} cy@example.org`];

describe('the mails that the API causes', () => {
  it('are none for events without attendees, whatever is done with them', async () => {
    const id = await bench.post(mondays());
    await bench.call('PATCH', `/events/${id}`, { subject: 'Other', attendees: [] });
    await bench.call('DELETE', `/events/${id}`);
    expect(mails()).toEqual([]);
  });

  it('are invitations, updates and cancellations for the organiser of a meeting', async () => {
    const id = await bench.post({ ...hour('2026-05-04'), ...GUESTS });
    expect(mails()).toEqual(all('invitation'));
    await bench.call('PATCH', `/events/${id}`, { subject: 'Other' });
    expect(mails()).toEqual(all('update'));
    await bench.call('PATCH', `/events/${id}`, { attendees: [guest('bob'), guest('di')] });
    expect(mails()).toEqual(['cancellation cy@example.org', 'invitation di@example.org']);
    expect((await bench.get(`/events/${id}`))['attendees']).toMatchObject([guest('bob'), guest('di')]);
    await bench.call('DELETE', `/events/${id}`);
    expect(mails()).toEqual(['cancellation bob@example.org', 'cancellation di@example.org']);
    // It is in Deleted Items now.
    await bench.call('PATCH', `/events/${id}`, { subject: 'Third' });
    await bench.call('DELETE', `/events/${id}`);
    expect(mails()).toEqual([]);
  });

  it('come once for a repeated POST with a transactionId', async () => {
    const body = { ...hour('2026-05-04'), ...GUESTS, transactionId: 't' };
    await bench.post(body);
    await bench.post(body);
    expect(mails()).toEqual(all('invitation'));
  });

  it('are none for what concerns the organiser alone', async () => {
    const id = await bench.post({ ...hour('2026-05-04'), ...GUESTS });
    mails();
    for (const body of [
      { singleValueExtendedProperties: [{ id: MARK, value: '1' }] },
      { categories: ['Blue'] },
      { isReminderOn: false, reminderMinutesBeforeStart: 5 },
      { showAs: 'free' },
    ]) {
      expect((await bench.call('PATCH', `/events/${id}`, body)).status).toBe(200);
    }
    expect(mails()).toEqual([]);
    // The same value again is a change to Exchange.
    await bench.call('PATCH', `/events/${id}`, { subject: 'Review' });
    expect(mails()).toEqual(all('update'));
  });

  it('come for single occurrences too', async () => {
    const id = await bench.post({ ...mondays(), ...GUESTS });
    mails();
    const [first, second] = await bench.list(`/events/${id}/instances?${window('2026-05-01', '2026-06-01')}`);
    await bench.call('PATCH', `/events/${text(first, 'id')}`, { subject: 'Other' });
    expect(mails()).toEqual(all('update'));
    await bench.call('DELETE', `/events/${text(second, 'id')}`);
    expect(bench.calendar.mails(ADA)[0]).toMatchObject({ event: text(second, 'id'), subject: 'Review' });
    expect(mails()).toEqual(all('cancellation'));
  });

  it('come with cancel, which takes the meeting away', async () => {
    const id = await bench.post({ ...hour('2026-05-04'), ...GUESTS });
    mails();
    const alone = await bench.post(hour('2026-05-05'));
    expect((await bench.call('POST', `/events/${alone}/cancel`, {})).status).toBe(400);
    expect((await bench.call('POST', `/events/${id}/cancel`, { Comment: 'ill' })).status).toBe(202);
    expect(mails()).toEqual(all('cancellation'));
    expect((await bench.list('/events')).map((event) => event['id'])).toEqual([alone]);
  });

  it('do not include those of people, and a reset forgets them', async () => {
    const { id } = bench.calendar.add(ADA, { ...hour('2026-05-04'), ...GUESTS });
    bench.calendar.edit(ADA, id, { subject: 'Other' });
    bench.calendar.delete(ADA, id);
    expect(mails()).toEqual([]);
    await bench.post({ ...hour('2026-05-04'), ...GUESTS });
    const path = `${bench.url}/_control/mailboxes/${ADA}/mails`;
    expect((await bench.send('GET', path, { token: null })).body).toMatchObject([
      { kind: 'invitation', to: 'bob@example.org', subject: 'Review' },
      { kind: 'invitation', to: 'cy@example.org' },
    ]);
    expect((await bench.send('DELETE', path, { token: null })).status).toBe(204);
    expect((await bench.send('GET', path, { token: null })).body).toEqual([]);
  });
});

describe("an attendee's copy", () => {
  const invite = (body: Body = hour('2026-05-04')): string =>
    bench.calendar.receiveInvitation(ADA, BOSS, { ...body, attendees: [{ emailAddress: { address: ADA } }] })
      .id;

  it('says who organises it', async () => {
    expect(await bench.get(`/events/${invite()}`)).toMatchObject({
      isOrganizer: false,
      organizer: { emailAddress: BOSS },
      responseStatus: { response: 'notResponded' },
      attendees: [{ emailAddress: { address: ADA } }],
    });
  });

  it('is not changed but for what is the own affair of the attendee', async () => {
    const id = invite();
    for (const body of [
      { subject: 'x' },
      { start: at('2026-05-04T08:00:00') },
      { recurrence: null },
      GUESTS,
      { isAllDay: false },
    ]) {
      expect(failure(await bench.call('PATCH', `/events/${id}`, body))).toBe('403 ErrorAccessDenied');
    }
    const own = {
      categories: ['Blue'],
      showAs: 'free',
      sensitivity: 'private',
      isReminderOn: false,
      singleValueExtendedProperties: [{ id: MARK, value: '1' }],
    };
    expect((await bench.call('PATCH', `/events/${id}`, own)).status).toBe(200);
    expect(await bench.get(`/events/${id}`)).toMatchObject({
      subject: 'Review',
      showAs: 'free',
      categories: ['Blue'],
    });
    const series = invite(mondays());
    const [first] = await bench.list(`/events/${series}/instances?${window('2026-05-01', '2026-06-01')}`);
    const occurrence = await bench.call('PATCH', `/events/${text(first, 'id')}`, { subject: 'x' });
    expect(failure(occurrence)).toBe('403 ErrorAccessDenied');
    expect(mails()).toEqual([]);
  });

  it('is deleted quietly, cannot be cancelled, and shows when the organiser cancelled it', async () => {
    const id = invite();
    expect((await bench.call('POST', `/events/${id}/cancel`, {})).status).toBe(400);
    bench.calendar.cancelByOrganizer(ADA, id);
    expect(await bench.get(`/events/${id}`)).toMatchObject({ isCancelled: true });
    expect((await bench.call('DELETE', `/events/${id}`)).status).toBe(204);
    expect(mails()).toEqual([]);
  });

  it('is answered, with a mail unless that is not wanted', async () => {
    const id = invite();
    await bench.call('POST', `/events/${id}/accept`, { SendResponse: false });
    expect(mails()).toEqual([]);
    expect(await bench.get(`/events/${id}`)).toMatchObject({ responseStatus: { response: 'accepted' } });
    await bench.call('POST', `/events/${id}/tentativelyAccept`, { comment: 'perhaps' });
    expect(mails()).toEqual(['response boss@example.org']);
    expect((await bench.call('POST', `/events/${id}/decline`, { sendResponse: false })).status).toBe(202);
    expect(await bench.list('/events')).toEqual([]);
    const mine = await bench.post(hour('2026-05-05'));
    expect((await bench.call('POST', `/events/${mine}/accept`, {})).status).toBe(400);
  });
});
