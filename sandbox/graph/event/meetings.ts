import { GraphError } from '../errors';
import { isSamePerson } from './read-value';
import type { Attendee, EventContent, EventValues } from './properties';

/** What Exchange sends to an attendee. */
export type MailKind = 'invitation' | 'update' | 'cancellation' | 'response';

export interface MailOut {
  readonly kind: MailKind;
  readonly to: string;
}

/** What an organiser changes without telling anybody. Extended properties are not even among the properties. */
const SILENT = ['categories', 'isReminderOn', 'reminderMinutesBeforeStart', 'showAs'];

/** What an attendee may change of the own copy (reference: Graph 2.4). */
const OWN = [...SILENT, 'sensitivity'];

/** Whether the mailbox's owner organises it: an appointment without attendees too. */
export function isOrganised({ organizer }: EventValues): boolean {
  return organizer === undefined;
}

const addresses = (attendees: readonly Attendee[]): string[] =>
  attendees.map(({ emailAddress }) => emailAddress.address.toLowerCase());

function without(attendees: readonly Attendee[], others: readonly Attendee[]): string[] {
  return addresses(
    attendees.filter(
      ({ emailAddress }) => !others.some((other) => isSamePerson(other.emailAddress, emailAddress)),
    ),
  );
}

const mails = (kind: MailKind, to: readonly string[]): MailOut[] =>
  to.map((address) => ({ kind, to: address }));

/** The mails that a new event makes Exchange send. */
export function mailsOfCreation(content: EventContent): MailOut[] {
  return mails('invitation', addresses(content.attendees));
}

/**
 * The mails that an organiser's change makes Exchange send: to those who came and went where only the list changed,
 * else to all (reference: Graph 2.4). A property counts as changed when it is named, whatever its value.
 */
export function mailsOfChange(
  before: EventContent,
  after: EventContent,
  written: readonly string[],
): MailOut[] {
  const loud = written.filter((name) => !SILENT.includes(name));
  if (loud.length === 0) return [];
  const came = without(after.attendees, before.attendees);
  const stayed = addresses(after.attendees).filter((address) => !came.includes(address));
  const onlyList = loud.every((name) => name === 'attendees');
  return [
    ...mails('invitation', came),
    ...mails('cancellation', without(before.attendees, after.attendees)),
    ...(onlyList ? [] : mails('update', stayed)),
  ];
}

/** The mails that a deletion by the organiser makes Exchange send. */
export function mailsOfDeletion(content: EventContent): MailOut[] {
  return mails('cancellation', addresses(content.attendees));
}

/**
 * Refuses what only the organiser may change. Of the two answers that are possible, 400 and 403, the one that a
 * client could take for a mailbox out of its scope: it had better not get there.
 * @throws GraphError 403 ErrorAccessDenied
 */
export function refuseForeign(values: EventValues, written: readonly string[]): void {
  const name = isOrganised(values) ? undefined : written.find((each) => !OWN.includes(each));
  if (name === undefined) return;
  throw new GraphError(403, 'ErrorAccessDenied', `Only the organizer can change '${name}' of a meeting.`);
}
