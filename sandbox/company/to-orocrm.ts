import type { NewContact } from '../orocrm/seed/schemas';
import type { Person, PersonAddress } from './person';

type NewAddress = NonNullable<NewContact['addresses']>[number];

/** A person as somebody has entered them in OroCRM. */
export function toOrocrm(person: Person, owner: string, enteredAt: string): NewContact {
  return {
    owner,
    createdAt: enteredAt,
    updatedAt: enteredAt,
    firstName: orNull(person.firstName),
    middleName: orNull(person.middleName),
    lastName: orNull(person.lastName),
    nameSuffix: orNull(person.nameSuffix),
    gender: person.gender ?? null,
    birthday: person.birthday ?? null,
    jobTitle: orNull(person.jobTitle),
    fax: person.fax ?? null,
    description: person.remark?.html ?? null,
    emails: [...person.emails],
    primaryEmail: person.emails[0] ?? null,
    phones: [...person.phones],
    primaryPhone: person.phones[0] ?? null,
    addresses: addressesOf(person),
  };
}

function addressesOf({ business, home, other }: Person): NewAddress[] {
  const addresses: NewAddress[] = [];
  if (business !== undefined) {
    addresses.push({ ...address(business), types: home === 'same' ? ['billing', 'shipping'] : ['billing'] });
  }
  if (home !== undefined && home !== 'same') addresses.push({ ...address(home), types: ['shipping'] });
  if (other !== undefined) addresses.push({ ...address(other), types: [] });
  return addresses.map((one, index) => ({ ...one, primary: index === 0 }));
}

const address = ({ street, street2, postalCode, town }: PersonAddress): NewAddress => ({
  street,
  street2: orNull(street2),
  postalCode,
  city: town.city,
  country: town.country.code,
  region: town.region?.code ?? null,
  customRegion: town.district ?? null,
});

const orNull = (text: string): string | null => (text === '' ? null : text);
