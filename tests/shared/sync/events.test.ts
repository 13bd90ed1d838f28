import type { OutlookRecurrence } from '../../../shared/records/event';
import { orocrmId } from '../../../shared/records/ids';
import type { Settings } from '../../../shared/sync/ports/settings';
import { restore } from '../../../shared/sync/restore';
import { eventKit, seriesKit } from './support/kits';
import { World } from './support/world';

const directions = ['orocrm-to-outlook', 'outlook-to-orocrm', 'bidirectional'] as const;
const later = { start: '2026-03-12T09:00:00Z', end: '2026-03-12T10:00:00Z' };

/** A mailbox whose first sync is over. */
async function steady(settings: Partial<Settings> = {}) {
  const world = World.with(eventKit, settings);
  for (let index = 0; index < 12; index += 1) world.orocrm.add(eventKit.orocrm(`Old ${index}`, 0));
  await world.run();
  return world;
}

const codes = (world: Awaited<ReturnType<typeof steady>>): string[] =>
  [...world.kept.alerts.values()].map(({ code }) => code);

describe.each(directions)('%s', (direction) => {
  const toOutlook = direction !== 'outlook-to-orocrm';
  const toOrocrm = direction !== 'orocrm-to-outlook';

  test('an invitation received in OroCRM arrives in Outlook; an edit there is put back, never written', async () => {
    const world = await steady();
    world.settings({ direction });
    const copy = world.orocrm.add({ ...eventKit.orocrm('Invitation', 1), parent: orocrmId('4711') });
    await world.run();
    const [arrived] = [...world.outlook().records.values()].filter(({ mark }) => mark === copy.id);
    expect(arrived?.subject).toBe(toOutlook ? 'Invitation' : undefined);
    if (!arrived) {
      expect(await world.quiet()).toBe(0);
      return;
    }
    world.outlook().edit(arrived.id, { subject: 'Mine now' });
    await world.run();
    expect(world.outlook().records.get(arrived.id)?.subject).toBe('Invitation');
    expect(world.orocrm.records.get(copy.id)).toEqual(copy);
    expect(await world.quiet()).toBe(0);
  });

  test('a meeting that somebody else organises is read, and not written, marked or deleted', async () => {
    const world = await steady();
    world.settings({ direction });
    const foreign = { ...eventKit.outlook('Theirs', 1), isOrganizer: false, hasAttendees: true };
    const { id } = world.outlook().add(foreign);
    const before = world.outlook().writes;
    await world.run();
    const made = [...world.orocrm.records.values()].find(({ title }) => title === 'Theirs');
    expect(made === undefined).toBe(!toOrocrm);
    if (made) {
      world.outlook().edit(id, later);
      await world.run();
      expect(world.orocrm.records.get(made.id)).toMatchObject(later);
      // OroCRM's edit of it is put back.
      world.orocrm.edit(made.id, { title: 'Ours' });
      await world.run();
      expect(world.orocrm.records.get(made.id)?.title).toBe('Theirs');
      world.orocrm.records.delete(made.id);
      await world.run();
    }
    expect(world.outlook().records.get(id)?.mark).toBe('');
    expect(world.outlook().writes).toBe(before);
    expect(await world.quiet()).toBe(0);
  });
});

test('a meeting with attendees: a change is held with an alert until the setting says send', async () => {
  const world = await steady();
  const { id } = world.outlook().add({ ...eventKit.outlook('Meeting', 1), hasAttendees: true });
  await world.run();
  const made = [...world.orocrm.records.values()].find(({ title }) => title === 'Meeting');
  if (!made) throw new Error('The meeting was not made in OroCRM.');
  expect(world.outlook().records.get(id)?.mark).toBe(made.id);
  world.orocrm.edit(made.id, { title: 'Moved meeting' });
  const before = world.outlook().writes;
  await world.run();
  expect(world.outlook().records.get(id)?.subject).toBe('Meeting');
  expect(codes(world)).toEqual(['meeting-held']);
  expect(world.outlook().writes).toBe(before);
  expect(await world.quiet()).toBe(0);
  // What Outlook's user changes goes to OroCRM all the same, by the conflict setting.
  world.settings({ meetingUpdates: 'send' });
  await world.run();
  expect(world.outlook().records.get(id)?.subject).toBe('Moved meeting');
  expect(codes(world)).toEqual([]);
  expect(await world.quiet()).toBe(0);
});

