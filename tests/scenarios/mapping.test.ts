import { Person, type OutlookContactView } from '../support/person';
import { startSandbox, type Sandbox } from '../support/sandbox';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
}, 90_000);
afterAll(() => sandbox.stop());

/** Extended properties by their short name: `0x3A1A` (phone), `0x3A24` (fax), `0x3A4D` (gender: 1 female, 2 male). */
const extended = ({ extendedProperties }: OutlookContactView, name: string): string | undefined =>
  Object.entries(extendedProperties).find(([id]) => id.toLowerCase().endsWith(name.toLowerCase()))?.[1];

const addresses = ({ contact }: OutlookContactView) =>
  (contact['emailAddresses'] as { address: string }[]).map(({ address }) => address);

async function onlyPair(person: Person) {
  const [orocrm, ...more] = await person.orocrmContacts();
  const [outlook, ...others] = await person.liveOutlook();
  if (!orocrm || !outlook) throw new Error('There is no pair.');
  expect([more, others]).toEqual([[], []]);
  return { orocrm, outlook };
}

const berlin = {
  street: 'Unter den Linden 1',
  street2: 'Hinterhaus',
  city: 'Berlin',
  postalCode: '01067',
  country: 'DE',
  region: 'DE-BE',
};
const sacramento = { city: 'Sacramento', postalCode: '00501', country: 'US', region: 'US-CA' };

test('a rich contact of OroCRM arrives whole, and edits on either side find their way', async () => {
  const person = await Person.hire(sandbox);
  const { id } = await person.addOrocrm({
    firstName: 'Ada 🧮',
    middleName: 'Augusta',
    lastName: 'Ĺovelace'.normalize('NFD'),
    nameSuffix: 'Jr.',
    description: '<p>Tom &amp; <b>Jerry</b> 👩‍💻</p><p>second</p>',
    emails: ['d@example.net', 'c@example.net', 'b@example.net', 'a@example.net'],
    primaryEmail: 'c@example.net',
    phones: ['0049 30 00123', '030 2'],
    primaryPhone: '0049 30 00123',
    jobTitle: 'Analyst',
    birthday: '1815-12-10',
    gender: 'female',
    fax: '0030 99',
    addresses: [{ types: ['billing', 'shipping'], ...berlin }, sacramento],
  });
  expect(await person.run()).toMatchObject({ status: 'done', counts: { created: 1, failed: 0 } });
  const { outlook } = await onlyPair(person);
  const german = {
    street: 'Unter den Linden 1\nHinterhaus',
    city: 'Berlin',
    postalCode: '01067',
    state: 'Berlin',
    countryOrRegion: 'Germany',
  };
  expect(outlook.mark).toBe(id);
  expect(outlook.contact).toMatchObject({
    givenName: 'Ada 🧮',
    middleName: 'Augusta',
    generation: 'Jr.',
    personalNotes: 'Tom & Jerry 👩‍💻\n\nsecond',
    jobTitle: 'Analyst',
    businessAddress: german,
    homeAddress: german,
    otherAddress: {
      city: 'Sacramento',
      postalCode: '00501',
      state: 'California',
      countryOrRegion: 'United States',
    },
  });
  expect(String(outlook.contact['surname']).normalize('NFC')).toBe('Ĺovelace'.normalize('NFC'));
  expect(String(outlook.contact['birthday'])).toMatch(/^1815-12-10T/);
  expect(addresses(outlook)).toEqual(['c@example.net', 'a@example.net', 'b@example.net']);
  expect(['0x3A1A', '0x3A24', '0x3A4D'].map((name) => extended(outlook, name))).toEqual([
    '0049 30 00123',
    '0030 99',
    '1',
  ]);
  expect(await person.quiet()).toEqual([]);

  // The home address moves away from the shared one; an e-mail goes, and the hidden fourth one comes up.
  await person.editOutlook(outlook.id, {
    jobTitle: 'Countess',
    personalNotes: 'New\nnotes 🎩',
    homeAddress: { ...german, city: 'Potsdam', postalCode: '14467', state: 'Brandenburg' },
    emailAddresses: [{ address: 'c@example.net' }, { address: 'a@example.net' }],
    singleValueExtendedProperties: [{ id: 'String 0x3A1A', value: '0049 30 7' }],
  });
  expect(await person.run({ kind: 'changes' })).toMatchObject({ status: 'done', errors: [] });
  const edited = await onlyPair(person);
  expect(edited.orocrm).toMatchObject({
    firstName: 'Ada 🧮',
    jobTitle: 'Countess',
    primaryEmail: 'c@example.net',
    primaryPhone: '0049 30 7',
    birthday: '1815-12-10',
    gender: 'female',
  });
  expect(edited.orocrm['description']).toContain('notes 🎩');
  expect(texts(edited.orocrm['emails'], 'email')).toEqual([
    'a@example.net',
    'c@example.net',
    'd@example.net',
  ]);
  expect(texts(edited.orocrm['phones'], 'phone')).toEqual(['0049 30 7', '030 2']);
  expect(cities(edited.orocrm)).toEqual({ billing: 'Berlin', shipping: 'Potsdam', '': 'Sacramento' });
  expect(addresses(edited.outlook)).toEqual(['c@example.net', 'a@example.net', 'd@example.net']);
  expect(await person.quiet()).toEqual([]);

  await person.editOrocrm(id, { gender: 'male', birthday: '1815-12-11', fax: null, nameSuffix: 'Sr.' });
  expect(await person.run({ kind: 'changes' })).toMatchObject({ status: 'done', counts: { updated: 1 } });
  const { outlook: last } = await onlyPair(person);
  expect(last.contact).toMatchObject({ generation: 'Sr.', jobTitle: 'Countess' });
  expect(String(last.contact['birthday'])).toMatch(/^1815-12-11T/);
  expect([extended(last, '0x3A24') ?? '', extended(last, '0x3A4D')]).toEqual(['', '2']);
  expect(await person.quiet()).toEqual([]);
}, 120_000);

