import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { metricTable, type MetricName } from '../../../shared/sync/ports/metrics';
import { sweep } from '../../../shared/sync/sweep';
import { World } from './support/world';

/** The sums of a metric since the last look, by its attributes. */
function take(world: World, name: MetricName): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const one of world.kept.metrics) {
    // Whatever is recorded: nothing but the listed values, so nothing personal.
    const lists: Readonly<Record<string, readonly string[]>> = metricTable[one.name].attributes;
    expect(Object.keys(one.attributes).sort()).toEqual(Object.keys(lists).sort());
    for (const [key, value] of Object.entries(one.attributes)) expect(lists[key]).toContain(value);
    if (one.name !== name) continue;
    const key = Object.values(one.attributes).join(' ');
    sums[key] = (sums[key] ?? 0) + one.value;
  }
  return sums;
}

function forget(world: World): void {
  world.kept.metrics.length = 0;
}

async function tick(world: World): Promise<void> {
  forget(world);
  await sweep(world.ports);
}

describe('sync.records', () => {
  it('counts what a first sync wrote on each side, and a second look finds nothing', async () => {
    const world = World.of();
    for (let index = 0; index < 3; index += 1) world.orocrm.add({ firstName: `Person ${index}` });
    world.outlook().add({ givenName: 'Somebody' });
    await world.run();
    expect(take(world, 'sync.records')).toEqual({
      'contacts outlook created': 3,
      'contacts orocrm created': 1,
    });
    forget(world);
    await world.run();
    expect(take(world, 'sync.records')).toEqual({});
  });

  it('counts what the messages of a poll did: an update, a deletion, a refused record', async () => {
    const world = World.of();
    const [changed, gone] = [1, 2, 3].map((index) => world.orocrm.add({ firstName: `Person ${index}` }));
    await world.run();
    forget(world);
    if (changed) world.orocrm.edit(changed.id, { lastName: 'Changed' });
    if (gone) world.orocrm.records.delete(gone.id);
    await world.poll();
    expect(take(world, 'sync.records')).toEqual({
      'contacts outlook updated': 1,
      'contacts outlook deleted': 1,
    });
    forget(world);
    world.orocrm.faults = ['refuse'];
    world.outlook().add({ givenName: 'Refused' });
    await world.poll();
    expect(take(world, 'sync.records')).toEqual({ 'contacts orocrm failed': 1 });
  });

  it('counts nothing of a dry run, which is no success either', async () => {
    const world = World.of();
    world.orocrm.add({ firstName: 'Person' });
    await world.run({ dryRun: true });
    expect(world.kept.metrics).toEqual([]);
  });
});

describe('sync.successes', () => {
  it('counts a run, and a poll once it has read both sides', async () => {
    const world = World.of();
    await world.run();
    expect(take(world, 'sync.successes')['contacts']).toBeGreaterThan(0);
    forget(world);
    await world.poll();
    expect(take(world, 'sync.successes')).toEqual({ contacts: 1 });
  });

  it.each(['orocrm', 'outlook'] as const)('counts none while %s is out of reach', async (side) => {
    const world = World.of();
    await world.run();
    await world.poll();
    forget(world);
    (side === 'orocrm' ? world.orocrm : world.outlook()).unreadable = true;
    await world.poll();
    // The side that is read may catch up with what was read of the other before, and no further.
    await world.poll();
    await world.poll();
    expect(take(world, 'sync.successes')['contacts'] ?? 0).toBeLessThanOrEqual(1);
    await tick(world);
    expect(take(world, 'sync.lag')['contacts']).toBeGreaterThan(40);
  });
});