test('a meeting with attendees is not deleted, and counts for nothing, until the setting says send', async () => {
  const world = await steady();
  const { id } = world.outlook().add({ ...eventKit.outlook('Meeting', 1), hasAttendees: true });
  await world.run();
  const made = [...world.orocrm.records.values()].find(({ title }) => title === 'Meeting');
  if (made) world.orocrm.records.delete(made.id);
  await world.run();
  expect(world.outlook().records.has(id)).toBe(true);
  expect(codes(world)).toEqual(['meeting-held']);
  expect(await world.quiet()).toBe(0);
  world.settings({ meetingUpdates: 'send' });
  await world.run();
  expect(world.outlook().deleted.has(id)).toBe(true);
  expect(await world.quiet()).toBe(0);
});

test('a rebuild leaves meetings where they are, and links them again', async () => {
  const world = await steady();
  const { id } = world.outlook().add({ ...eventKit.outlook('Meeting', 1), hasAttendees: true });
  await world.run();
  const mark = world.outlook().records.get(id)?.mark;
  await world.run({ kind: 'resync', mode: 'rebuild' });
  expect(world.outlook().records.get(id)?.mark).toBe(mark);
  expect([...world.outlook().records.values()].filter((one) => one.mark === mark)).toHaveLength(1);
  expect(world.outlook().deleted.size).toBe(12);
  expect(await world.quiet()).toBe(0);
});

describe('the window', () => {
  const far = { start: '2028-01-10T09:00:00Z', end: '2028-01-10T10:00:00Z' };

  test('what lies outside is neither matched, created nor compared', async () => {
    const world = await steady();
    world.orocrm.add({ title: 'Far', ...far });
    world.outlook().add({ subject: 'far', ...far });
    world.outlook().add({ subject: 'Far too', ...far, mark: '4711' });
    const before = world.writes;
    await world.run();
    await world.poll();
    expect(world.writes).toBe(before);
    expect([world.orocrm.records.size, world.outlook().records.size]).toEqual([13, 14]);
    expect(await world.quiet()).toBe(0);
  });

  test('what leaves it keeps its link, and loses nothing on either side', async () => {
    const world = await steady();
    world.clock.advance(60 * 24 * 3600);
    const before = world.writes;
    await world.run();
    const [first] = world.orocrm.records.values();
    if (first) world.orocrm.records.delete(first.id);
    const [, second] = world.outlook().records.values();
    if (second) world.outlook().drop(second.id);
    await world.run();
    expect(world.writes).toBe(before);
    expect([world.orocrm.records.size, world.outlook().records.size]).toEqual([11, 11]);
    expect(await world.quiet()).toBe(0);
  });

  test('what enters it is synchronised by the next full comparison', async () => {
    const world = await steady();
    world.orocrm.add({ title: 'Next year', start: '2027-03-20T09:00:00Z', end: '2027-03-20T10:00:00Z' });
    await world.run();
    expect(world.outlook().records.size).toBe(12);
    world.clock.advance(40 * 24 * 3600);
    await world.run();
    expect([...world.outlook().records.values()].map(({ subject }) => subject)).toContain('Next year');
    expect(await world.quiet()).toBe(0);
  });

  test('a pair of which one side is moved out of it is still compared', async () => {
    const world = await steady();
    const [outlook] = world.outlook().records.values();
    if (!outlook) throw new Error('There are events.');
    world.outlook().edit(outlook.id, far);
    await world.run();
    expect([...world.orocrm.records.values()].filter(({ start }) => start === far.start)).toHaveLength(1);
    expect(await world.quiet()).toBe(0);
  });
});

test('a pattern that OroCRM cannot hold is set aside with the reason, and not flattened', async () => {
  const world = await steady();
  const recurrence: OutlookRecurrence = {
    ...{ type: 'weekly', interval: 2, daysOfWeek: ['sunday', 'wednesday'], dayOfMonth: undefined },
    ...{ month: undefined, index: undefined, firstDayOfWeek: 'monday', startDate: '2026-03-11' },
    ...{ endDate: '', numberOfOccurrences: undefined, timeZone: 'Europe/Berlin' },
  };
  const series = {
    ...eventKit.outlook('Odd weeks', 1),
    start: '2026-03-11T09:00:00Z',
    end: '2026-03-11T10:00:00Z',
  };
  const { id } = world.outlook().add({ ...series, recurrence });
  await world.run();
  expect(world.orocrm.records.size).toBe(12);
  const [alert] = world.kept.alerts.values();
  expect(alert).toMatchObject({ code: 'record-set-aside', record: id });
  expect(alert?.message).toMatch(/weeks begin on monday/);
  expect(await world.quiet()).toBe(0);
  world.outlook().edit(id, { recurrence: { ...recurrence, firstDayOfWeek: 'sunday' } });
  await world.run();
  expect(world.orocrm.records.size).toBe(13);
  expect(codes(world)).toEqual([]);
  expect(await world.quiet()).toBe(0);
});

