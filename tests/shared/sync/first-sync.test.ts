import { World } from './support/world';

test('a first sync links what matches by key, creates the rest on both sides, and is quiet afterwards', async () => {
  const world = World.of();
  const both = world.orocrm.add({ firstName: 'Ada', lastName: 'Byron', jobTitle: 'Analyst' });
  const onlyOrocrm = world.orocrm.add({ firstName: 'Charles', lastName: 'Babbage' });
  const match = world.outlook().add({ givenName: 'ada', surname: ' Byron', jobTitle: 'Poet' });
  const onlyOutlook = world.outlook().add({ surname: 'Lovelace' });

  const run = await world.run();

  expect(run.status).toBe('done');
  expect(world.outlook().records.get(match.id)).toMatchObject({ mark: both.id, jobTitle: 'Analyst' });
  expect([...world.outlook().records.values()].filter(({ mark }) => mark === onlyOrocrm.id)).toHaveLength(1);
  expect(world.orocrm.records.size).toBe(3);
  const created = [...world.orocrm.records.values()].find(({ lastName }) => lastName === 'Lovelace');
  expect(created).toMatchObject({ firstName: 'Lovelace' });
  expect(world.outlook().records.get(onlyOutlook.id)).toMatchObject({ mark: created?.id, givenName: '' });
  expect(await world.quiet()).toBe(0);
});
