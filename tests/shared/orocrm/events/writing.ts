import type { OrocrmEvent, OrocrmRecurrence } from '../../../../shared/records/event';
import type { OrocrmId } from '../../../../shared/records/ids';
import type { WriteOutcome } from '../../../../shared/sync/ports/orocrm';

type Outcome = WriteOutcome<OrocrmEvent>;

export const error = (outcome: Outcome | undefined) => (outcome?.ok === false ? outcome.error : undefined);
export const record = (outcome: Outcome | undefined) => (outcome?.ok === true ? outcome.record : undefined);

export const weekly: OrocrmRecurrence = {
  ...{ recurrenceType: 'weekly', interval: 2, dayOfWeek: ['monday', 'friday'], dayOfMonth: undefined },
  ...{ monthOfYear: undefined, instance: undefined, startTime: '2026-03-09T09:00:00Z' },
  ...{ endTime: '2026-06-01T21:59:59Z', occurrences: undefined, timeZone: 'Europe/Berlin' },
};

export const draft: OrocrmEvent = {
  ...{ id: '' as OrocrmId, version: '', createdAt: '', owner: '', parent: '', allDay: false },
  ...{ title: 'Lunch', start: '2026-03-09T11:00:00Z', end: '2026-03-09T12:00:00Z' },
  ...{ recurrence: undefined, exceptions: [] },
};

/** An occurrence of a daily series at another time. */
export const moved = {
  ...{ originalStart: '2026-03-13T09:00:00Z', cancelled: false, title: 'Moved', allDay: false },
  ...{ start: '2026-03-13T15:00:00Z', end: '2026-03-13T16:00:00Z' },
};
