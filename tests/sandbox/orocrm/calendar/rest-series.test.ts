import type { JsonObject } from '../../../../sandbox/orocrm/jsonapi/json';
import { fourDays, hour, office, starts, type Event, type Office } from './support';

describe('a series in the older REST', () => {
  let rooms: Office;
  let series: number;
  beforeAll(async () => {
    rooms = await office();
  });
  afterAll(() => rooms.orocrm.stop());
  beforeEach(async () => {
    for (const event of await rooms.ada.page()) await rooms.ada.send('DELETE', `/calendarevents/${event.id}`);
    series = await rooms.ada.create(fourDays);
  });

  const exception = (values: JsonObject): Promise<number> =>
    rooms.ada.create({
      title: 'Moved',
      start: '2016-04-05T15:00:00+00:00',
      end: '2016-04-05T16:00:00+00:00',
      recurringEventId: series,
      originalStart: '2016-04-05T09:00:00+00:00',
      ...values,
    });

  it('is expanded in a window, under one id, and one row in pages', async () => {
    const rows = await rooms.ada.window();
    expect(starts(rows)).toEqual(['04', '05', '06', '07'].map((day) => `2016-04-${day}T09:00:00+00:00`));
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set([series]));
    expect(rows[0]).toMatchObject({
      calendarAlias: 'user',
      recurrencePattern: 'Daily every 1 day , end after 4 occurrences',
      startEditable: false,
    });
    expect(starts(await rooms.ada.page())).toEqual(['2016-04-04T09:00:00+00:00']);
  });

  it('names its zone timezone alone, and timeZone in lists', async () => {
    expect((await rooms.ada.show(series))['recurrence']).toMatchObject({ timezone: 'UTC' });
    expect((await rooms.ada.show(series))['recurrence']).not.toHaveProperty('timeZone');
    for (const rows of [await rooms.ada.page(), await rooms.ada.window()]) {
      expect(rows[0]?.['recurrence']).toMatchObject({ timeZone: 'UTC' });
      expect(rows[0]?.['recurrence']).not.toHaveProperty('timezone');
      expect(rows[0]?.['recurrence']).not.toHaveProperty('calculatedEndTime');
    }
  });

  it('shows an exception in the place of its occurrence', async () => {
    const moved = await exception({});
    const rows = await rooms.ada.window();
    expect(rows.map(({ id }) => id)).toEqual([series, moved, series, series]);
    expect(rows[1]).toMatchObject({ title: 'Moved', recurringEventId: series });
    expect((await rooms.ada.page()).map(({ id }) => id).sort()).toEqual([series, moved].sort());
    const uids = (await rooms.ada.page()).map(({ uid }: JsonObject) => uid);
    expect(new Set(uids).size).toBe(1);
  });

  it('leaves out a cancelled occurrence, but shows one that fits no occurrence', async () => {
    await exception({ isCancelled: true });
    expect(starts(await rooms.ada.window())).not.toContain('2016-04-05T09:00:00+00:00');
    const stray = await exception({ isCancelled: true, originalStart: '2016-04-05T09:30:00+00:00' });
    expect((await rooms.ada.window()).map(({ id }) => id)).toEqual([series, series, series, stray]);
  });

  it('gets an occurrence back when its exception is deleted, and loses it when that is cancelled instead', async () => {
    const moved = await exception({});
    const path = `/calendarevents/${moved}?isCancelInsteadDelete=true`;
    expect((await rooms.ada.send('DELETE', path)).status).toBe(204);
    expect(await rooms.ada.show(moved)).toMatchObject({ isCancelled: true });
    expect(await rooms.ada.window()).toHaveLength(3);
    await rooms.ada.send('DELETE', `/calendarevents/${moved}`);
    expect(await rooms.ada.window()).toHaveLength(4);
  });

  it('takes its exceptions along when it is deleted', async () => {
    const moved = await exception({});
    await rooms.ada.send('DELETE', `/calendarevents/${series}`);
    expect((await rooms.ada.send('GET', `/calendarevents/${moved}`)).status).toBe(404);
    expect(await rooms.ada.page()).toEqual([]);
  });

  const later = { start: '2016-04-04T10:00:00+00:00', end: '2016-04-04T11:00:00+00:00' };

  it('keeps exceptions when it moves without updateExceptions, orphaned', async () => {
    const moved = await exception({});
    await rooms.ada.change(series, later);
    expect((await rooms.ada.window()).map(({ id }) => id)).toEqual([series, series, series, series, moved]);
  });

  it.each<[string, JsonObject]>([
    ['start and end', later],
    ['pattern', { recurrence: { ...(fourDays['recurrence'] as JsonObject), occurrences: 5 } }],
    ['whole recurrence', { recurrence: '' }],
  ])('clears exceptions when its %s changes with updateExceptions', async (_, values) => {
    await exception({});
    expect((await rooms.ada.change(series, { ...values, updateExceptions: true })).status).toBe(200);
    expect((await rooms.ada.page()).map(({ id }) => id)).toEqual([series]);
  });

  it('hands a new title and description on to exceptions that had the old one', async () => {
    const renamed = await exception({ description: 'Old' });
    const plain = await exception({ title: 'Stand-up', originalStart: '2016-04-06T09:00:00+00:00' });
    await rooms.ada.change(series, { title: 'Round', updateExceptions: true });
    expect(await rooms.ada.show(renamed)).toMatchObject({ title: 'Moved' });
    expect(await rooms.ada.show(plain)).toMatchObject({ title: 'Round' });
  });

  it('becomes a single event without its recurrence', async () => {
    await rooms.ada.change(series, { recurrence: null });
    expect(await rooms.ada.show(series)).not.toHaveProperty('recurrence');
    expect(await rooms.ada.window()).toHaveLength(1);
  });

  it('replaces the recurrence as a whole', async () => {
    const endless = { ...(fourDays['recurrence'] as JsonObject), occurrences: null };
    await rooms.ada.change(series, { recurrence: endless });
    expect((await rooms.ada.show(series))['recurrence']).toMatchObject({ occurrences: null, endTime: null });
    const week = await rooms.ada.window('2016-12-01T00:00:00Z', '2016-12-08T00:00:00Z');
    expect(week).toHaveLength(7);
  });

  it('keeps its clock time over a change to daylight saving', async () => {
    const id = await rooms.ada.create({
      title: 'Paris',
      start: '2016-03-26T09:00:00+01:00',
      end: '2016-03-26T10:00:00+01:00',
      recurrence: {
        recurrenceType: 'daily',
        interval: 1,
        startTime: '2016-03-26T09:00:00+01:00',
        occurrences: 3,
        timeZone: 'Europe/Paris',
      },
    });
    const rows = (await rooms.ada.window()).filter((each) => each.id === id);
    expect(rows.map(({ start, end }: Event) => [start, end])).toEqual([
      ['2016-03-26T08:00:00+00:00', '2016-03-26T09:00:00+00:00'],
      ['2016-03-27T07:00:00+00:00', '2016-03-27T08:00:00+00:00'],
      ['2016-03-28T07:00:00+00:00', '2016-03-28T08:00:00+00:00'],
    ]);
  });

  it('lists itself and its exceptions by recurringEventId', async () => {
    const moved = await exception({});
    await rooms.ada.create({ title: 'Other', ...hour('04-04') });
    const found = await rooms.ada.page(`&recurringEventId=${series}`);
    expect(found.map(({ id }) => id).sort()).toEqual([series, moved].sort());
    const none = await rooms.ada.page(`&recurringEventId=${series}&updatedAt>2050-01-01T00:00:00Z`);
    expect(none.map(({ id }) => id)).toEqual([series]);
  });
});
