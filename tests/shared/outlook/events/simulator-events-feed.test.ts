import type { OutlookEvent } from '../../../../shared/records/event';
import { outlookId } from '../../../../shared/records/ids';
import type { CalendarWindow } from '../../../../shared/rules/policy';
import { ada, bob } from '../support/simulated-mailboxes';
import { series, SimulatedCalendar, single } from './support/simulated-calendar';

let calendar: SimulatedCalendar;

beforeAll(async () => {
  calendar = await SimulatedCalendar.start();
});
afterAll(() => calendar.graph.stop());
beforeEach(() => calendar.mailboxes.reset());

const window = { from: new Date('2026-04-20T00:00:00Z'), to: new Date('2027-05-20T00:00:00Z') };
const later = (days: number): CalendarWindow => ({
  from: new Date(window.from.getTime() + days * 86_400_000),
  to: new Date(window.to.getTime() + days * 86_400_000),
});

const start = (): Promise<string> => calendar.mailboxes.outlook.feed('calendarEvents').start(ada, window);

async function poll(cursor: string, wanted = window) {
  const outcomes = await calendar.mailboxes.outlook
    .feed('calendarEvents')
    .changes([{ mailbox: ada, cursor, window: wanted }]);
  const outcome = outcomes.get(ada);
  if (outcome?.state !== 'read') throw new Error(`The poll ended ${outcome?.state ?? 'nowhere'}.`);
  return outcome;
}

const changed = ({ id, version }: OutlookEvent) => ({ id, kind: 'changed', version });

it('tells of single events by their version and of series once, whatever happened in them', async () => {
  const old = await calendar.made(single({ subject: 'Old' }));
  const before = await calendar.made(series());
  const cursor = await start();
  expect((await poll(cursor)).items).toEqual([]);
  const made = await calendar.made(single());
  calendar.graph.human.calendar.editOccurrence(ada, before.id, '2026-05-11', { subject: 'x' });
  const first = await poll(cursor);
  expect(first.items).toHaveLength(2);
  expect(first.items).toEqual(
    expect.arrayContaining([changed(made), { id: before.id, kind: 'changed', version: '' }]),
  );
  calendar.graph.human.calendar.delete(ada, old.id);
  const second = await poll(first.cursor);
  expect(second.items).toEqual([{ id: old.id, kind: 'removed' }]);
  expect((await poll(second.cursor)).items).toEqual([]);
});

it.each([true, false])('tells of series where masters are listed: %s', async (viewDeltaListsMasters) => {
  calendar.graph.changeSettings({ viewDeltaListsMasters, deltaRepeatEvery: 2, deltaEmptyPageEvery: 2 });
  const cursor = await start();
  const { id } = await calendar.made(series());
  expect((await poll(cursor)).items).toEqual([{ id, kind: 'changed', version: '' }]);
});

it('takes events outside the window for removed ones, which is only a hint', async () => {
  const cursor = await start();
  const outside = await calendar.made(single({ start: '2030-01-01T00:00:00Z', end: '2030-01-02T00:00:00Z' }));
  expect((await poll(cursor)).items).toEqual([{ id: outside.id, kind: 'removed' }]);
});

it('keeps its window for a month, and then reads a whole new one', async () => {
  const event = await calendar.made(single());
  const cursor = await start();
  const month = await poll(cursor, later(30));
  expect(month.items).toEqual([]);
  const renewed = await poll(month.cursor, later(31));
  // It lies before the new window, so that the new round does not tell of it.
  expect(renewed.items).toEqual([]);
  const back = await poll(renewed.cursor, window);
  expect(back.items).toEqual([changed(event)]);
  expect((await poll(back.cursor)).items).toEqual([]);
});

it('reads a window of twenty years in parts', async () => {
  const wide = { from: new Date('2016-01-01T00:00:00Z'), to: new Date('2036-01-01T00:00:00Z') };
  const drafts = ['2017', '2026', '2035'].map((year) =>
    single({ start: `${year}-01-01T00:00:00Z`, end: `${year}-01-02T00:00:00Z` }),
  );
  const cursor = await calendar.mailboxes.outlook.feed('calendarEvents').start(ada, wide);
  const made = await Promise.all(drafts.map((draft) => calendar.made(draft)));
  const { items } = await poll(cursor, wide);
  expect(items).toHaveLength(3);
  expect(items).toEqual(expect.arrayContaining(made.map(changed)));
});

it('gives each mailbox its own outcome', async () => {
  const cursor = await start();
  const lost = JSON.stringify({ folders: [] });
  const outcomes = await calendar.mailboxes.outlook.feed('calendarEvents').changes([
    { mailbox: ada, cursor, window },
    { mailbox: bob, cursor: lost, window },
  ]);
  expect([outcomes.get(ada)?.state, outcomes.get(bob)?.state]).toEqual(['read', 'expired']);
  calendar.graph.expireDelta();
  const expired = await calendar.mailboxes.outlook
    .feed('calendarEvents')
    .changes([{ mailbox: ada, cursor, window }]);
  expect(expired.get(ada)).toEqual({ state: 'expired' });
});

it('reports a mailbox that cannot be read as failed, and its start as an error', async () => {
  const cursor = await start();
  calendar.graph.human.deleteUser(ada);
  const feed = calendar.mailboxes.outlook.feed('calendarEvents');
  const outcome = (await feed.changes([{ mailbox: ada, cursor, window: later(60) }])).get(ada);
  expect(outcome).toMatchObject({
    state: 'failed',
    error: { kind: 'operator', code: 'mailbox-unavailable' },
  });
  await expect(feed.start(ada, window)).rejects.toMatchObject({ code: 'mailbox-unavailable' });
  await expect(calendar.events.ids()).rejects.toMatchObject({ code: 'mailbox-unavailable' });
  await expect(calendar.events.read([outlookId('AAMk')])).rejects.toBeDefined();
});
