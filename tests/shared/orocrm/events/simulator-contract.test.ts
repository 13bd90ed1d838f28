import fc from 'fast-check';
import { versions, type OrocrmVersion } from '../../../../sandbox/orocrm/versions';
import { connect, type OrocrmConnection } from '../../../../shared/orocrm/connection';
import type { OrocrmEvent, OrocrmException } from '../../../../shared/records/event';
import { orocrmId, type OrocrmId } from '../../../../shared/records/ids';
import type { OrocrmStore, WriteOutcome } from '../../../../shared/sync/ports/orocrm';
import { orocrmEvent } from '../../mapping/event-arbitraries';
import { startCompany, type Company } from '../simulator';

let company: Company;
let ben: OrocrmConnection;
let annCalendar: OrocrmId;

const start = '2026-03-10T09:00:00Z';
const end = '2026-03-10T10:00:00Z';
const daily = {
  recurrenceType: 'daily',
  startTime: start,
  occurrences: 20,
  timeZone: 'Europe/Berlin',
} as const;

const records = (outcomes: readonly WriteOutcome<OrocrmEvent>[]): OrocrmEvent[] =>
  outcomes.map((outcome) => {
    if (outcome.ok) return outcome.record;
    throw outcome.error;
  });

/** What a user sees of an event, whatever its ids and times of change. */
const comparable = ({ title, allDay, recurrence, exceptions, ...event }: OrocrmEvent): unknown => ({
  ...{ title, allDay, recurrence, start: event.start, end: event.end },
  exceptions: exceptions
    .map((exception: OrocrmException) => ({ ...exception, id: undefined }))
    .sort((a, b) => (a.originalStart < b.originalStart ? -1 : 1)),
});

const writes = (since: number): string[] =>
  company.orocrm.control.log
    .since(since)
    .entries.filter(({ write }) => write)
    .map(({ method, path, status }) => `${method} ${path} ${status}`);
const seq = (): number => company.orocrm.control.log.since().next;

async function readOne(store: OrocrmStore<OrocrmEvent>, id: string): Promise<OrocrmEvent | 'gone'> {
  const reading = (await store.read([orocrmId(id)])).records.get(orocrmId(id));
  return reading?.state === 'there' ? reading.record : 'gone';
}

async function changed(store: OrocrmStore<OrocrmEvent>, id: string): Promise<OrocrmEvent> {
  const record = await readOne(store, id);
  if (record === 'gone') throw new Error('The event is gone.');
  return record;
}

/** OroCRM asks for a title; the mapping gives one. */
const event = orocrmEvent('UTC').map((record) => ({
  ...record,
  title: record.title || 'Untitled',
  exceptions: record.exceptions.map((one) => ({ ...one, title: one.title || 'Untitled' })),
}));

