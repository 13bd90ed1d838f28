import { attendeeTypes, invitationStatuses, type Attendee } from '../calendar/event';
import { isEmail, lengthOf } from '../form/texts';
import { isList, isObject, type Json, type JsonObject } from '../jsonapi/json';
import { FormErrors, tooLong, words } from './form-errors';
import { FormFields } from './form-fields';

const fields = ['displayName', 'email', 'status', 'type'] as const;

function readAttendee(
  body: JsonObject,
  present: Attendee | undefined,
  now: string,
  errors: FormErrors,
): Attendee {
  const read = new FormFields(errors);
  const known: ReadonlySet<string> = new Set(fields);
  if (Object.keys(body).some((name) => !known.has(name))) errors.own.push(words.extraFields);
  const displayName = read.text('displayName', body['displayName'] ?? null);
  const email = read.text('email', body['email'] ?? null);
  // Left out counts as required, an unknown one as none, which becomes the default when the event is saved.
  const type = body['type'] === undefined ? 'required' : attendeeTypes.find((each) => each === body['type']);
  const status = read.choice('status', body['status'] ?? null, invitationStatuses);
  if (email !== null && !isEmail(email)) errors.add('email', words.noEmail);
  if (lengthOf(email ?? '') > 255) errors.add('email', tooLong(255));
  if (lengthOf(displayName ?? '') > 255) errors.add('displayName', tooLong(255));
  if (email === null && displayName === null) {
    errors.own.push('Email or display name have to be specified.');
  }
  const values = { displayName, email, status, type: type ?? null };
  if (present === undefined) return { ...values, user: null, createdAt: now, updatedAt: now };
  const changed = { ...present, ...values, status: status ?? 'none', type: type ?? present.type };
  const same = JSON.stringify(changed) === JSON.stringify(present);
  return same ? present : { ...changed, updatedAt: now };
}

/**
 * The list of attendees as sent, which replaces the present one. Those who stay are known by their address, else
 * by their name; a status that is left out is `none` again.
 */
export function readAttendees(
  body: Json,
  present: readonly Attendee[],
  now: string,
  errors: FormErrors,
): Attendee[] {
  if (body === null || body === '') return [];
  const list = isList(body) ? body : isObject(body) ? Object.values(body) : undefined;
  if (list === undefined) {
    errors.own.push(words.notValid);
    return [...present];
  }
  const byKey = new Map(present.map((each) => [each.email ?? each.displayName, each]));
  return list.flatMap((each, index) => {
    const itemErrors = new FormErrors(fields);
    if (!isObject(each)) {
      errors.own.push(words.notValid);
      return [];
    }
    const { email, displayName } = each;
    const key = typeof email === 'string' && email !== '' ? email : displayName;
    const attendee = readAttendee(
      each,
      typeof key === 'string' ? byKey.get(key) : undefined,
      now,
      itemErrors,
    );
    if (itemErrors.any) errors.adopt(String(index), itemErrors);
    return [attendee];
  });
}
