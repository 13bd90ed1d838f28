import type { Contact, PhysicalAddress } from '@microsoft/microsoft-graph-types';
import type { NewContact } from '../orocrm/seed/schemas';
import { conflicting } from './conflicting';
import { knownPeople } from './known-people';
import { makePerson } from './make-person';
import type { Person } from './person';
import type { Random } from './random';
import { respelled } from './spelling';
import { toOrocrm } from './to-orocrm';
import { toOutlook } from './to-outlook';

/** What a colleague has in the two systems before they are first synchronised. */
export interface AddressBook {
  readonly orocrm: readonly NewContact[];
  readonly outlook: readonly Contact[];
  /** Of `outlook`, those that nobody has in OroCRM. */
  readonly onlyOutlook: readonly Contact[];
}

/** How many there are of each kind, the known people not counted. */
export const bookSizes = { onlyOrocrm: 39, onlyOutlook: 29, same: 32, conflicting: 15 } as const;

/** Makes the two address books of one colleague. `owner`: the id of the OroCRM user. */
export function makeAddressBook(random: Random, owner: string): AddressBook {
  const taken = new Set(knownPeople.map(({ person }) => `${person.firstName} ${person.lastName}`));
  const people = (count: number): Person[] => Array.from({ length: count }, () => makePerson(random, taken));
  const known = (...at: readonly string[]): Person[] =>
    knownPeople.filter((one) => at.includes(one.at)).map(({ person }) => person);

  const same = people(bookSizes.same);
  const twice = people(bookSizes.conflicting);
  const orocrm = [...people(bookSizes.onlyOrocrm), ...known('orocrm', 'both'), ...same, ...twice];
  const onlyOutlook = [...people(bookSizes.onlyOutlook), ...known('outlook')].map((person) =>
    withLooseAddress(random, toOutlook(person)),
  );
  const inBoth = [
    ...known('both'),
    ...same.map((person) => respelled(person, random)),
    ...twice.map((person) => conflicting(person, random)),
  ].map(toOutlook);
  return {
    orocrm: orocrm.map((person) => toOrocrm(person, owner, pastInstant(random))),
    outlook: [...onlyOutlook, ...inBoth],
    onlyOutlook,
  };
}

/** Outlook lets people leave out the country, which OroCRM cannot do without (OroCRM reference 1.4). */
function withLooseAddress(random: Random, contact: Contact): Contact {
  if (!contact.businessAddress || !random.chance(0.25)) return contact;
  const { street, city, postalCode } = contact.businessAddress;
  return { ...contact, businessAddress: { street, city, postalCode } as PhysicalAddress };
}

/** Some second of the years 2019 to 2024. */
const pastInstant = (random: Random): string =>
  new Date(Date.UTC(2019, 0, 1) + random.whole(6 * 365 * 86_400) * 1000).toISOString();
