import type { Contact } from '@microsoft/microsoft-graph-types';
import { bookSizes, makeAddressBook } from '../../../sandbox/company/address-book';
import { seededRandom } from '../../../sandbox/company/random';
import type { NewContact } from '../../../sandbox/orocrm/seed/schemas';
import { foldCase } from '../../../shared/records/fold-case';

const books = [1, 2, 3, 4, 5].map((seed) => makeAddressBook(seededRandom(seed), '7'));
const orocrm = books.flatMap((book) => book.orocrm);
const outlook = books.flatMap((book) => book.outlook);

const normal = (text: string | null | undefined): string =>
  foldCase((text ?? '').normalize('NFC').replaceAll(/\s+/g, ' ').trim());
const property = (contact: Contact, id: string): string =>
  contact.singleValueExtendedProperties?.find((one) => one.id === id)?.value ?? '';

function orocrmKey({ firstName, lastName, gender, birthday }: NewContact): string {
  return [normal(firstName) || normal(lastName), normal(lastName), gender ?? '', birthday ?? ''].join('|');
}
function outlookKey(contact: Contact): string {
  const gender = { '1': 'female', '2': 'male' }[property(contact, 'Short 0x3A4D')] ?? '';
  const last = normal(contact.surname);
  return [normal(contact.givenName) || last, last, gender, contact.birthday?.slice(0, 10) ?? ''].join('|');
}

test('the same seed makes the same books, another seed makes others', () => {
  expect(makeAddressBook(seededRandom(1), '7')).toEqual(books[0]);
  expect(JSON.stringify(books[1])).not.toBe(JSON.stringify(books[0]));
});

test('the key tells who is on both sides: each of those once on either side, and nobody else', () => {
  for (const book of books) {
    const left = book.orocrm.map(orocrmKey);
    const right = book.outlook.map(outlookKey);
    expect(new Set(left).size).toBe(left.length);
    expect(new Set(right).size).toBe(right.length);
    const knownInBoth = 3;
    expect(right.filter((key) => left.includes(key))).toHaveLength(
      bookSizes.same + bookSizes.conflicting + knownInBoth,
    );
  }
});

test('names that are the same are spelled differently', () => {
  const spelled = new Set(orocrm.map(({ firstName, lastName }) => `${firstName ?? ''}|${lastName ?? ''}`));
  const differently = outlook.filter(
    (contact) =>
      orocrm.some((one) => orocrmKey(one) === outlookKey(contact)) &&
      !spelled.has(`${contact.givenName ?? ''}|${contact.surname ?? ''}`),
  );
  expect(differently.length).toBeGreaterThan(60);
});

test.each<[string, boolean]>([
  ['umlauts', orocrm.some(({ lastName }) => lastName?.includes('ü') === true)],
  ['emoji', orocrm.some(({ firstName }) => /\p{Extended_Pictographic}/u.test(firstName ?? ''))],
  ['combining marks', outlook.some(({ surname }) => /\p{M}/u.test(surname ?? ''))],
  ['phones with leading zeros', orocrm.some(({ primaryPhone }) => primaryPhone?.startsWith('00') === true)],
  ['four e-mails in OroCRM', orocrm.some(({ emails }) => emails?.length === 4)],
  ['HTML descriptions', orocrm.some(({ description }) => description?.startsWith('<p>') === true)],
  ['one address with both types', orocrm.some(({ addresses }) => addresses?.[0]?.types?.length === 2)],
  ['free text for a region', orocrm.some(({ addresses }) => addresses?.some((one) => one.customRegion))],
  [
    'addresses without a country',
    outlook.some((one) => one.businessAddress?.city && !one.businessAddress.countryOrRegion),
  ],
  ['birthdays on 29 February', orocrm.some(({ birthday }) => birthday?.endsWith('02-29') === true)],
  ['long notes', outlook.some(({ personalNotes }) => (personalNotes?.length ?? 0) > 2000)],
])('there are %s', (_, found) => {
  expect(found).toBe(true);
});
