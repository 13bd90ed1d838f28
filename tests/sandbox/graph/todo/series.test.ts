import { at, failure, startBench, stopAll, text, type Bench } from '../harness';
import { tasksOf } from './lists';

const ADA = 'ada@example.com';
const MARK = { applicationName: 'OroCRM', externalId: '12' };
let bench: Bench;
let tasks: string;
beforeEach(async () => {
  bench = await startBench({ now: () => new Date('2026-05-06T10:00:00Z') });
  bench.human.changeUser(ADA, { mailbox: { timeZone: 'W. Europe Standard Time' } });
  tasks = await tasksOf(bench, 'Tasks');
});
afterEach(stopAll);

const WEEKLY = {
  pattern: { type: 'weekly', interval: 1, daysOfWeek: ['wednesday'] },
  range: { type: 'noEnd', startDate: '2026-05-06' },
};

function addSeries(range: object = WEEKLY.range, more: object = {}): string {
  const recurrence = { ...WEEKLY, range: { ...WEEKLY.range, ...range } };
  const body = { title: 'Water', due: '2026-05-06', recurrence, linkedResources: [MARK], ...more };
  return bench.human.todo.add(ADA, body).id;
}

const done = (id: string): ReturnType<Bench['send']> =>
  bench.send('PATCH', `${tasks}/${id}`, { body: { status: 'completed' } });

const shown = (): unknown[] =>
  bench.human.todo.tasks(ADA).map(({ id, task }) => ({
    id,
    status: task['status'],
    due: at(task, 'dueDateTime', 'dateTime'),
    links: at(task, 'linkedResources', 0, 'externalId'),
  }));

it('a recurrence is read out with all members, those of no use as zeros', async () => {
  const id = addSeries();
  expect(at((await bench.send('GET', `${tasks}/${id}`)).body, 'recurrence')).toEqual({
    pattern: {
      type: 'weekly',
      interval: 1,
      month: 0,
      dayOfMonth: 0,
      daysOfWeek: ['wednesday'],
      firstDayOfWeek: 'sunday',
      index: 'first',
    },
    range: {
      type: 'noEnd',
      startDate: '2026-05-06',
      endDate: '0001-01-01',
      recurrenceTimeZone: 'UTC',
      numberOfOccurrences: 0,
    },
  });
});

describe('completing a task of a series', () => {
  it('leaves it completed and adds the next one, with linked resources of its own', async () => {
    const id = addSeries({}, { reminderDateTime: { dateTime: '2026-05-05T07:00:00', timeZone: 'UTC' } });
    const reply = await done(id);
    expect(reply.body).toMatchObject({
      id,
      status: 'completed',
      recurrence: { pattern: { type: 'weekly' } },
    });
    const [completed, next] = bench.human.todo.tasks(ADA);
    expect(shown()).toEqual([
      { id, status: 'completed', due: '2026-05-05T22:00:00.0000000', links: '12' },
      { id: next?.id, status: 'notStarted', due: '2026-05-12T22:00:00.0000000', links: '12' },
    ]);
    expect(next?.task).toMatchObject({ title: 'Water', recurrence: { range: { type: 'noEnd' } } });
    expect(next?.task).not.toHaveProperty('completedDateTime');
    expect(at(next?.task, 'reminderDateTime', 'dateTime')).toBe('2026-05-12T07:00:00.0000000');
    expect(text(next?.task, 'linkedResources', 0, 'id')).not.toBe(
      text(completed?.task, 'linkedResources', 0, 'id'),
    );
    await done(id);
    expect(shown()).toHaveLength(2);
    bench.human.todo.complete(ADA, next?.id ?? '');
    expect(shown()[2]).toMatchObject({ status: 'notStarted', due: '2026-05-19T22:00:00.0000000' });
  });

  it('may leave the next one without linked resources', async () => {
    bench.changeSettings({ nextTaskCopiesLinks: false });
    await done(addSeries());
    expect(shown()).toMatchObject([{ links: '12' }, { status: 'notStarted', links: undefined }]);
  });

  it('may roll the same id forward and make the completed one new', async () => {
    bench.changeSettings({ recurringTaskCompletion: 'sameTask' });
    const id = addSeries();
    expect((await done(id)).body).toMatchObject({ id, status: 'notStarted' });
    expect(shown()).toMatchObject([
      { id, status: 'notStarted', due: '2026-05-12T22:00:00.0000000', links: '12' },
      { status: 'completed', due: '2026-05-05T22:00:00.0000000', links: '12' },
    ]);
    expect(bench.human.todo.tasks(ADA)[1]?.task).not.toHaveProperty('recurrence');
  });

  it.each([
    ['a date', { type: 'endDate', endDate: '2026-05-12' }],
    ['a number', { type: 'numbered', numberOfOccurrences: 1 }],
  ])('adds none after the last one, by %s', async (_case, range) => {
    await done(addSeries(range));
    expect(shown()).toMatchObject([{ status: 'completed' }]);
  });

  it('of no series adds none', async () => {
    await done(bench.human.todo.add(ADA, { title: 'x', due: '2026-05-06' }).id);
    expect(shown()).toMatchObject([{ status: 'completed' }]);
  });
});

