import fc from 'fast-check';
import type { OutlookTask } from '../../../../../shared/records/task';
import { aTask } from './simulated-todo';

export const arbitraryDay = fc
  .date({ min: new Date('1990-01-01'), max: new Date('2045-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

export const arbitraryTask: fc.Arbitrary<OutlookTask> = fc
  .record({
    title: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter((text) => text.trim() !== ''),
    importance: fc.constantFrom('low', 'normal', 'high'),
    status: fc.constantFrom('notStarted', 'inProgress', 'completed', 'waitingOnOthers', 'deferred'),
    dueDate: fc.oneof(fc.constant(''), arbitraryDay),
    mark: fc.oneof(fc.constant(''), fc.integer({ min: 1, max: 999_999 }).map(String)),
  })
  .map((values) => aTask(values));
