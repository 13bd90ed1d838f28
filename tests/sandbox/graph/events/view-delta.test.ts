import { at as part, failure, rows, stopAll, text } from '../harness';
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

const MAY = window('2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z');
const FIRST = `/calendarView/delta?${MAY}`;

interface Round {
  readonly items: Body[];
  readonly link: string;
  readonly pages: number;
}

async function round(start: string, size?: number): Promise<Round> {
  const items: Body[] = [];
  let url = start;
  for (let pages = 1; ; pages += 1) {
    const prefer = size === undefined ? undefined : `odata.maxpagesize=${size}`;
    const page = await bench.call('GET', url, undefined, prefer);
    if (page.status !== 200) throw new Error(`${page.status} ${JSON.stringify(page.body)}`);
    if (size !== undefined) expect(rows(page.body).length).toBeLessThanOrEqual(size);
    items.push(...rows(page.body));
    const next = part(page.body, '@odata.nextLink');
    if (typeof next !== 'string') return { items, link: text(page.body, '@odata.deltaLink'), pages };
    url = next;
  }
}

const removed = (id: string): Body => ({
  '@odata.type': '#microsoft.graph.event',
  id,
  '@removed': { reason: 'deleted' },
});
const ids = ({ items }: Round): unknown[] => items.map(({ id }) => id);

async function occurrenceOn(day: string): Promise<string> {
  const all = await bench.list(`/calendarView?${MAY}&$top=50`);
  return text(
    all.find((event) => String(event['originalStart']).startsWith(day)),
    'id',
  );
}

describe('the first round', () => {
  it('has single events whole, the series, and its occurrences with five properties', async () => {
    const single = await bench.post(hour('2026-05-06'));
    const series = await bench.post(mondays());
    await bench.post(hour('2026-07-01'));
    const { items } = await round(FIRST);
    expect(items).toHaveLength(6);
    expect(items[0]).toMatchObject({ id: single, subject: 'Review', type: 'singleInstance' });
    expect(items[1]).toMatchObject({ id: series, type: 'seriesMaster', subject: 'Review' });
    for (const item of items.slice(2)) {
      expect(Object.keys(item).sort()).toEqual([
        '@odata.type',
        'end',
        'id',
        'seriesMasterId',
        'start',
        'type',
      ]);
      expect(item).toMatchObject({ type: 'occurrence', seriesMasterId: series });
    }
    bench.changeSettings({ viewDeltaListsMasters: false });
    expect((await round(FIRST)).items.map(({ type }) => type)).toEqual([
      'singleInstance',
      ...Array<string>(4).fill('occurrence'),
    ]);
  });

  it('comes in pages that may end inside a series', async () => {
    for (const subject of ['one', 'two']) await bench.post(mondays('UTC', { subject }));
    const whole = await round(FIRST, 100);
    for (const size of [1, 2, 3, 7]) {
      const paged = await round(FIRST, size);
      expect(ids(paged)).toEqual(ids(whole));
      expect(paged.pages).toBe(Math.max(1, Math.ceil(10 / size)));
    }
    bench.changeSettings({ deltaEmptyPageEvery: 3, deltaRepeatEvery: 4 });
    expect(new Set(ids(await round(FIRST, 3)))).toEqual(new Set(ids(whole)));
  });

  it('takes a window, and nothing else', async () => {
    const failures = [];
    for (const url of [
      '/calendarView/delta',
      '/calendarView/delta?startDateTime=2026-05-01T00:00:00Z',
      `/calendarView/delta?${window('2026-05-01T00:00:00Z', 'soon')}`,
      `/calendarView/delta?${window('2026-05-01T00:00:00Z', '2026-04-01T00:00:00Z')}`,
      `/calendarView/delta?${window('2020-01-01', '2026-01-01')}`,
      `${FIRST}&$select=subject`,
      `${FIRST}&$filter=isAllDay eq true`,
      `${FIRST}&$orderby=subject`,
      `${FIRST}&$expand=exceptionOccurrences`,
      `${FIRST}&$top=5`,
      '/events/delta',
    ]) {
      failures.push((await bench.call('GET', url)).status);
    }
    expect(failures).toEqual(failures.map(() => 400));
  });

  it('follows the offsets of its window, and the zone that is preferred for times', async () => {
    const id = await bench.post(hour('2026-05-06'));
    const narrow = window('2026-05-06T11:30:00%2B02:00', '2026-05-06T12:30:00%2B02:00');
    const first = await bench.call(
      'GET',
      `/calendarView/delta?${narrow}`,
      undefined,
      'outlook.timezone="Europe/Berlin"',
    );
    expect(rows(first.body)).toMatchObject([
      { id, start: { dateTime: '2026-05-06T11:00:00.0000000', timeZone: 'Europe/Berlin' } },
    ]);
    expect(
      (await round(`/calendarView/delta?${window('2026-05-06T10:00:00', '2026-05-06T11:00:00')}`)).items,
    ).toEqual([]);
  });
});

