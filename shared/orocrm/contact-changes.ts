import type { OrocrmContact } from '../records/contact';
import type { OrocrmId } from '../records/ids';
import { addressChanges } from './contact-addresses';
import type { Identifier, Json, ResourceDocument } from './json-api/document';
import type { MakeUp, Write } from './record-type';

const textNames = [
  'firstName',
  'middleName',
  'lastName',
  'nameSuffix',
  'description',
  'jobTitle',
  'birthday',
  'gender',
  'fax',
] as const;

const orNull = (text: string): string | null => (text === '' ? null : text);

interface Listing {
  readonly list: readonly string[];
  readonly primary: string;
}

/** OroCRM keeps no order in a list (reference 1.3), so another order is no difference. */
const sameListing = (a: Listing, b: Listing): boolean =>
  a.primary === b.primary && JSON.stringify([...a.list].sort()) === JSON.stringify([...b.list].sort());

/**
 * A list and its primary always go together, and the primary must be in the list (reference 1.3): a list without one
 * is refused, and a primary alone may drop the old one.
 */
function wholeListing({ list, primary }: Listing): Listing {
  if (list.length === 0 && primary === '') return { list, primary };
  if (primary === '') return { list, primary: list[0] ?? '' };
  return { list: list.includes(primary) ? list : [primary, ...list], primary };
}

const emailsOf = (contact: OrocrmContact): Listing => ({
  list: contact.emails,
  primary: contact.primaryEmail,
});

const phonesOf = (contact: OrocrmContact): Listing => ({
  list: contact.phones,
  primary: contact.primaryPhone,
});

function emailAttributes(contact: OrocrmContact): Record<string, Json> {
  const { list, primary } = wholeListing(emailsOf(contact));
  return { emails: list.map((email) => ({ email })), primaryEmail: orNull(primary) };
}

function phoneAttributes(contact: OrocrmContact): Record<string, Json> {
  const { list, primary } = wholeListing(phonesOf(contact));
  return { phones: list.map((phone) => ({ phone })), primaryPhone: orNull(primary) };
}

/** The document of a new contact; `owner` is set where given, else OroCRM takes the caller (reference 1.2). */
export function createContact(draft: OrocrmContact, owner: OrocrmId | undefined, madeUp: MakeUp): Write {
  const attributes: Record<string, Json> = {};
  for (const name of textNames) if (draft[name] !== '') attributes[name] = draft[name];
  if (draft.emails.length > 0 || draft.primaryEmail !== '') Object.assign(attributes, emailAttributes(draft));
  if (draft.phones.length > 0 || draft.primaryPhone !== '') Object.assign(attributes, phoneAttributes(draft));
  const addresses = addressChanges([], draft.addresses, madeUp);
  const relationships: Record<string, { data: Identifier | readonly Identifier[] }> = {};
  if (owner !== undefined) relationships['owner'] = { data: { type: 'users', id: owner } };
  if (addresses !== undefined) relationships['addresses'] = { data: addresses.list };
  const data: ResourceDocument = {
    type: 'contacts',
    attributes,
    ...(Object.keys(relationships).length === 0 ? {} : { relationships }),
  };
  return { document: { data, included: addresses?.included ?? [] }, removed: [] };
}

/** The document that turns one contact into the other with nothing but what differs; undefined when nothing does. */
export function changeContact(
  current: OrocrmContact,
  desired: OrocrmContact,
  madeUp: MakeUp,
): Write | undefined {
  const attributes: Record<string, Json> = {};
  for (const name of textNames) {
    if (current[name] !== desired[name]) attributes[name] = orNull(desired[name]);
  }
  if (!sameListing(emailsOf(current), emailsOf(desired))) Object.assign(attributes, emailAttributes(desired));
  if (!sameListing(phonesOf(current), phonesOf(desired))) Object.assign(attributes, phoneAttributes(desired));
  const addresses = addressChanges(current.addresses, desired.addresses, madeUp);
  if (Object.keys(attributes).length === 0 && addresses === undefined) return undefined;
  const data: ResourceDocument = {
    type: 'contacts',
    id: current.id,
    ...(Object.keys(attributes).length === 0 ? {} : { attributes }),
    ...(addresses === undefined ? {} : { relationships: { addresses: { data: addresses.list } } }),
  };
  return {
    document: { data, included: addresses?.included ?? [] },
    removed: addresses?.removed ?? [],
  };
}
