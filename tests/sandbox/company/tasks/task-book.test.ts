import { localDays } from '../../../../sandbox/company/local-days';
import { seededRandom } from '../../../../sandbox/company/random';
import { makeTaskBook, taskCounts } from '../../../../sandbox/company/tasks/task-book';
import { taskStatuses } from '../../../../sandbox/company/tasks/task';
import { foldCase } from '../../../../shared/records/fold-case';

const now = new Date('2025-03-28T23:30:00Z');
const auckland = localDays(now, 'New Zealand Standard Time');
const books = [1, 2, 3, 4, 5].map((seed) => makeTaskBook(seededRandom(seed), '7', auckland));

const key = (subject: string | null | undefined, priority: string | null | undefined): string =>
  `${foldCase((subject ?? '').normalize('NFC').replaceAll(/\s+/g, ' ').trim())}|${priority ?? ''}`;

test('the same seed makes the same tasks, another seed makes others', () => {
  expect(makeTaskBook(seededRandom(1), '7', auckland)).toEqual(books[0]);
  expect(JSON.stringify(books[1])).not.toBe(JSON.stringify(books[0]));
});

test('the key tells which tasks are on both sides: each of those once on either side', () => {
  for (const { orocrm, outlook, otherList } of books) {
    const left = orocrm.map(({ subject, taskPriority }) => key(subject, taskPriority));
    const right = [...outlook, ...otherList].map(({ title, importance }) => key(title, importance));
    expect(new Set(left).size).toBe(left.length);
    expect(new Set(right).size).toBe(right.length);
    expect(right.filter((one) => left.includes(one))).toHaveLength(taskCounts.same + taskCounts.conflicting);
    expect(left).toHaveLength(taskCounts.onlyOrocrm + taskCounts.same + taskCounts.conflicting);
  }
});

test('all statuses and priorities occur, most tasks are due around the colleague’s today and some never', () => {
  const outlook = books.flatMap((book) => [...book.outlook, ...book.otherList]);
  const orocrm = books.flatMap((book) => book.orocrm);
  expect(new Set(outlook.map(({ status }) => status))).toEqual(new Set(taskStatuses));
  expect(new Set(outlook.map(({ importance }) => importance)).size).toBe(3);
  expect(new Set(orocrm.map(({ status }) => status))).toEqual(new Set(['open', 'in_progress', 'closed']));
  expect(new Set(orocrm.map(({ taskPriority }) => taskPriority)).size).toBe(3);
  for (const dues of [outlook.map(({ due }) => due), orocrm.map(({ dueDate }) => dueDate ?? undefined)]) {
    const days = dues.filter((due) => due !== undefined).map((due) => due.slice(0, 10));
    expect(days.length).toBeLessThan(dues.length);
    expect(days.length).toBeGreaterThan(dues.length / 2);
    for (const day of days) {
      expect(day >= '2025-03-14').toBe(true);
      expect(day <= '2025-05-04').toBe(true);
    }
  }
});

test('days are those of the colleague, also where the clocks change', () => {
  expect(auckland.date(0)).toBe('2025-03-29');
  expect(auckland.instant(0, '09:00')).toBe('2025-03-28T20:00:00Z');
  // Summer ends there on 6 April.
  expect(auckland.instant(9, '09:00')).toBe('2025-04-06T21:00:00Z');
  expect([0, 1, 2].map((day) => auckland.workday(day))).toEqual([2, 2, 2]);
  expect(() => localDays(now, 'Middle-earth')).toThrow('Middle-earth');
});
