import type { Call, Notes } from '../../control';
import type { Directory } from '../state/directory';
import { withPlainSegments } from './split-url';

/** Whatever names a calendar is about events. */
const CALENDARS = ['calendar', 'calendars', 'calendarView'];
const ENTITIES = ['contacts', 'events', 'tasks', 'lists', 'contactFolders', 'mailboxSettings'];

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** What the log says of a call: the mailbox, the entity, and whether it changes records. */
export function describeCall(call: Call, directory: Directory): Notes {
  const segments = withPlainSegments(call.path).split('/').slice(1);
  if (segments[0] !== 'v1.0') return { write: false };
  const [, collection, key, ...rest] = segments;
  if (collection !== 'users' || key === undefined) return { write: false, entity: collection };
  const user = directory.find(decoded(key));
  return {
    subject: (user?.mail ?? user?.userPrincipalName ?? decoded(key)).toLowerCase(),
    entity:
      ENTITIES.find((name) => rest.includes(name)) ??
      (rest.some((name) => CALENDARS.includes(name)) ? 'events' : 'users'),
    write: ['POST', 'PATCH', 'PUT', 'DELETE'].includes(call.method),
  };
}
