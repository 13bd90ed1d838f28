import { GraphError } from '../errors';
import type { EventContent } from './properties';
import { clockOf } from './times';

const refused = (message: string): GraphError =>
  new GraphError(400, 'ErrorPropertyValidationFailure', message);

const isMidnight = (dateTime: string): boolean => dateTime.endsWith('T00:00:00.000');

/**
 * Start and end as they have to be to each other (reference: Graph 2.3). No length is allowed, but not to an all-day
 * event: its end is exclusive.
 * @throws GraphError 400
 */
export function checkTimes({ start, end, isAllDay }: Pick<EventContent, 'start' | 'end' | 'isAllDay'>): void {
  if (clockOf(end) < clockOf(start)) throw refused('The event ends before it starts.');
  if (!isAllDay) return;
  if (!isMidnight(start.dateTime) || !isMidnight(end.dateTime)) {
    throw refused('The start and end of an all-day event have to be set to midnight.');
  }
  if (start.timeZone !== end.timeZone) {
    throw refused('The start and end of an all-day event have to be in the same time zone.');
  }
  if (start.dateTime === end.dateTime) throw refused('An all-day event has to last for at least 24 hours.');
}
