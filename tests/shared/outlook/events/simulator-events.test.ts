import { orocrmId, outlookId } from '../../../../shared/records/ids';
import type { OutlookEvent } from '../../../../shared/records/event';
import type { OutlookStore } from '../../../../shared/sync/ports/outlook';
import { ada } from '../support/simulated-mailboxes';
import {
  content,
  everyWeek,
  exception,
  series,
  SimulatedCalendar,
  single,
} from './support/simulated-calendar';

let calendar: SimulatedCalendar;

async function allMarked(events: OutlookStore<OutlookEvent>): Promise<OutlookEvent[]> {
  const found: OutlookEvent[] = [];
  let cursor: string | undefined;
  do {
    const page = await events.marked(cursor);
    found.push(...page.records);
    cursor = page.next;
  } while (cursor !== undefined);
  return found;
}

beforeAll(async () => {
  calendar = await SimulatedCalendar.start();
});
afterAll(() => calendar.graph.stop());
beforeEach(() => calendar.mailboxes.reset());

describe('single events', () => {
  it.each([
    single({ mark: '7' }),
    single({ timeZone: 'America/New_York' }),
    single({ timeZone: '' }),
    single({ isAllDay: true, start: '2026-05-04', end: '2026-05-06' }),
    // Half past two comes twice that night.
    single({ start: '2026-10-25T00:30:00Z', end: '2026-10-25T01:30:00Z' }),
    single({ subject: '' }),
  ])('are as they were sent (%#)', async (draft) => {
    const made = await calendar.made(draft);
    expect(made).toEqual(await calendar.readOne(made.id));
    const inDoubt = draft.timeZone === '' || draft.start.startsWith('2026-10-25');
    expect(content(made)).toEqual(content({ ...draft, ...(inDoubt ? { timeZone: 'UTC' } : {}) }));
  });

  it('are changed in what differs and nothing else', async () => {
    const made = await calendar.made(single());
    calendar.writes();
    const outcome = await calendar.changed(made, { end: '2026-05-04T09:00:00Z' });
    expect(outcome).toEqual({ ok: true, record: await calendar.readOne(made.id) });
    expect(outcome).toMatchObject({ record: { end: '2026-05-04T09:00:00Z', timeZone: 'Europe/Berlin' } });
    await calendar.changed((await calendar.readOne(made.id)) ?? made, { subject: 'Renamed' });
    const timeZone = 'W. Europe Standard Time';
    expect(calendar.writes()).toEqual([
      {
        method: 'PATCH',
        body: {
          start: { dateTime: '2026-05-04T09:00:00', timeZone },
          end: { dateTime: '2026-05-04T11:00:00', timeZone },
          isAllDay: false,
        },
      },
      { method: 'PATCH', body: { subject: 'Renamed' } },
    ]);
  });

  it('become a series, and a series one of them', async () => {
    const made = await calendar.made(single());
    const outcome = await calendar.changed(made, { recurrence: everyWeek });
    expect(outcome).toEqual({ ok: true, record: await calendar.readOne(made.id) });
    if (!outcome.ok) throw outcome.error;
    expect(content(outcome.record)).toEqual(content(series()));
    const back = await calendar.changed(outcome.record, { recurrence: undefined });
    expect(back).toEqual({ ok: true, record: await calendar.readOne(made.id) });
    expect(back).toMatchObject({ record: { recurrence: undefined } });
  });
});

describe('meetings', () => {
  const attendees = [{ emailAddress: { address: 'bob@example.com' } }];
  const body = {
    subject: 'Review',
    start: { dateTime: '2026-05-04T09:00:00', timeZone: 'Europe/Berlin' },
    end: { dateTime: '2026-05-04T10:00:00', timeZone: 'Europe/Berlin' },
  };

  it('tell their organiser, and whether anybody else takes part', async () => {
    const own = calendar.graph.human.calendar.add(ada, { ...body, attendees });
    const alone = calendar.graph.human.calendar.add(ada, {
      ...body,
      attendees: [{ emailAddress: { address: ada.toUpperCase() } }],
    });
    const bob = { name: 'Bob', address: 'bob@example.com' };
    const copy = calendar.graph.human.calendar.receiveInvitation(ada, bob, { ...body, attendees });
    const read = await Promise.all([own, alone, copy].map(({ id }) => calendar.readOne(id)));
    expect(read).toMatchObject([
      { isOrganizer: true, hasAttendees: true },
      { isOrganizer: true, hasAttendees: false },
      { isOrganizer: false, hasAttendees: false },
    ]);
  });

  it('are marked without a mail to anybody, series too', async () => {
    const recurrence = {
      pattern: { type: 'daily', interval: 1 },
      range: { type: 'noEnd', startDate: '2026-05-04' },
    };
    for (const more of [{}, { recurrence }]) {
      const { id } = calendar.graph.human.calendar.add(ada, { ...body, attendees, ...more });
      const read = await calendar.readOne(id);
      if (read === undefined) throw new Error('Not there.');
      const outcome = await calendar.changed(read, { mark: '4711' });
      expect(outcome).toEqual({ ok: true, record: await calendar.readOne(id) });
      expect(outcome).toMatchObject({ record: { mark: '4711' } });
    }
    expect(calendar.graph.human.calendar.mails(ada)).toEqual([]);
  });
});

