import type { OutlookContact } from '../../records/contact';
import { lineForm } from '../text';

/**
 * Exchange may make a display name of its own when a name part is written (graph-api 1), so one is sent with every
 * such write. A name that a person gave, where nothing else names the contact, stays.
 */
export function settleDisplayName(before: OutlookContact, after: OutlookContact): Partial<OutlookContact> {
  if (derived(before) === derived(after) && namesOf(before) === namesOf(after)) return {};
  if (namesOf(after) === '' && !isDerived(before)) return {};
  return { displayName: derived(after) };
}

function isDerived(contact: OutlookContact): boolean {
  const displayName = lineForm(contact.displayName);
  return displayName === '' || displayName === lineForm(derived(contact));
}

const derived = (contact: OutlookContact): string => {
  const names = namesOf(contact);
  return names === '' ? (contact.emailAddresses[0]?.address.trim() ?? '') : names;
};

const namesOf = ({ givenName, middleName, surname, generation }: OutlookContact): string =>
  [givenName, middleName, surname, generation]
    .map((part) => part.trim())
    .filter((part) => lineForm(part) !== '')
    .join(' ');