describe('the due date of a series', () => {
  const later = { dueDateTime: { dateTime: '2026-05-08T00:00:00', timeZone: 'UTC' } };

  it('changes, or stays and the next task comes instead', async () => {
    const id = addSeries();
    expect((await bench.send('PATCH', `${tasks}/${id}`, { body: later })).body).toMatchObject({
      dueDateTime: { dateTime: '2026-05-08T00:00:00.0000000' },
    });
    expect(shown()).toHaveLength(1);
    bench.changeSettings({ recurringDueDatePatch: 'spawnsNext' });
    const other = addSeries();
    const reply = await bench.send('PATCH', `${tasks}/${other}`, { body: { ...later, title: 'y' } });
    expect(reply.body).toMatchObject({
      title: 'y',
      dueDateTime: { dateTime: '2026-05-05T22:00:00.0000000' },
    });
    expect(shown().slice(1)).toMatchObject([
      { id: other, due: '2026-05-05T22:00:00.0000000' },
      { status: 'notStarted', due: '2026-05-12T22:00:00.0000000' },
    ]);
  });

  it('is needed, and takes the recurrence with it when it goes', async () => {
    const id = addSeries();
    const cleared = await bench.send('PATCH', `${tasks}/${id}`, { body: { dueDateTime: null } });
    expect(cleared.body).not.toHaveProperty('recurrence');
    const refused = await bench.send('POST', tasks, { body: { title: 'x', recurrence: WEEKLY } });
    expect(failure(refused)).toBe('400 ErrorInvalidRequest');
  });
});

describe('a recurrence', () => {
  const due = { dateTime: '2026-05-06T00:00:00', timeZone: 'UTC' };

  it.each([
    ['of an unknown type', { type: 'hourly' }, {}],
    ['without interval', { interval: undefined }, {}],
    ['weekly without days', { daysOfWeek: [] }, {}],
    ['with an unknown day', { daysOfWeek: ['Mittwoch'] }, {}],
    ['monthly without a day', { type: 'absoluteMonthly' }, {}],
    ['yearly in month 13', { type: 'absoluteYearly', dayOfMonth: 1, month: 13 }, {}],
    ['with an unknown member', { every: 2 }, {}],
    ['without a start', {}, { startDate: undefined }],
    ['with a start of 30 February', {}, { startDate: '2026-02-30' }],
    ['ending by date without one', {}, { type: 'endDate' }],
    ['ending before it starts', {}, { type: 'endDate', endDate: '2026-05-05' }],
    ['numbered without a number', {}, { type: 'numbered' }],
    ['in an unknown zone', {}, { recurrenceTimeZone: 'Mars' }],
  ])('%s is refused', async (_case, pattern, range) => {
    const recurrence = {
      pattern: { ...WEEKLY.pattern, ...pattern },
      range: { ...WEEKLY.range, ...range },
    };
    const reply = await bench.send('POST', tasks, { body: { title: 'x', dueDateTime: due, recurrence } });
    expect(failure(reply)).toMatch(/^400 /);
  });

  it('can be written back as it was read', async () => {
    const id = addSeries();
    const { body } = await bench.send('GET', `${tasks}/${id}`);
    const recurrence = at(body, 'recurrence');
    const reply = await bench.send('PATCH', `${tasks}/${id}`, { body: { recurrence } });
    expect(at(reply.body, 'recurrence')).toEqual(recurrence);
  });
});