describe('a calendar', () => {
  it('does not hold what lies in Deleted Items or in another calendar, nor occurrences by themselves', async () => {
    const { human } = calendar.graph;
    const drafts = [single(), single(), series(), series()];
    const made = await Promise.all(drafts.map((draft) => calendar.made(draft)));
    const [deleted, moved, occurring, kept] = made.map(({ id }) => id);
    if (!deleted || !moved || !occurring || !kept) throw new Error('Not made.');
    human.calendar.delete(ada, deleted);
    const team = human.createFolder(ada, 'Team', 'Calendar');
    human.calendar.move(ada, moved, team.id);
    const { exceptions } = human.calendar.editOccurrence(ada, occurring, '2026-05-11', { subject: 'x' });
    const occurrence = outlookId(exceptions[0]?.id ?? '');
    for (const fresh of [false, true]) {
      if (fresh) calendar.mailboxes.reconnect();
      const { records } = await calendar.events.read([deleted, moved, occurrence, kept]);
      expect([...records.values()].map(({ state }) => state)).toEqual(['gone', 'gone', 'gone', 'there']);
    }
    human.calendar.restore(ada, deleted);
    await expect(calendar.readOne(deleted)).resolves.toMatchObject({ subject: 'Review' });
  });

  it('is listed over all pages with whole series, and searched by mark', async () => {
    const ids = calendar.graph.human.calendar.addMany(
      ada,
      Array.from({ length: 230 }, (_, index) => ({
        subject: `E${index}`,
        start: { dateTime: '2026-05-04T09:00:00', timeZone: 'UTC' },
        end: { dateTime: '2026-05-04T10:00:00', timeZone: 'UTC' },
      })),
    );
    const draft = series({ cancelled: ['2026-05-18'], mark: '4711' });
    const whole = await calendar.madeWhole(draft);
    await calendar.made(single({ mark: '471' }));
    calendar.graph.human.calendar.delete(ada, ids[0] ?? '');
    const listed: OutlookEvent[] = [];
    let cursor: string | undefined;
    do {
      const page = await calendar.events.page(cursor);
      listed.push(...page.records);
      cursor = page.next;
    } while (cursor !== undefined);
    expect(listed.map(({ id }) => id).sort()).toEqual([...(await calendar.events.ids())].sort());
    expect(new Set(listed.map(({ id }) => id)).size).toBe(231);
    expect(listed.find(({ id }) => id === whole.id)).toEqual(whole);
    await expect(calendar.events.findByMark([orocrmId('4711'), orocrmId('9')])).resolves.toEqual([whole]);
  });

  it('and every other one of the mailbox show what is marked, and the mark alone is cleared', async () => {
    const { human } = calendar.graph;
    const at = { dateTime: '2026-05-04T09:00:00', timeZone: 'UTC' };
    human.calendar.addMany(
      ada,
      Array.from({ length: 120 }, () => ({ subject: 'Other', start: at, end: at })),
    );
    const whole = await calendar.madeWhole(
      series({
        cancelled: ['2026-05-18'],
        exceptions: [exception('2026-05-11', { subject: 'x' })],
        mark: '1',
      }),
    );
    const moved = await calendar.made(
      single({ mark: '2', start: '2036-05-04T07:00:00Z', end: '2036-05-04T08:00:00Z' }),
    );
    human.calendar.move(ada, moved.id, human.createFolder(ada, 'Team', 'Calendar').id);
    const deleted = await calendar.made(single({ mark: '3' }));
    human.calendar.delete(ada, deleted.id);
    const found = await allMarked(calendar.events);
    expect(found.map(({ id, mark }) => [id, mark])).toEqual([
      [whole.id, '1'],
      [moved.id, '2'],
    ]);
    calendar.writes();
    await calendar.events.update(found.map((current) => ({ current, desired: { ...current, mark: '' } })));
    expect(calendar.writes().map(({ body }) => Object.keys(body as object))).toEqual([
      ['singleValueExtendedProperties'],
      ['singleValueExtendedProperties'],
    ]);
    expect(await allMarked(calendar.events)).toEqual([]);
    expect(content(await calendar.readOne(whole.id))).toEqual(content({ ...whole, mark: '' }));
  });

  it('is changed and cleared only in the version that was read', async () => {
    const read = await calendar.made(single());
    calendar.graph.human.calendar.edit(ada, read.id, { subject: 'Mine' });
    const old = { ok: false, error: { code: 'changed-meanwhile' } };
    expect(await calendar.changed(read, { subject: 'Ours' })).toMatchObject(old);
    await expect(calendar.events.remove([read])).resolves.toMatchObject([old]);
    const now = await calendar.readOne(read.id);
    if (now === undefined) throw new Error('Not there.');
    await expect(calendar.events.remove([now])).resolves.toMatchObject([{ ok: true }]);
    // Without its etag a second delete would take it out of Deleted Items for ever.
    await expect(calendar.events.remove([now])).resolves.toMatchObject([{ ok: true }]);
    expect(calendar.graph.human.calendar.event(ada, read.id).deleted).toBe(true);
  });
});