describe.each<OrocrmVersion>([...versions])('OroCRM %s', (version) => {
  beforeAll(async () => {
    company = await startCompany(version);
    ben = connect({ credential: company.credentialOf('ben') });
    annCalendar = await company.ann.defaultCalendar();
  });
  afterAll(async () => {
    ben.close();
    await company.stop();
  });

  it('has a calendar for every user, and shows it to its user', async () => {
    expect(await ben.defaultCalendar()).not.toBe(annCalendar);
    const { id } = company.orocrm.addCalendarEvent({ owner: 'ann', title: 'Lunch', start, end });
    const record = await readOne(company.ann.events(), id);
    expect(record).toMatchObject({ id, owner: annCalendar, title: 'Lunch', start, end, parent: '' });
    expect(await readOne(company.service.events(annCalendar), id)).toEqual(record);
    await expect(readOne(ben.events(annCalendar), id)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('keeps what is created and turns any event into any other, with nothing left to change', async () => {
    const store = company.ann.events();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(event, event), { minLength: 1, maxLength: 4 }), async (pairs) => {
        const drafts = pairs.map(([draft]) => store.creatable(draft));
        const created = records(await store.create(drafts));
        expect(created.map(comparable)).toEqual(drafts.map(comparable));
        const whole = records(
          await store.update(
            aims(
              created,
              pairs.map(([draft]) => draft),
            ),
          ),
        );
        expect(whole.map(comparable)).toEqual(pairs.map(([draft]) => comparable(draft)));
        const updated = records(
          await store.update(
            aims(
              whole,
              pairs.map(([, desired]) => desired),
            ),
          ),
        );
        expect(updated.map(comparable)).toEqual(pairs.map(([, desired]) => comparable(desired)));
        const before = seq();
        expect(records(await store.update(aims(updated, updated)))).toEqual(updated);
        expect(writes(before)).toEqual([]);
        const { records: read } = await store.read(updated.map(({ id }) => id));
        expect([...read.values()]).toEqual(updated.map((record) => ({ state: 'there', record })));
      }),
      { numRuns: 8 },
    );
    expect(company.orocrm.calendarEvents.mails()).toEqual([]);
  });

  it('lists every record once, by ascending id, as it is read singly', async () => {
    const store = company.ann.events();
    const listed: OrocrmEvent[] = [];
    let after: OrocrmId | undefined;
    do {
      const page = await store.page(after, 7);
      listed.push(...page.records);
      after = page.next;
    } while (after !== undefined);
    const ids = listed.map(({ id }) => id);
    expect(ids.map(Number)).toEqual([...new Set(ids.map(Number))].sort((a, b) => a - b));
    expect(ids).toEqual(
      company.orocrm.calendarEvents
        .list({ owner: 'ann' })
        .map(({ id }) => id)
        .sort((a, b) => Number(a) - Number(b)),
    );
    const { records: read } = await store.read(ids.slice(0, 100));
    expect([...read.values()]).toEqual(listed.slice(0, 100).map((record) => ({ state: 'there', record })));
    const feed = company.service.feed('calendarEvents');
    expect((await feed.ids([annCalendar])).map(({ id, version: at }) => [id, at]).sort()).toEqual(
      listed.map(({ id, version: at }) => [id, at]).sort(),
    );
  });

  it('shows an invitation, its recurrence too, in the calendar of the invited', async () => {
    const series = company.orocrm.addCalendarEvent({
      ...{ owner: 'ann', title: 'Review', start, end, recurrence: daily, attendees: ['ben'] },
    });
    company.orocrm.calendarEvents.changeOccurrence(series.id, {
      ...{ originalStart: '2026-03-12T09:00:00Z', title: 'Long review' },
    });
    const copy = company.orocrm.calendarEvents.list({ owner: 'ben' }).find(({ title }) => title === 'Review');
    const record = await changed(ben.events(), copy?.id ?? '');
    expect(record).toMatchObject({
      ...{ parent: series.id, title: 'Review', recurrence: { recurrenceType: 'daily', occurrences: 20 } },
      exceptions: [{ title: 'Long review' }],
    });
    expect((await ben.events().page(undefined, 100)).records).toContainEqual(record);
  });

  it('leaves the invited their occurrences when one of them becomes an exception', async () => {
    const series = company.orocrm.addCalendarEvent({
      ...{ owner: 'ann', title: 'Retro', start, end, recurrence: daily, attendees: ['ben'] },
    });
    const store = company.ann.events();
    const current = await changed(store, series.id);
    const moved = {
      ...{ originalStart: '2026-03-12T09:00:00Z', cancelled: false, title: 'Retro', allDay: false },
      ...{ start: '2026-03-12T13:00:00Z', end: '2026-03-12T14:00:00Z' },
    };
    records(await store.update([{ current, desired: { ...current, exceptions: [moved] } }]));
    const copy = company.orocrm.calendarEvents.list({ owner: 'ben' }).find(({ title }) => title === 'Retro');
    expect(copy?.exceptions).toMatchObject([{ cancelled: false, start: '2026-03-12T13:00:00Z' }]);
    const { exceptions } = company.orocrm.calendarEvents.show(series.id);
    expect(exceptions[0]?.['attendees']).toMatchObject([
      { email: 'ben@example.com', status: 'none', type: 'required' },
    ]);
    expect(company.orocrm.calendarEvents.mails()).toEqual([]);
  });

  it('proves what is gone', async () => {
    const store = company.ann.events();
    const series = company.orocrm.addCalendarEvent({
      owner: 'ann',
      title: 'Old',
      start,
      end,
      recurrence: daily,
    });
    company.orocrm.calendarEvents.changeOccurrence(series.id, {
      ...{ originalStart: '2026-03-12T09:00:00Z', cancelled: true },
    });
    const part = company.orocrm.calendarEvents.show(series.id).exceptions[0]?.id ?? '';
    expect(await readOne(store, part)).toBe('gone');
    const bens = company.orocrm.addCalendarEvent({ owner: 'ben', title: 'His', start, end });
    expect(await readOne(store, bens.id)).toBe('gone');
    expect(await readOne(company.service.events(annCalendar), bens.id)).toBe('gone');
    company.orocrm.calendarEvents.delete(series.id);
    expect(await readOne(store, series.id)).toBe('gone');
    expect(await readOne(store, part)).toBe('gone');
  });

  it('follows what people do', async () => {
    const feed = company.service.feed('calendarEvents');
    const cursor = { updatedAt: (await feed.now()).toISOString(), id: '' } as const;
    const before = await feed.changes(cursor, [annCalendar]);
    const series = company.orocrm.addCalendarEvent({
      owner: 'ann',
      title: 'New',
      start,
      end,
      recurrence: daily,
    });
    company.orocrm.calendarEvents.changeOccurrence(series.id, {
      ...{ originalStart: '2026-03-13T09:00:00Z', title: 'Other' },
    });
    const after = await feed.changes(before.cursor, [annCalendar]);
    expect(after.total).toBe(before.total + 2);
    expect(after.items.filter(({ id }) => id === series.id)).toHaveLength(1);
    const since = new Date(Date.parse(after.cursor.updatedAt) - 2000);
    const { records: found } = await company.ann.events().changedSince(since);
    expect(found.get(orocrmId(series.id))).toMatchObject({ record: { exceptions: [{ title: 'Other' }] } });
    company.orocrm.calendarEvents.restoreOccurrence(series.id, '2026-03-13T09:00:00Z');
    expect((await feed.changes(after.cursor, [annCalendar])).total).toBe(before.total + 1);
    const march = { from: new Date('2026-03-11T00:00:00Z'), to: new Date('2026-03-12T00:00:00Z') };
    expect(
      (await feed.ids([annCalendar], march)).some(({ id, outside }) => id === series.id && outside !== true),
    ).toBe(true);
    const may = { from: new Date('2026-05-01T00:00:00Z'), to: new Date('2026-06-01T00:00:00Z') };
    expect(
      (await feed.ids([annCalendar], may)).some(({ id, outside }) => id === series.id && outside !== true),
    ).toBe(false);
  });
});

const aims = (now: readonly OrocrmEvent[], desired: readonly OrocrmEvent[]) =>
  now.flatMap((current, index) => {
    const aim = desired[index];
    const { id, version, createdAt, owner, parent } = current;
    return aim === undefined ? [] : [{ current, desired: { ...aim, id, version, createdAt, owner, parent } }];
  });
