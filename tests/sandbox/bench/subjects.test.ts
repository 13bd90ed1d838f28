import { calendarEvents } from '../../../sandbox/bench/subjects/calendar-events';
import { contacts } from '../../../sandbox/bench/subjects/contacts';
import { sides, type BenchWorld } from '../../../sandbox/bench/subjects/subject';
import { tasks } from '../../../sandbox/bench/subjects/tasks';
import { startGraph, type RunningGraph } from '../../../sandbox/graph/start';
import { startOrocrm, type SimulatedOrocrm } from '../../../sandbox/orocrm/start';

let orocrm: SimulatedOrocrm;
let graph: RunningGraph;

beforeAll(async () => {
  [orocrm, graph] = await Promise.all([startOrocrm(), startGraph()]);
});
afterAll(() => Promise.all([orocrm.stop(), graph.stop()]));

const size = 41;

describe.each(sides)('in %s', (side) => {
  let world: BenchWorld;
  beforeAll(() => {
    const address = `bench-${side}@example.org`;
    const { id: userId } = orocrm.addUser({ username: `bench-${side}`, email: address });
    graph.human.createUser({ userPrincipalName: address, mail: address });
    world = { orocrm, graph, address, userId };
  });

  const held = (): Record<string, readonly string[]> => {
    const { address, userId } = world;
    const lists: Readonly<Record<string, readonly unknown[]>> =
      side === 'orocrm'
        ? {
            contacts: orocrm.contacts.list(userId),
            tasks: orocrm.tasks.list(userId),
            calendarEvents: orocrm.calendarEvents.list({ owner: userId }),
          }
        : {
            contacts: graph.human.contacts(address),
            tasks: graph.human.todo.tasks(address),
            calendarEvents: graph.human.calendar.events(address),
          };
    return Object.fromEntries(
      Object.entries(lists).map(([name, list]) => [name, list.map((one) => JSON.stringify(one))]),
    );
  };

  test.each([contacts, tasks, calendarEvents])('$entity are entered, and some of them changed', (subject) => {
    subject.fill(world, side, size);
    const before = held()[subject.entity] ?? [];
    expect(before).toHaveLength(size);
    subject.change(world, side, 3);
    const after = held()[subject.entity] ?? [];
    expect(after.filter((one, index) => one !== before[index])).toHaveLength(3);
  });

  test('one event in ten is a series, one in twenty has a moved and a cancelled occurrence', () => {
    const { address, userId } = world;
    const series =
      side === 'orocrm'
        ? orocrm.calendarEvents.list({ owner: userId }).map(({ recurrence, exceptions }) => ({
            repeats: recurrence !== null,
            differing: exceptions.length,
          }))
        : graph.human.calendar.events(address).map(({ event, exceptions, cancelled }) => ({
            repeats: event['recurrence'] !== null,
            differing: exceptions.length + cancelled.length,
          }));
    expect(series.filter(({ repeats }) => repeats)).toHaveLength(5);
    expect(series.filter(({ differing }) => differing === 2)).toHaveLength(3);
  });
});
