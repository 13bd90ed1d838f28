import { readBenchOptions } from '../../../sandbox/bench/options';
import { calendarEvents } from '../../../sandbox/bench/subjects/calendar-events';
import { contacts } from '../../../sandbox/bench/subjects/contacts';
import { tasks } from '../../../sandbox/bench/subjects/tasks';

const chosen = (environment: NodeJS.ProcessEnv): Record<string, number> =>
  Object.fromEntries(
    readBenchOptions(environment, [contacts, tasks, calendarEvents]).map(({ subject, size }) => [
      subject.entity,
      size,
    ]),
  );

test.each<[NodeJS.ProcessEnv, Record<string, number>]>([
  [{}, { contacts: 2000, tasks: 1000, calendarEvents: 500 }],
  [{ BENCH_RECORDS: '40' }, { contacts: 40, tasks: 40, calendarEvents: 40 }],
  [{ BENCH_ENTITIES: 'tasks' }, { tasks: 1000 }],
  [
    { BENCH_ENTITIES: ' calendarEvents, contacts ', BENCH_RECORDS: '40', BENCH_EVENTS: '7' },
    { contacts: 40, calendarEvents: 7 },
  ],
  [
    { BENCH_ENTITIES: '', BENCH_TASKS: '' },
    { contacts: 2000, tasks: 1000, calendarEvents: 500 },
  ],
])('%o measures %o', (environment, expected) => {
  expect(chosen(environment)).toEqual(expected);
});

test.each<[NodeJS.ProcessEnv, string]>([
  [{ BENCH_ENTITIES: 'tasks,events' }, 'events is not known; there are contacts, tasks, calendarEvents'],
  [{ BENCH_TASKS: '0' }, 'BENCH_TASKS has to be a whole number above 0, not 0'],
  [{ BENCH_RECORDS: 'many' }, 'BENCH_RECORDS'],
])('%o is refused', (environment, message) => {
  expect(() => chosen(environment)).toThrow(message);
});