test('a meeting that matches by its key is linked and marked, and its values wait: nothing makes its twin', async () => {
  const world = await steady();
  const { id } = world.outlook().add({ ...eventKit.outlook('Meeting', 1), hasAttendees: true });
  const orocrm = world.orocrm.add(eventKit.orocrm('Meeting', 5));
  await world.run();
  expect(world.outlook().records.get(id)).toMatchObject({
    mark: orocrm.id,
    ...eventKit.outlook('Meeting', 1),
  });
  expect(codes(world)).toEqual(['meeting-held']);
  expect(await world.quiet()).toBe(0);
  world.outlook().edit(id, { subject: 'Renamed' });
  await world.run();
  expect([world.orocrm.records.size, world.outlook().records.size]).toEqual([13, 13]);
  world.settings({ meetingUpdates: 'send' });
  await world.run();
  expect(world.outlook().records.get(id)).toMatchObject(eventKit.outlook('Meeting', 5));
  expect(codes(world)).toEqual([]);
  expect(await world.quiet()).toBe(0);
});

test("somebody else's meeting that is gone from Outlook stays gone there", async () => {
  const world = await steady();
  const foreign = { ...eventKit.outlook('Theirs', 1), isOrganizer: false, hasAttendees: true };
  const { id } = world.outlook().add(foreign);
  await world.run();
  expect(world.orocrm.records.size).toBe(13);
  world.outlook().drop(id);
  await world.poll();
  await world.run();
  expect([world.orocrm.records.size, world.outlook().records.size]).toEqual([13, 12]);
  expect(await world.quiet()).toBe(0);
});

test('the alert of a deletion that was not made goes with the meeting', async () => {
  const world = await steady();
  const { id } = world.outlook().add({ ...eventKit.outlook('Meeting', 1), hasAttendees: true });
  await world.run();
  const made = [...world.orocrm.records.values()].find(({ title }) => title === 'Meeting');
  if (made) world.orocrm.records.delete(made.id);
  await world.run();
  expect(codes(world)).toEqual(['meeting-held']);
  world.outlook().drop(id);
  await world.run();
  expect(codes(world)).toEqual([]);
});

test('a marked event outside the window is not doubled by its OroCRM event inside', async () => {
  const world = await steady();
  const orocrm = world.orocrm.add(eventKit.orocrm('Here', 1));
  const far = { start: '2028-01-10T09:00:00Z', end: '2028-01-10T10:00:00Z' };
  world.outlook().add({ subject: 'Here', ...far, mark: orocrm.id });
  await world.run();
  await world.run();
  expect([...world.outlook().records.values()].filter(({ mark }) => mark === orocrm.id)).toHaveLength(1);
  expect(await world.quiet()).toBe(0);
});

test('no recurrence is restored as well as one', async () => {
  const world = await steady();
  const { id } = world.outlook().add(eventKit.outlook('Once', 1));
  await world.run();
  const made = [...world.orocrm.records.values()].find(({ title }) => title === 'Once');
  if (!made) throw new Error('The event was not made in OroCRM.');
  world.orocrm.edit(made.id, seriesKit.orocrm('Once', 1));
  await world.run();
  expect(world.outlook().records.get(id)?.recurrence).toBeDefined();
  const entry = world.kept.history.find(({ side }) => side === 'outlook');
  if (!entry) throw new Error('The overwrite is not in the history.');
  // As a row at rest has it.
  const kept = JSON.parse(JSON.stringify(entry)) as typeof entry;
  world.kept.history.splice(world.kept.history.indexOf(entry), 1, kept);
  await restore(world.ports, kept.id);
  expect(world.outlook().records.get(id)?.recurrence).toBeUndefined();
});
