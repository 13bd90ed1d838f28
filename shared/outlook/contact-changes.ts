import type { Contact, PhysicalAddress } from '@microsoft/microsoft-graph-types';
import type { OutlookAddress, OutlookContact, OutlookEmail } from '../records/contact';
import type { Change } from '../sync/ports/orocrm';
import { addressFields, addressParts, extendedOf, textFields, writeDate, writeEmail } from './contact-item';

const nameFields = ['displayName', 'givenName', 'middleName', 'surname', 'generation'] as const;

/**
 * The body of a PATCH: only what differs; null clears a text, [] a list, '' or '0' an extended property (Graph
 * reference 1.1, 1.2). Undefined when nothing differs.
 */
export function contactPatch({ current, desired }: Change<OutlookContact>): Contact | undefined {
  const texts = textFields
    .filter((field) => current[field] !== desired[field])
    .map((field): [string, string | null] => [field, desired[field] === '' ? null : desired[field]]);
  const addresses = addressFields
    .filter((field) => !sameAddress(current[field], desired[field]))
    .map((field): [string, PhysicalAddress] => [field, changedAddress(current[field], desired[field])]);
  const before = extendedOf(current);
  const extended = extendedOf(desired).filter(({ value }, index) => before[index]?.value !== value);
  const patch: Contact = {
    ...Object.fromEntries(texts),
    ...namesTogether(current, desired),
    ...(sameEmails(current.emailAddresses, desired.emailAddresses)
      ? {}
      : { emailAddresses: desired.emailAddresses.map(writeEmail) }),
    ...(current.birthday === desired.birthday
      ? {}
      : { birthday: desired.birthday === '' ? null : writeDate(desired.birthday) }),
    ...Object.fromEntries(addresses),
    ...(extended.length === 0 ? {} : { singleValueExtendedProperties: [...extended] }),
  };
  return Object.keys(patch).length === 0 ? undefined : patch;
}

/** Graph may make a display name of its own when a name changes: so it goes along (Graph reference 1.1). */
function namesTogether(current: OutlookContact, desired: OutlookContact): Pick<Contact, 'displayName'> {
  const touched = nameFields.some((field) => current[field] !== desired[field]);
  return touched && desired.displayName !== '' ? { displayName: desired.displayName } : {};
}

/**
 * The whole address. A part that is emptied is sent as null, and a cleared address as its parts set to null: Exchange
 * holds the parts as single properties, so it does not matter whether the object replaces or merges, and a null in
 * place of an address is what Graph answered with HTTP 500 (Graph reference 1.1).
 */
function changedAddress(current: OutlookAddress, desired: OutlookAddress): PhysicalAddress {
  return Object.fromEntries(
    addressParts
      .filter((part) => desired[part] !== '' || current[part] !== '')
      .map((part) => [part, desired[part] === '' ? null : desired[part]]),
  );
}

const sameAddress = (one: OutlookAddress, other: OutlookAddress): boolean =>
  addressParts.every((part) => one[part] === other[part]);

const sameEmails = (one: readonly OutlookEmail[], other: readonly OutlookEmail[]): boolean =>
  one.length === other.length &&
  one.every((mail, index) => mail.address === other[index]?.address && mail.name === other[index].name);
