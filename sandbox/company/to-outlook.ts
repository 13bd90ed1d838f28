import type { Contact, PhysicalAddress } from '@microsoft/microsoft-graph-types';
import { outlookProperties } from '../seed/outlook-properties';
import type { Person, PersonAddress } from './person';

/** A person as somebody has entered them in Outlook: a body as the API takes it. Outlook holds three e-mails. */
export function toOutlook(person: Person): Contact {
  const home = person.home === 'same' ? person.business : person.home;
  return {
    ...texts({
      givenName: person.firstName,
      middleName: person.middleName,
      surname: person.lastName,
      generation: person.nameSuffix,
      companyName: person.firm,
      jobTitle: person.jobTitle,
      personalNotes: person.remark?.text ?? '',
    }),
    emailAddresses: person.emails.slice(0, 3).map((mail) => ({ address: mail })),
    businessPhones: person.phones.slice(0, 2),
    // The time is what Exchange's own clients store with a date (Graph reference 1.5).
    ...(person.birthday === undefined ? {} : { birthday: `${person.birthday}T11:59:00Z` }),
    ...(person.business === undefined ? {} : { businessAddress: address(person.business) }),
    ...(home === undefined ? {} : { homeAddress: address(home) }),
    ...(person.other === undefined ? {} : { otherAddress: address(person.other) }),
    singleValueExtendedProperties: outlookProperties({
      primaryPhone: person.phones[0],
      fax: person.fax,
      gender: person.gender,
    }),
  };
}

const address = ({ street, street2, postalCode, town }: PersonAddress): PhysicalAddress =>
  texts({
    street: [street, street2].filter((line) => line !== '').join('\r\n'),
    postalCode,
    city: town.city,
    state: town.region?.name ?? town.district ?? '',
    countryOrRegion: town.country.name,
  });

/** Without what is empty: a null or an empty text in a body clears, or is refused (Graph reference 1.1). */
const texts = <T extends Record<string, string>>(values: T): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '')) as Partial<T>;
