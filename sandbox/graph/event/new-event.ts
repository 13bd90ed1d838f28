import { randomBytes } from 'node:crypto';
import { NO_ANSWER, type EventContent, type EventValues } from './properties';

/** What a new event has where its body says nothing. Start and end have to be said. */
export const NEW_CONTENT: EventContent = {
  subject: '',
  body: { contentType: 'html', content: '' },
  start: { dateTime: '1970-01-01T00:00:00.000', timeZone: 'UTC' },
  end: { dateTime: '1970-01-01T00:00:00.000', timeZone: 'UTC' },
  isAllDay: false,
  locations: [],
  attendees: [],
  importance: 'normal',
  sensitivity: 'normal',
  showAs: 'busy',
  categories: [],
  isReminderOn: true,
  reminderMinutesBeforeStart: 15,
  responseRequested: true,
  allowNewTimeProposals: true,
  hideAttendees: false,
  isOnlineMeeting: false,
  onlineMeetingProvider: 'unknown',
  isCancelled: false,
};

/** A global object id as Exchange makes them, new each time. */
export function newUid(): string {
  const known = '040000008200E00074C5B7101A82E00800000000';
  return `${known}${randomBytes(8).toString('hex')}000000000000000010000000${randomBytes(16).toString('hex')}`.toUpperCase();
}

export function newValues(): EventValues {
  return {
    ...NEW_CONTENT,
    exceptions: [],
    cancelled: [],
    uid: newUid(),
    response: { ...NO_ANSWER, response: 'organizer' },
    customZone: false,
  };
}
