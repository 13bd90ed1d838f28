import fc from 'fast-check';
import type { OutlookAddress, OutlookContact, OutlookEmail } from '../../../../shared/records/contact';
import { outlookId } from '../../../../shared/records/ids';

/** Text as people write it, with what needs care: emoji, combining marks, quotes, line ends, lone surrogates. */
const text = fc.oneof(
  { weight: 2, arbitrary: fc.constant('') },
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom("O'Neil", '0049 30 1', 'a\r\nb', '  ', 'Zoë 👩‍💻', 'x'.repeat(10_000)),
  },
);

const date = fc.oneof(
  fc.constant(''),
  fc
    .date({ min: new Date('1600-01-01'), max: new Date('2200-01-01'), noInvalidDate: true })
    .map((value) => value.toISOString().slice(0, 10)),
);

const address: fc.Arbitrary<OutlookAddress> = fc.record({
  street: text,
  city: text,
  state: text,
  postalCode: text,
  countryOrRegion: text,
});

const email: fc.Arbitrary<OutlookEmail> = fc.record({ name: text, address: fc.emailAddress() });

export const arbitraryContact: fc.Arbitrary<OutlookContact> = fc.record({
  id: fc.constant(outlookId('A1')),
  version: fc.constant('W/"1"'),
  createdAt: fc.constant('2026-01-01T00:00:00Z'),
  mark: fc.oneof(fc.constant(''), fc.integer({ min: 1 }).map(String)),
  folder: fc.constant('' as const),
  displayName: text,
  givenName: text,
  middleName: text,
  surname: text,
  generation: text,
  personalNotes: text,
  emailAddresses: fc.array(email, { maxLength: 3 }),
  primaryPhone: text,
  jobTitle: text,
  birthday: date,
  gender: fc.constantFrom('', 'male', 'female'),
  fax: text,
  businessAddress: address,
  homeAddress: address,
  otherAddress: address,
});

/** A contact and an edit of it: some fields taken from another contact, the rest as it was. */
export const arbitraryEdit: fc.Arbitrary<{ current: OutlookContact; desired: OutlookContact }> = fc
  .tuple(arbitraryContact, arbitraryContact, fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }))
  .map(([current, other, picks]) => {
    const fields = Object.keys(current) as (keyof OutlookContact)[];
    const changed = fields.filter(
      (field, index) => field !== 'id' && field !== 'version' && picks[index] === true,
    );
    return {
      current,
      desired: { ...current, ...Object.fromEntries(changed.map((field) => [field, other[field]])) },
    };
  });
