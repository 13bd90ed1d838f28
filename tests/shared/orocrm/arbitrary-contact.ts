import fc from 'fast-check';
import type { OrocrmAddress, OrocrmContact } from '../../../shared/records/contact';
import { blankAddress, blankContact } from './fixtures';

// Text that needs care; the first and last letter are no space, which OroCRM may trim away.
const text = fc.constantFrom('', 'Ann', 'É́mile', '👩‍👩‍👧', 'a  b', '007', '<p>x & y</p>', 'Ω'.repeat(90));

const places = [
  { country: { code: 'US', name: 'United States' }, region: { code: 'US-CA', name: 'California' } },
  { country: { code: 'US', name: 'United States' }, region: { code: 'US-NY', name: 'New York' } },
  { country: { code: 'IL', name: 'Israel' }, region: { code: 'IL-TA', name: 'Tel Aviv' } },
  { country: { code: 'IL', name: 'Israel' }, region: undefined },
] as const;

function listing(entries: string[]): fc.Arbitrary<{ list: string[]; primary: string }> {
  return fc
    .subarray(entries)
    .chain((list) =>
      fc.constantFrom(...(list.length === 0 ? [''] : list)).map((primary) => ({ list, primary })),
    );
}

const address = fc
  .record({ street: text, city: text, postalCode: text, place: fc.constantFrom(...places) })
  .map(({ place, ...rest }): OrocrmAddress => ({ ...blankAddress, ...rest, ...place }));

/** Up to four addresses: of each type at most one, exactly one primary, as OroCRM itself keeps them. */
const addresses = fc
  .record({
    list: fc.array(address, { maxLength: 4 }),
    billing: fc.nat({ max: 4 }),
    shipping: fc.nat({ max: 4 }),
    primary: fc.nat(),
  })
  .map(({ list, billing, shipping, primary }) =>
    list.map((each, index): OrocrmAddress => ({
      ...each,
      types: [
        ...(index === billing ? (['billing'] as const) : []),
        ...(index === shipping ? (['shipping'] as const) : []),
      ],
      primary: index === primary % list.length,
    })),
  );

export const contactArbitrary: fc.Arbitrary<OrocrmContact> = fc
  .record({
    firstName: fc.constantFrom('Ann', 'Ben'),
    middleName: text,
    lastName: text,
    nameSuffix: text,
    description: text,
    jobTitle: text,
    fax: text,
    birthday: fc.constantFrom('', '1990-02-28', '2000-12-31'),
    gender: fc.constantFrom('', 'male', 'female'),
    emails: listing(['a@x.example', 'b@x.example', 'c@x.example', 'D@x.example']),
    phones: listing(['007', '+49 1', '555']),
    addresses,
  })
  .map(({ emails, phones, ...rest }) => ({
    ...blankContact,
    ...rest,
    emails: emails.list,
    primaryEmail: emails.primary,
    phones: phones.list,
    primaryPhone: phones.primary,
  }));

/** Gives the addresses of a contact as it shall be the ids of some of those it has, in any order. */
export function withKnownIds(desired: OrocrmContact, current: OrocrmContact, offset: number): OrocrmContact {
  const known = current.addresses;
  return {
    ...desired,
    id: current.id,
    addresses: desired.addresses.map((each, index) => {
      // Every third is new; the others take the ids of what is there, shifted so that types move about.
      const partner = known[(index + offset) % Math.max(known.length, 1)];
      const isNew = (index + offset) % 3 === 2 || index >= known.length || partner?.id === undefined;
      return isNew ? each : { ...each, id: partner.id };
    }),
  };
}

/** What is comparable of an address: places by code. */
const addressText = ({ types, primary, country, region, ...address }: OrocrmAddress): string =>
  JSON.stringify([
    [...types].sort(),
    primary,
    country?.code,
    region?.code,
    [address.street, address.street2, address.city, address.postalCode, address.customRegion],
  ]);

/** What is comparable of a contact: nothing that OroCRM gives out itself, and lists without order. */
export function comparable(contact: OrocrmContact): OrocrmContact & { readonly places: readonly string[] } {
  const { id, version, createdAt, owner } = blankContact;
  return {
    ...contact,
    ...{ id, version, createdAt, owner },
    emails: [...contact.emails].sort(),
    phones: [...contact.phones].sort(),
    addresses: [],
    places: contact.addresses.map(addressText).sort(),
  };
}
