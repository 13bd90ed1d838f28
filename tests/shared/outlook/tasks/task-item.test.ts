import fc from 'fast-check';
import { DateTime } from 'luxon';
import { folderId } from '../../../../shared/records/ids';
import { newTaskBody, taskPatch, toTask } from '../../../../shared/outlook/tasks/task-item';
import { graphValidator, hasGraphSchema } from '../support/graph-schema';
import { linkTo } from '../../../../shared/outlook/tasks/linked-resource';
import { arbitraryDay, arbitraryTask } from './support/arbitrary-task';
import { aTask, recordPage, zone } from './support/simulated-todo';

const list = folderId('L0');
const read = (more: Record<string, unknown>, timeZone = zone) =>
  toTask({ id: 'T1', ...more }, list, timeZone, 'GET task');
const due = (dateTime: string, timeZone: string | undefined, mailbox: string): string =>
  read({ dueDateTime: { dateTime, ...(timeZone === undefined ? {} : { timeZone }) } }, mailbox).dueDate;

const zones = [
  ...['UTC', 'Europe/Berlin', 'America/New_York', 'America/Los_Angeles', 'America/St_Johns', 'Asia/Kolkata'],
  ...['Asia/Kathmandu', 'Asia/Tokyo', 'Australia/Lord_Howe', 'Pacific/Apia', 'Pacific/Kiritimati'],
  // Clocks go forward at midnight there: such a day has no midnight.
  ...['America/Sao_Paulo', 'Africa/Cairo', 'Asia/Beirut', 'America/Havana', 'America/Asuncion'],
];

describe('the day of a due date', () => {
  it.each([
    ['2026-05-05T22:00:00.0000000', 'UTC', 'Europe/Berlin', '2026-05-06'],
    ['2026-05-06T00:00:00.0000000', 'UTC', 'Europe/Berlin', '2026-05-06'],
    ['2026-05-06T04:00:00.0000000', 'UTC', 'America/New_York', '2026-05-06'],
    ['2026-05-06T00:00:00.0000000', 'W. Europe Standard Time', 'Europe/Berlin', '2026-05-06'],
    ['2026-05-06T00:00:00', 'America/New_York', 'Europe/Berlin', '2026-05-06'],
    ['2026-05-06T23:00:00', 'America/New_York', 'Europe/Berlin', '2026-05-07'],
    ['2026-05-06T10:00:00', 'UTC', 'Pacific/Kiritimati', '2026-05-07'],
    ['2026-05-05T22:00:00Z', 'UTC', 'Europe/Berlin', '2026-05-06'],
    ['2026-05-05T22:00:00', undefined, 'Europe/Berlin', '2026-05-06'],
    ['2026-05-06T00:00:00', 'tzone://Microsoft/Custom', 'Europe/Berlin', '2026-05-06'],
  ])('%s in %s is for a mailbox in %s the %s', (dateTime, timeZone, mailbox, day) => {
    expect(due(dateTime, timeZone, mailbox)).toBe(day);
  });

  it('is the one that was written, as whoever says its midnight in UTC answers it', () => {
    fc.assert(
      fc.property(arbitraryDay, fc.constantFrom(...zones), (day, timeZone) => {
        const written = newTaskBody(aTask({ dueDate: day }), { timeZone, recordPage }).dueDateTime;
        expect(written).toEqual({ dateTime: `${day}T00:00:00`, timeZone });
        const midnight = DateTime.fromISO(`${day}T00:00:00`, { zone: timeZone }).toUTC();
        expect(due(`${midnight.toFormat("yyyy-MM-dd'T'HH:mm:ss")}.0000000`, 'UTC', timeZone)).toBe(day);
      }),
    );
  });
});

describe('an item', () => {
  it('is a task; what is not set has its default', () => {
    expect(read({ '@odata.etag': 'W/"1"', title: 'x', createdDateTime: '2026-01-01T00:00:00Z' })).toEqual({
      ...{ id: 'T1', version: 'W/"1"', createdAt: '2026-01-01T00:00:00Z', mark: '', folder: 'L0' },
      ...{ title: 'x', importance: 'normal', dueDate: '', status: 'notStarted' },
    });
    expect(read({ title: null, dueDateTime: null, linkedResources: null })).toMatchObject({
      ...{ title: '', dueDate: '', mark: '' },
    });
  });

  it.each([
    [[], ''],
    [[{ applicationName: 'Other', externalId: '9' }], ''],
    [[{ applicationName: 'orocrm', externalId: '9' }], ''],
    [[{ applicationName: 'OroCRM', externalId: '9' }], '9'],
    [[{ applicationName: 'OroCRM', externalId: 'odd' }], 'odd'],
    [[{ applicationName: 'OroCRM' }, { applicationName: 'OroCRM', externalId: '7' }], '7'],
    [
      [
        { applicationName: 'Other', externalId: '9' },
        { applicationName: 'OroCRM', externalId: '8' },
      ],
      '8',
    ],
  ])('with the linked resources %j has the mark %j', (linkedResources, mark) => {
    expect(read({ linkedResources }).mark).toBe(mark);
  });

  it.each([
    { id: '' },
    { id: 'x', status: 'unheard of' },
    { id: 'x', dueDateTime: { dateTime: 'soon', timeZone: 'UTC' } },
    'text',
  ])('that is no task is refused: %j', (body) => {
    expect(() => toTask(body, list, zone, 'GET task')).toThrow(/unreadable answer at GET task/);
  });
});

describe('a patch', () => {
  it('has what differs and nothing else; null clears the day', () => {
    const current = aTask({ dueDate: '2026-05-06', mark: '7' });
    expect(taskPatch(current, { ...current, mark: '8' }, zone)).toBeUndefined();
    expect(taskPatch(current, { ...current, dueDate: '', title: 'y' }, zone)).toEqual({
      ...{ title: 'y', dueDateTime: null },
    });
    fc.assert(
      fc.property(arbitraryTask, arbitraryTask, (one, other) => {
        const names = Object.keys(taskPatch(one, other, zone) ?? {});
        expect(names).toEqual([
          ...(one.title === other.title ? [] : ['title']),
          ...(one.importance === other.importance ? [] : ['importance']),
          ...(one.status === other.status ? [] : ['status']),
          ...(one.dueDate === other.dueDate ? [] : ['dueDateTime']),
        ]);
      }),
    );
  });
});

(hasGraphSchema ? it : it.skip)(
  'every body is what Graph’s metadata says of a task and its linked resources',
  () => {
    const [isTask, isLink] = [graphValidator('todoTask'), graphValidator('linkedResource')];
    const faults = (validate: typeof isTask, body: unknown): unknown => {
      validate(body);
      return validate.errors ?? [];
    };
    expect(faults(isTask, { title: 'x', unheardOf: 1 })).not.toEqual([]);
    fc.assert(
      fc.property(arbitraryTask, arbitraryTask, (one, other) => {
        expect(faults(isTask, newTaskBody(one, { timeZone: zone, recordPage }))).toEqual([]);
        expect(faults(isTask, taskPatch(one, other, zone) ?? {})).toEqual([]);
        expect(faults(isLink, linkTo(one.mark, recordPage))).toEqual([]);
      }),
    );
  },
);