describe('the rounds after it', () => {
  it('keep the window, and have what changed, once', async () => {
    const id = await bench.post(hour('2026-05-06'));
    const first = await round(FIRST);
    expect(first.link).not.toContain('DateTime=');
    expect((await round(first.link)).items).toEqual([]);
    await bench.call('PATCH', `/events/${id}`, { subject: 'Other' });
    const second = await round(first.link);
    expect(second.items).toMatchObject([{ id, subject: 'Other' }]);
    await bench.call('DELETE', `/events/${id}`);
    const third = await round(second.link);
    expect(third.items).toEqual([removed(id)]);
    // The immutable id still answers, from Deleted Items.
    expect((await bench.call('GET', `/events/${id}`)).status).toBe(200);
    bench.calendar.restore(ADA, id);
    expect((await round(third.link)).items).toMatchObject([{ id, subject: 'Other' }]);
  });

  it('call events outside the window removed, whatever happened to them', async () => {
    const there = await bench.post(hour('2026-07-01'));
    const first = await round(FIRST);
    expect(first.items).toEqual([]);
    const made = await bench.post(hour('2026-07-02'));
    await bench.call('PATCH', `/events/${there}`, { subject: 'Other' });
    const second = await round(first.link);
    expect(second.items).toEqual([removed(made), removed(there)]);
    await bench.call('DELETE', `/events/${made}`);
    expect((await round(second.link)).items).toEqual([removed(made)]);
    bench.changeSettings({ viewDeltaReportsOutside: false });
    expect((await round(first.link)).items.filter(({ id }) => id === there)).toEqual([]);
  });

  it('call an event removed that moved out of the window or the calendar', async () => {
    bench.human.createFolder(ADA, 'Team', 'Calendar');
    const out = await bench.post(hour('2026-05-06'));
    const away = await bench.post(hour('2026-05-07'));
    const first = await round(FIRST);
    await bench.call('PATCH', `/events/${out}`, {
      start: at('2026-07-01T09:00:00'),
      end: at('2026-07-01T10:00:00'),
    });
    bench.calendar.move(ADA, away, 'Calendar/Team');
    expect((await round(first.link)).items).toEqual([removed(out), removed(away)]);
  });

  it('have the whole series when it changed, and all of it when it is deleted', async () => {
    const id = await bench.post(mondays());
    const first = await round(FIRST);
    await bench.call('PATCH', `/events/${id}`, { subject: 'Other' });
    const second = await round(first.link);
    expect(ids(second)).toEqual(ids(first));
    expect(second.items[0]).toMatchObject({ type: 'seriesMaster', subject: 'Other' });
    await bench.call('DELETE', `/events/${id}`);
    expect((await round(second.link)).items).toEqual(ids(first).map((each) => removed(String(each))));
    bench.calendar.delete(ADA, id);
    expect((await round(second.link)).items).toEqual([removed(id)]);
  });

  it('have an exception alone and whole', async () => {
    const id = await bench.post(mondays());
    const first = await round(FIRST);
    const second = await occurrenceOn('2026-05-11');
    await bench.call('PATCH', `/events/${second}`, { subject: 'Other' });
    const changed = await round(first.link);
    expect(changed.items).toMatchObject([
      { id: second, type: 'exception', subject: 'Other', seriesMasterId: id },
    ]);
    const fourth = await occurrenceOn('2026-05-25');
    await bench.call('PATCH', `/events/${fourth}`, {
      start: at('2026-05-31T23:30:00'),
      end: at('2026-06-01T00:30:00'),
    });
    expect((await round(changed.link)).items).toMatchObject([{ id: fourth, type: 'exception' }]);
    await bench.call('DELETE', `/events/${await occurrenceOn('2026-05-18')}`);
    await bench.call('PATCH', `/events/${second}`, {
      start: at('2026-05-23T09:00:00'),
      end: at('2026-05-23T10:00:00'),
    });
    expect(ids(await round(changed.link)).sort()).toEqual([second, fourth].sort());
  });

  it('keep quiet about the deletion of one occurrence, unless told otherwise', async () => {
    await bench.post(mondays());
    const first = await round(FIRST);
    await bench.call('DELETE', `/events/${await occurrenceOn('2026-05-11')}`);
    expect((await round(first.link)).items).toEqual([]);
    bench.changeSettings({ viewDeltaReportsOccurrenceDeletion: true });
    const third = await occurrenceOn('2026-05-18');
    await bench.call('DELETE', `/events/${third}`);
    expect((await round(first.link)).items).toEqual([removed(third)]);
  });

  it('keep quiet about extended properties, unless told otherwise', async () => {
    const id = await bench.post(hour('2026-05-06'));
    const first = await round(FIRST);
    const body = { singleValueExtendedProperties: [{ id: MARK, value: '1' }] };
    await bench.call('PATCH', `/events/${id}`, body);
    expect((await round(first.link)).items).toEqual([]);
    bench.changeSettings({ deltaReportsExtendedProperties: true });
    await bench.call('PATCH', `/events/${id}`, body);
    expect((await round(first.link)).items).toMatchObject([{ id }]);
  });

  it('end with 410 when the state is gone, and take no token of another collection', async () => {
    const { link } = await round(FIRST);
    const token = new URL(link).search;
    expect((await bench.call('GET', `/calendar/calendarView/delta${token}`)).status).toBe(200);
    bench.human.createFolder(ADA, 'Team', 'Calendar');
    const team = bench.human.folders(ADA).find(({ path }) => path === 'Calendar/Team')?.id ?? '';
    const elsewhere = await bench.call('GET', `/calendars/${team}/calendarView/delta${token}`);
    expect(failure(elsewhere)).toBe('400 ErrorInvalidUrlQuery');
    bench.expireDelta({ mailbox: ADA });
    expect(failure(await bench.call('GET', link))).toBe('410 SyncStateNotFound');
  });
});

it('a calendar view has single events, occurrences and exceptions by their start, no masters', async () => {
  const series = await bench.post(mondays());
  const single = await bench.post(hour('2026-05-08'));
  await bench.call('PATCH', `/events/${await occurrenceOn('2026-05-11')}`, {
    start: at('2026-05-06T09:00:00'),
    end: at('2026-05-06T10:00:00'),
  });
  for (const parent of ['', '/calendar']) {
    const view = await bench.list(`${parent}/calendarView?${MAY}&$select=type,seriesMasterId`);
    expect(view.map(({ type, id }) => (id === single ? 'single' : type))).toEqual([
      'occurrence',
      'exception',
      'single',
      'occurrence',
      'occurrence',
    ]);
    expect(view.filter(({ seriesMasterId }) => seriesMasterId === series)).toHaveLength(4);
  }
  const page = await bench.call('GET', `/calendarView?${MAY}&$top=2`);
  const rest = await bench.call('GET', text(page.body, '@odata.nextLink'));
  expect([rows(page.body).length, rows(rest.body).length]).toEqual([2, 2]);
  expect((await bench.call('GET', '/calendarView')).status).toBe(400);
});
