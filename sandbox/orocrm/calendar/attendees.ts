import { isList, isObject, textOf } from '../jsonapi/json';
import { idOf, text, type Entity } from '../model/entity';
import { fullName } from '../model/users';
import type { World } from '../model/world';
import type { Attendee, CalendarEvent } from './event';
import type { EventUnit } from './event-unit';

const lower = (address: string | null): string => (address ?? '').toLowerCase();

/** Whether two attendees are the same person under the same name. */
export function sameAttendee(one: Attendee, other: Attendee): boolean {
  return (
    one.user === other.user &&
    lower(one.email) === lower(other.email) &&
    (one.displayName ?? '') === (other.displayName ?? '')
  );
}

/** Whether two lists of attendees hold the same people; their answers may differ. */
export function sameAttendees(one: readonly Attendee[], other: readonly Attendee[]): boolean {
  const sorted = (list: readonly Attendee[]): Attendee[] =>
    [...list].sort((a, b) => ((a.email ?? '') < (b.email ?? '') ? -1 : 1));
  const others = sorted(other);
  return (
    one.length === other.length &&
    sorted(one).every((attendee, index) => {
      const there = others[index];
      return there !== undefined && sameAttendee(attendee, there);
    })
  );
}

function otherAddresses(user: Entity): string[] {
  const { emails } = user.attributes;
  if (!isList(emails)) return [];
  return emails.map((each) => lower(isObject(each) ? textOf(each['email']) : textOf(each)));
}

function userByAddress(world: World, email: string): Entity | undefined {
  const [id] = world.usersByEmail.get(email.toLowerCase());
  if (id !== undefined) return world.get('users', id);
  return world
    .table('users')
    .inOrder()
    .find((user) => otherAddresses(user).includes(email.toLowerCase()));
}

/** Finds the users among the attendees by their addresses, whatever the case, and fills in what was left out. */
export function completeAttendees(event: CalendarEvent, unit: EventUnit): void {
  const owner = unit.owner(event.calendar);
  for (const attendee of event.attendees) {
    if (attendee.user === null && attendee.email !== null) {
      const user = userByAddress(unit.world, attendee.email);
      attendee.user = user?.id ?? null;
      if (user !== undefined && (attendee.displayName ?? '') === '') attendee.displayName = fullName(user);
    }
    attendee.status ??= 'none';
    attendee.type ??= owner !== undefined && attendee.user === owner.id ? 'organizer' : 'required';
    if ((attendee.displayName ?? '') === '') attendee.displayName = attendee.email;
  }
}

/** Attendees who are users, without the owner of the event's calendar: those who get a copy. */
export function invitedUsers(
  event: CalendarEvent,
  attendees: readonly Attendee[],
  unit: EventUnit,
): string[] {
  const owner = unit.calendar(event.calendar)?.owner;
  return attendees.flatMap(({ user }) => (user === null || user === owner ? [] : [user]));
}

/** Says who organizes an event: the calendar's owner unless another address was given on creation. */
export function completeOrganizer(event: CalendarEvent, unit: EventUnit): void {
  const owner = unit.owner(event.calendar);
  if (owner === undefined) return;
  const address = text(owner, 'email');
  if (event.organizerEmail === null || event.organizerEmail === address) {
    event.isOrganizer = true;
    event.organizerUser = owner.id;
    event.organizerEmail = address;
    if ((event.organizerDisplayName ?? '') === '') event.organizerDisplayName = fullName(owner);
    return;
  }
  event.isOrganizer = false;
  const [id] = unit.world.usersByEmail.get(event.organizerEmail.toLowerCase());
  const user = id === undefined ? undefined : unit.world.get('users', idOf(id));
  const known = user !== undefined && text(user, 'email') === event.organizerEmail;
  if (known) event.organizerUser = user.id;
  if ((event.organizerDisplayName ?? '') === '') {
    event.organizerDisplayName = known ? fullName(user) : event.organizerEmail;
  }
}
