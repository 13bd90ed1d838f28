import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopAll, text } from '../harness';
import { ADA, expanding, hour, MARK, mondays, startCalendar, window } from './calendar-bench';

let data: string;
beforeEach(() => void (data = mkdtempSync(join(tmpdir(), 'graph-events-'))));
afterEach(async () => {
  await stopAll();
  rmSync(data, { recursive: true, force: true });
});

it('events, exceptions, cancelled days, delta links, transactions and mails survive a restart', async () => {
  const may = window('2026-05-01', '2026-06-01');
  const before = await startCalendar({ data });
  before.human.createFolder(ADA, 'Team', 'Calendar');
  const guests = { attendees: [{ emailAddress: { address: 'bob@example.org' } }], transactionId: 't' };
  const single = await before.post(hour('2026-05-06', 'Europe/Berlin', guests));
  const mark = { singleValueExtendedProperties: [{ id: MARK, value: '9' }] };
  const series = await before.post(mondays('W. Europe Standard Time', mark));
  before.calendar.deleteOccurrence(ADA, series, '2026-05-11');
  const link = new URL(text(await before.get(`/calendarView/delta?${may}`), '@odata.deltaLink'));
  before.calendar.editOccurrence(ADA, series, '2026-05-18', { subject: 'Other' });
  before.calendar.delete(ADA, single);
  const path = `/calendarView?${may}&${expanding(MARK)}`;
  const view = await before.list(path);
  const shown = before.calendar.events(ADA);
  const [calendars, mails] = [await before.list('/calendars'), before.calendar.mails(ADA)];
  expect([view.length, shown.length, calendars.length, mails.length]).toEqual([3, 2, 2, 1]);
  await stopAll();

  const after = await startCalendar({ data });
  expect(await after.list(path)).toEqual(view);
  expect(after.calendar.events(ADA)).toEqual(shown);
  expect(await after.list('/calendars')).toEqual(calendars);
  expect(after.calendar.mails(ADA)).toEqual(mails);
  const changes = await after.list(`${after.url}/v1.0${link.pathname.slice('/v1.0'.length)}${link.search}`);
  expect(changes).toMatchObject([
    { seriesMasterId: series, subject: 'Other', type: 'exception' },
    { id: single, '@removed': { reason: 'deleted' } },
  ]);
  after.calendar.restore(ADA, single);
  expect(await after.post(hour('2026-05-06', 'Europe/Berlin', guests))).toBe(single);
});