describe('a tick of sweep', () => {
  const none = { new: 0, 'first-sync': 0, steady: 0, held: 0, off: 0 };

  it('follows a mailbox from new over its first sync to steady, and tells its lag from then on', async () => {
    const world = World.of();
    await tick(world);
    expect(take(world, 'sync.mailboxes')).toEqual({ ...none, new: 1 });
    expect(take(world, 'sync.lag')).toEqual({});
    await world.settle();
    world.clock.advance(90);
    await tick(world);
    expect(take(world, 'sync.mailboxes')).toEqual({ ...none, steady: 1 });
    expect(take(world, 'sync.lag')['contacts']).toBeGreaterThanOrEqual(90);
    expect(take(world, 'sync.lag')['contacts']).toBeLessThan(100);
  });

  it('tells a mailbox that is held or off, which has no lag', async () => {
    const world = World.of({}, ['ada@example.org', 'grace@example.org', 'emmy@example.org']);
    for (const mailbox of world.outlooks.keys()) await world.run({ mailbox });
    const [ada, grace] = [...world.kept.mailboxes.values()];
    if (ada) await world.ports.mailboxes.put({ ...ada, held: 'Another account.' });
    if (grace) await world.ports.mailboxes.put({ ...grace, settings: { enableSync: false } });
    await tick(world);
    expect(take(world, 'sync.mailboxes')).toEqual({ ...none, steady: 1, held: 1, off: 1 });
    expect(world.kept.metrics.filter(({ name }) => name === 'sync.lag')).toHaveLength(1);
  });

  it('tells what waits for a person', async () => {
    const world = World.of();
    const people = Array.from({ length: 30 }, (_, index) =>
      world.orocrm.add({ firstName: `Person ${index}` }),
    );
    await world.run();
    await tick(world);
    expect(take(world, 'sync.waiting')).toEqual({ failed: 0, held: 0, alerts: 0 });
    for (const { id } of people.slice(0, 15)) world.orocrm.records.delete(id);
    world.orocrm.faults = ['refuse'];
    world.outlook().add({ givenName: 'Refused' });
    await world.poll();
    await tick(world);
    expect(take(world, 'sync.waiting')).toEqual({ failed: 1, held: 1, alerts: 2 });
  });

  it('does its work although what waits cannot be read', async () => {
    const world = World.of();
    const lines: string[] = [];
    const alerts = { ...world.ports.alerts, list: () => Promise.reject(new Error('no table')) };
    await sweep({ ...world.ports, alerts, log: (line) => lines.push(line) });
    expect(world.kept.queue).not.toHaveLength(0);
    expect(lines).toHaveLength(1);
    expect(take(world, 'sync.waiting')).toEqual({});
  });
});

describe('the table', () => {
  it('is the one of docs/architecture.md', () => {
    const text = readFileSync(resolve('docs/architecture.md'), 'utf8');
    const rows = [...text.matchAll(/^\| `(sync\.\w+)` \| (\w+) \| ([^|]+) \|/gm)];
    const documented = rows.map(([, name, kind, attributes]) => [
      name,
      kind,
      (attributes ?? '').split(',').map((one) => one.trim().replaceAll('`', '')),
    ]);
    expect(documented).toEqual(
      Object.entries(metricTable).map(([name, { kind, attributes }]) => [
        name,
        kind,
        Object.keys(attributes),
      ]),
    );
  });

  it('says in its documentation what each value of an attribute that is no entity or side means', () => {
    const text = readFileSync(resolve('docs/architecture.md'), 'utf8');
    for (const [name, { attributes }] of Object.entries(metricTable)) {
      const row = text.split('\n').find((line) => line.startsWith(`| \`${name}\``)) ?? '';
      for (const [key, values] of Object.entries<readonly string[]>(attributes)) {
        if (['entity', 'side', 'queue'].includes(key)) continue;
        for (const value of values) expect(row).toContain(`\`${value}\``);
      }
    }
  });

  it('lets no wrong name, attribute or value compile', () => {
    const { metrics } = World.of().ports;
    // @ts-expect-error no such metric
    metrics.record('sync.successs', 1, { entity: 'contacts' });
    // @ts-expect-error no such value
    metrics.record('sync.successes', 1, { entity: 'ada@example.org' });
    // @ts-expect-error an attribute that the metric does not have
    metrics.record('sync.successes', 1, { entity: 'contacts', mailbox: 'ada@example.org' });
    // @ts-expect-error an attribute is missing
    metrics.record('sync.records', 1, { entity: 'contacts', side: 'orocrm' });
  });
});