test('a rich contact of Outlook arrives whole, and keeps what OroCRM cannot hold', async () => {
  const person = await Person.hire(sandbox);
  const paris = { street: '1, rue X', city: 'Paris', postalCode: '75001', countryOrRegion: 'france' };
  const atlantis = { street: 'Deep 1', city: 'Poseidonis', countryOrRegion: 'Atlantis' };
  const { id } = await person.addOutlook({
    givenName: 'Émilie 🔭',
    middleName: 'du',
    surname: 'Châtelet',
    generation: 'II',
    title: 'Mme',
    nickName: 'Émi',
    personalNotes: 'a < b & c\n👩‍🔬',
    emailAddresses: ['x@example.net', 'y@example.net', 'z@example.net'].map((address) => ({
      address,
      name: 'Émilie',
    })),
    businessPhones: ['1'],
    jobTitle: 'Physicist',
    birthday: '1706-12-17T00:00:00Z',
    businessAddress: paris,
    homeAddress: paris,
    otherAddress: atlantis,
    singleValueExtendedProperties: [
      { id: 'String 0x3A1A', value: '0033 1' },
      { id: 'String 0x3A24', value: '0033 2' },
      { id: 'Short 0x3A4D', value: '1' },
    ],
  });
  expect(await person.run()).toMatchObject({ status: 'done', counts: { created: 1, failed: 0 } });
  const { orocrm, outlook } = await onlyPair(person);
  expect([outlook.id, outlook.mark]).toEqual([id, orocrm['id']]);
  expect(orocrm).toMatchObject({
    firstName: 'Émilie 🔭',
    middleName: 'du',
    lastName: 'Châtelet',
    nameSuffix: 'II',
    primaryEmail: 'x@example.net',
    primaryPhone: '0033 1',
    fax: '0033 2',
    jobTitle: 'Physicist',
    birthday: '1706-12-17',
    gender: 'female',
  });
  // No element of HTML is in it, so it stays the plain text that it is.
  expect(orocrm['description']).toBe('a < b & c\n👩‍🔬');
  expect(texts(orocrm['emails'], 'email')).toEqual(['x@example.net', 'y@example.net', 'z@example.net']);
  expect(cities(orocrm)).toEqual({ billing: 'Paris', shipping: 'Paris' });
  expect(await person.quiet()).toEqual([]);

  await person.editOrocrm(String(orocrm['id']), {
    jobTitle: 'Translator',
    emails: ['w@example.net', 'x@example.net', 'y@example.net', 'z@example.net'],
  });
  expect(await person.run()).toMatchObject({ status: 'done', counts: { updated: 1 } });
  const after = (await onlyPair(person)).outlook;
  expect(addresses(after)).toEqual(['x@example.net', 'y@example.net', 'w@example.net']);
  // What has no place in OroCRM is nobody's business.
  expect(after.contact).toMatchObject({
    jobTitle: 'Translator',
    title: 'Mme',
    nickName: 'Émi',
    businessPhones: ['1'],
    otherAddress: atlantis,
    businessAddress: paris,
  });
  expect(await person.quiet()).toEqual([]);
}, 120_000);

function texts(list: unknown, item: string): string[] {
  return (list as Record<string, string>[]).map((entry) => entry[item] ?? '').sort();
}

/** Cities by type of address; '' for an address without one. */
function cities({ addresses: list }: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    (list as { types: string[]; city: string }[]).flatMap(({ types, city }) =>
      (types.length === 0 ? [''] : types).map((type) => [type, city]),
    ),
  );
}
