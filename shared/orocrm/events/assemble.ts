import type { OrocrmEvent, OrocrmException } from '../../records/event';
import type { OrocrmId } from '../../records/ids';
import type { EventRow } from './event-row';

/** The record to which a row belongs: its series, for an exception. */
export const masterOf = (row: EventRow): OrocrmId => row.recurringEventId ?? row.id;

/** Makes records of the rows of one calendar: a series with its exceptions is one. By ascending id. */
export function assembleEvents(rows: readonly EventRow[], calendar: OrocrmId): readonly OrocrmEvent[] {
  const exceptions = new Map<OrocrmId, EventRow[]>();
  for (const row of rows) {
    if (row.recurringEventId === undefined) continue;
    const known = exceptions.get(row.recurringEventId) ?? [];
    exceptions.set(row.recurringEventId, [...known, row]);
  }
  return rows
    .filter((row) => row.recurringEventId === undefined)
    .map((row) => assembleEvent(row, exceptions.get(row.id) ?? [], calendar))
    .sort((a, b) => byId(a.id, b.id));
}

/** What once were exceptions of an event that recurs no more are none: OroCRM leaves such rows behind (reference 3.3). */
function assembleEvent(row: EventRow, rows: readonly EventRow[], calendar: OrocrmId): OrocrmEvent {
  const own = row.recurrence === undefined ? [] : rows;
  return {
    ...{ id: row.id, owner: calendar, createdAt: row.createdAt },
    version: latestOf([row, ...own]),
    ...{ title: row.title, start: row.start, end: row.end, allDay: row.allDay },
    recurrence: row.recurrence,
    exceptions: own
      .filter(({ originalStart }) => originalStart !== '')
      .map(exceptionOf)
      .sort(byOriginalStart),
    parent: row.parentEventId ?? '',
  };
}

const exceptionOf = (row: EventRow): OrocrmException => ({
  ...{ id: row.id, originalStart: row.originalStart, cancelled: row.isCancelled },
  ...{ title: row.title, start: row.start, end: row.end, allDay: row.allDay },
});

/** OroCRM's lists have no order: the same exceptions are to look the same every time. */
const byOriginalStart = (a: OrocrmException, b: OrocrmException): number => {
  if (a.originalStart !== b.originalStart) return a.originalStart < b.originalStart ? -1 : 1;
  return byId(a.id ?? '', b.id ?? '');
};

/** Whole numbers of any length. */
export function byId(a: OrocrmId | '', b: OrocrmId | ''): number {
  if (a.length !== b.length) return a.length - b.length;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** An exception that changes leaves its series' `updatedAt` as it is. */
const latestOf = (rows: readonly EventRow[]): string =>
  rows.reduce((latest, { updatedAt }) => (updatedAt > latest ? updatedAt : latest), '');
