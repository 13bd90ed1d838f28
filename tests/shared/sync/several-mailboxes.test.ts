import { SyncError } from '../../../shared/errors';
import { orocrmId } from '../../../shared/records/ids';
import { World } from './support/world';

const names = ['ada@example.org', 'grace@example.org', 'edith@example.org'];

async function shared(): Promise<World> {
  const world = World.of({}, names);
  for (let index = 0; index < 5; index += 1)
    world.orocrm.add({ firstName: `Person ${index}`, jobTitle: 'Analyst' });
  for (const mailbox of world.outlooks.keys()) await world.run({ mailbox });
  return world;
}

const titles = (world: World, name: string): string[] =>
  [...world.outlook(name).records.values()].map(({ jobTitle }) => jobTitle).sort();

test('an edit in one mailbox reaches every mailbox that shares the record, and nothing else', async () => {
  const world = await shared();
  const [contact] = world.outlook('ada@example.org').records.values();
  if (!contact) throw new Error('There are contacts.');
  world.outlook('ada@example.org').edit(contact.id, { jobTitle: 'Countess' });
  await world.run({ mailbox: world.mailbox, kind: 'changes' });
  const expected = ['Analyst', 'Analyst', 'Analyst', 'Analyst', 'Countess'];
  // The others were told by the write: no poll of theirs was needed.
  for (const name of names) expect(titles(world, name)).toEqual(expected);
  expect(world.orocrm.records.size).toBe(5);
  expect(await world.quiet()).toBe(0);
});

test('a contact made in one mailbox is created once in OroCRM and once in every other mailbox', async () => {
  const world = await shared();
  world.outlook('grace@example.org').add({ givenName: 'New', surname: 'Person' });
  await world.poll();
  await world.poll();
  expect([...world.orocrm.records.values()].filter(({ firstName }) => firstName === 'New')).toHaveLength(1);
  for (const name of names) {
    const made = [...world.outlook(name).records.values()].filter(({ givenName }) => givenName === 'New');
    expect(made).toHaveLength(1);
  }
  expect(await world.quiet()).toBe(0);
});

test('one mailbox that is down stops no other', async () => {
  const world = await shared();
  world.outlook('ada@example.org').unreadable = true;
  const [id] = world.orocrm.records.keys();
  if (id) world.orocrm.edit(id, { jobTitle: 'Countess' });
  for (const mailbox of [...world.outlooks.keys()].slice(1)) await world.run({ mailbox });
  expect(titles(world, 'grace@example.org')).toContain('Countess');
  expect(titles(world, 'edith@example.org')).toContain('Countess');
  world.outlook('ada@example.org').unreadable = false;
  world.clock.advance(120);
  await world.poll();
  expect(titles(world, 'ada@example.org')).toContain('Countess');
  expect(await world.quiet()).toBe(0);
});

test('a mailbox whose lost cursor cannot be replaced says so, and is asked again by the next poll', async () => {
  const world = World.of();
  world.orocrm.add({ firstName: 'Ada' });
  await world.run();
  const outlook = world.outlook();
  jest
    .spyOn(outlook, 'changes')
    .mockResolvedValueOnce(new Map([[world.mailbox, { state: 'expired' as const }]]));
  jest.spyOn(outlook, 'start').mockRejectedValueOnce(new Error('no answer'));
  await world.poll();
  expect([...world.kept.alerts.values()].map(({ code }) => code)).toEqual(['outlook-unreadable']);
  await world.poll();
  expect(world.kept.alerts.size).toBe(0);
});

test('one mailbox that OroCRM refuses stops no other of the same credential', async () => {
  const world = World.of({}, names);
  const owners = new Map(names.map((name, index) => [name, orocrmId(String(index + 1))]));
  jest
    .spyOn(world.ports.connections, 'access')
    .mockImplementation((mailbox) => Promise.resolve({ credential: 'shared', owner: owners.get(mailbox) }));
  for (const owner of owners.values()) world.orocrm.add({ firstName: `Person ${owner}`, owner });
  for (const mailbox of world.outlooks.keys()) await world.run({ mailbox });
  const { orocrm } = world;
  jest.spyOn(world.ports.connections, 'orocrmFeed').mockResolvedValue({
    changes: (cursor, of) => {
      if (of?.includes(orocrmId('1')) !== true) return orocrm.changes(cursor);
      throw new SyncError('Not yours.', { kind: 'operator', code: 'forbidden' });
    },
    ids: () => orocrm.ids(),
    now: () => orocrm.now(),
  });
  for (const { id } of world.orocrm.records.values()) world.orocrm.edit(id, { jobTitle: 'Countess' });
  await world.poll();
  expect(names.map((name) => titles(world, name).filter((title) => title === 'Countess').length)).toEqual([
    0, 1, 1,
  ]);
  const alerts = [...world.kept.alerts.values()].map(({ code, mailbox }) => [code, mailbox]);
  expect(alerts).toEqual([['orocrm-unreadable', 'ada@example.org']]);
});
