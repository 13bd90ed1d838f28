import { Person } from '../support/person';
import { startSandbox, type Sandbox } from '../support/sandbox';
import { sideBySide } from '../support/side-by-side';

interface KeyCase {
  readonly name: string;
  readonly orocrm: Readonly<Record<string, unknown>>;
  readonly outlook: Readonly<Record<string, unknown>>;
  readonly match: boolean;
}

const birthday = '1815-12-10T00:00:00Z';
const male = { singleValueExtendedProperties: [{ id: 'Short 0x3A4D', value: '2' }] };
const ada = { firstName: 'Ada', lastName: 'Byron' };
const outlookAda = { givenName: 'Ada', surname: 'Byron' };

const byDefault: readonly KeyCase[] = [
  { name: 'equal names', orocrm: ada, outlook: outlookAda, match: true },
  {
    name: 'all four key fields equal',
    orocrm: { firstName: 'Max', lastName: 'Born', gender: 'male', birthday: '1815-12-10' },
    outlook: { givenName: 'Max', surname: 'Born', birthday, ...male },
    match: true,
  },
  {
    name: 'fields outside the key differ',
    orocrm: { ...ada, jobTitle: 'Analyst', emails: ['ada@example.net'] },
    outlook: { ...outlookAda, jobTitle: 'Poet', emailAddresses: [{ address: 'byron@example.net' }] },
    match: true,
  },
  { name: 'another case', orocrm: ada, outlook: { givenName: 'ADA', surname: 'byRON' }, match: true },
  {
    name: 'a sharp s in capitals',
    orocrm: { firstName: 'Karl', lastName: 'Weierstraß' },
    outlook: { givenName: 'Karl', surname: 'WEIERSTRASS' },
    match: true,
  },
  {
    name: 'white space around and inside',
    orocrm: { firstName: 'Ada Augusta', lastName: 'Byron' },
    outlook: { givenName: '  Ada \t  Augusta', surname: 'Byron ' },
    match: true,
  },
  {
    name: 'accents composed and decomposed',
    orocrm: { firstName: 'René', lastName: 'Lacoste'.normalize('NFC') },
    outlook: { givenName: 'René'.normalize('NFD'), surname: 'Lacoste' },
    match: true,
  },
  {
    name: 'one name counts as both: only a surname in Outlook',
    orocrm: { firstName: 'Cher', lastName: 'Cher' },
    outlook: { surname: 'Cher' },
    match: true,
  },
  {
    name: 'one name counts as both: only a given name in Outlook',
    orocrm: { firstName: 'Cher', lastName: 'Cher' },
    outlook: { givenName: 'cher' },
    match: true,
  },
  {
    name: 'one name counts as both: only a last name in OroCRM',
    orocrm: { lastName: 'Cher' },
    outlook: { givenName: 'Cher' },
    match: true,
  },
  { name: 'another accent', orocrm: ada, outlook: { givenName: 'Adá', surname: 'Byron' }, match: false },
  { name: 'another first name', orocrm: ada, outlook: { ...outlookAda, givenName: 'Anne' }, match: false },
  { name: 'names swapped', orocrm: ada, outlook: { givenName: 'Byron', surname: 'Ada' }, match: false },
  { name: 'a birthday on one side only', orocrm: ada, outlook: { ...outlookAda, birthday }, match: false },
  { name: 'a gender on one side only', orocrm: ada, outlook: { ...outlookAda, ...male }, match: false },
  {
    name: 'keys whose text fields are all empty match nothing',
    orocrm: { birthday: '1815-12-10', emails: ['ada@example.net'] },
    outlook: { birthday, emailAddresses: [{ address: 'byron@example.net' }] },
    match: false,
  },
];

const byJobTitle: readonly KeyCase[] = [
  {
    name: 'equal job titles, other names',
    orocrm: { ...ada, jobTitle: 'Analyst' },
    outlook: { givenName: 'Anne', surname: 'Milbanke', jobTitle: 'analyst' },
    match: true,
  },
  {
    name: 'equal names, other job titles',
    orocrm: { ...ada, jobTitle: 'Analyst' },
    outlook: { ...outlookAda, jobTitle: 'Poet' },
    match: false,
  },
  { name: 'equal names, no job titles', orocrm: ada, outlook: outlookAda, match: false },
];

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
}, 90_000);
afterAll(() => sandbox.stop());

/** A first sync of one record on either side: one pair where the keys match, else two. */
async function meet({ orocrm, outlook, match }: KeyCase): Promise<void> {
  const person = await Person.hire(sandbox);
  const { id } = await person.addOrocrm(orocrm);
  const { id: outlookId } = await person.addOutlook(outlook);
  expect(await person.run()).toMatchObject({ status: 'done', errors: [] });
  expect(await person.orocrmContacts()).toHaveLength(match ? 1 : 2);
  const contacts = await person.outlookContacts();
  expect(contacts).toHaveLength(match ? 1 : 2);
  const mark = contacts.find((contact) => contact.id === outlookId)?.mark;
  expect(mark).not.toBe('');
  expect(mark === id).toBe(match);
  expect(await person.quiet()).toEqual([]);
}

const playDefault = sideBySide(byDefault, meet);
test.each(byDefault)('default key fields: $name: $match', (one) => playDefault(one), 300_000);

describe('other key fields', () => {
  // They hold for the installation, so nothing else may go on meanwhile.
  beforeAll(() => sandbox.api('PUT', '/settings', { keyFields: { contacts: ['jobTitle'] } }));
  afterAll(() => sandbox.api('PUT', '/settings', { keyFields: null }));

  const playJobTitle = sideBySide(byJobTitle, meet);
  test.each(byJobTitle)('job title: $name: $match', (one) => playJobTitle(one), 300_000);

  test('remembered candidates are matched by the new key once it changes', async () => {
    const person = await Person.hire(sandbox, { settings: { direction: 'orocrm-to-outlook' } });
    await person.addOrocrm({ firstName: 'Grace', lastName: 'Hopper', jobTitle: 'Admiral' });
    const { id: outlookId } = await person.addOutlook({ ...outlookAda, jobTitle: 'Poet' });
    expect(await person.run()).toMatchObject({ status: 'done', errors: [] });
    await sandbox.api('PUT', '/settings', { keyFields: { contacts: ['lastName'] } });
    await person.run();
    const { id } = await person.addOrocrm({ firstName: 'Annabella', lastName: 'Byron' });
    expect(await person.run({ kind: 'changes' })).toMatchObject({ status: 'done', errors: [] });
    const met = (await person.outlookContacts()).find((contact) => contact.id === outlookId);
    expect(met?.mark).toBe(id);
    expect(met?.contact['givenName']).toBe('Annabella');
    expect(await person.quiet()).toEqual([]);
  });
});
