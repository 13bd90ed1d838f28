import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { calendarOf } from '../../../sandbox/calendar-of';
import { startGraph, type RunningGraph } from '../../../sandbox/graph/start';
import { startOrocrm, type SimulatedOrocrm } from '../../../sandbox/orocrm/start';
import { loadSeed } from '../../../sandbox/seed/load-seed';
import { vcard } from './cards';

let orocrm: SimulatedOrocrm;
let graph: RunningGraph;
let folder: string;

beforeAll(async () => {
  [orocrm, graph] = await Promise.all([startOrocrm(), startGraph()]);
});
afterAll(async () => {
  await Promise.all([orocrm.stop(), graph.stop()]);
});
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'seed-'));
  await Promise.all([orocrm.reset(), graph.control.reset()]);
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Loads files of that content. @returns the lines that were printed, without the folder, and the mailboxes */
function load(files: Record<string, string | object>) {
  const lines: string[] = [];
  const names = Object.entries(files).map(([name, content]) => {
    const path = join(folder, name);
    writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
    return path;
  });
  const mailboxes = loadSeed(names, orocrm, graph, (line) => lines.push(line.replace(`${folder}/`, '')));
  return { lines, mailboxes };
}

const contact = (id: string, attributes: object, relationships: object = {}) => ({
  type: 'contacts',
  id,
  attributes,
  relationships,
});
const toOne = (type: string, id: string) => ({ data: { type, id } });

test('a list document: contacts with included addresses and owners keep their ids, emails and phones', () => {
  const { lines, mailboxes } = load({
    'contacts.json': {
      data: [
        contact(
          '101',
          {
            firstName: 'Zoë',
            lastName: 'Weiß',
            birthday: '1973-03-07',
            gender: 'female',
            emails: [{ email: 'a@x.example' }, { email: 'b@x.example' }],
            primaryEmail: 'b@x.example',
            phones: [{ phone: '0049 1' }],
            primaryPhone: '0049 1',
            updatedAt: '2024-05-17T08:30:00Z',
          },
          {
            owner: toOne('users', '9'),
            addresses: { data: [{ type: 'contactaddresses', id: '55' }] },
          },
        ),
        contact('102', { lastName: 'Nobody’s' }, { owner: toOne('users', '77') }),
      ],
      included: [
        { type: 'users', id: '9', attributes: { username: 'elley', email: 'elley@example.com' } },
        {
          type: 'contactaddresses',
          id: '55',
          attributes: { street: 'Main St 1', city: 'Los Angeles', postalCode: '09001', primary: true },
          relationships: {
            country: toOne('countries', 'US'),
            region: toOne('regions', 'US-CA'),
            types: { data: [{ type: 'addresstypes', id: 'billing' }] },
          },
        },
        { type: 'countries', id: 'US', attributes: { name: 'United States' } },
        { type: 'accounts', id: '3', attributes: { name: 'Acme' } },
      ],
    },
  });
  expect(lines).toEqual([
    'seed contacts.json: loaded into OroCRM: 2 of 2 contacts, 1 users, 1 addresses with their contacts',
    'seed contacts.json: 1 of them without an owner that a file has: given to the seed user',
    'seed contacts.json: not loaded, as they are neither contacts nor users: 1 accounts',
  ]);
  expect(orocrm.contacts.show('101')).toMatchObject({
    owner: '9',
    firstName: 'Zoë',
    birthday: '1973-03-07',
    gender: 'female',
    emails: [{ email: 'a@x.example' }, { email: 'b@x.example' }],
    primaryEmail: 'b@x.example',
    primaryPhone: '0049 1',
    updatedAt: '2024-05-17T08:30:00Z',
    addresses: [
      { id: '55', postalCode: '09001', country: 'US', region: 'US-CA', types: ['billing'], primary: true },
    ],
  });
  const [seed, elley] = mailboxes;
  expect(seed?.address).toBe('seed@example.org');
  expect(orocrm.contacts.show('102')['owner']).toBe(seed?.userId);
  const calendarId = calendarOf(orocrm, '9');
  expect(elley).toEqual({ address: 'elley@example.com', userId: '9', calendarId });
  expect(graph.human.users().map(({ mail }) => mail)).toEqual(['seed@example.org', 'elley@example.com']);
});

test('an id that is taken by another record is given anew; the same record twice is loaded once', () => {
  const { lines } = load({
    'one.json': { data: contact('5', { firstName: 'Ada' }) },
    'two.json': { data: [contact('5', { firstName: 'Ada' }), contact('5', { firstName: 'Grace' })] },
  });
  expect(lines).toContain('seed two.json: contact 5 is not loaded: it is there already');
  expect(orocrm.contacts.list().map(({ id, firstName }) => [id, firstName])).toEqual([
    ['5', 'Ada'],
    ['6', 'Grace'],
  ]);
});

test('what cannot be loaded is named, and the rest goes on', () => {
  const address = (id: string, country: object) => ({
    type: 'contactaddresses',
    id,
    attributes: { city: 'Atlantis' },
    relationships: { owner: toOne('contacts', '1'), ...country },
  });
  const { lines } = load({
    'mixed.json': {
      data: [contact('1', { lastName: 'A' }), contact('2', { description: 'nobody' })],
      included: [address('8', {}), address('9', { country: toOne('countries', 'XX') })],
    },
    'lost.json': { data: [{ type: 'contactaddresses', id: '70', attributes: { city: 'Oslo' } }] },
    'broken.json': '{"data": [',
    'other.json': { hello: 'world' },
    'notes.txt': 'hello',
  });
  expect(lines.filter((line) => !line.includes('without an owner'))).toEqual([
    'seed mixed.json: loaded into OroCRM: 1 of 2 contacts, 2 addresses with their contacts',
    'seed mixed.json: address 8 of contact 1 is not loaded: it names no country',
    'seed mixed.json: address 9 of contact 1 is not loaded: its country "XX" is not in the dictionary',
    'seed mixed.json: contact 2 is not loaded: it has neither first name, last name, e-mail nor phone',
    'seed lost.json: loaded into OroCRM: 1 addresses with their contacts',
    expect.stringMatching(/^seed broken\.json: not loaded: it is no JSON/),
    'seed other.json: not loaded: it is no JSON:API document with records (`data` with `type` and `id`)',
    'seed notes.txt: not loaded: it is neither .json nor .vcf',
    'seed: addresses of no contact, not loaded: 70',
  ]);
});

test('cards go into the mailbox of the seed user; a bad one is reported by its number', () => {
  const { lines, mailboxes } = load({
    'book.vcf': [
      vcard('3.0', 'FN:Ada Byron', 'TITLE Analyst'),
      vcard('9.9', 'FN:From the future'),
      vcard('3.0', 'PHOTO;VALUE=uri:http://photos.example/1'),
      vcard('3.0', 'FN:Cut off').replace('END:VCARD\r\n', ''),
      vcard('4.0', 'FN:Grace Hopper'),
      'stray line\r\n',
    ].join(''),
  });
  expect(mailboxes).toHaveLength(1);
  expect(lines).toEqual([
    'seed book.vcf: 2 of 5 cards loaded into seed@example.org',
    'seed book.vcf: card 1, line 4: it has no colon; this line is not loaded',
    'seed book.vcf: card 2 is not loaded: it is of version "9.9"',
    'seed book.vcf: card 3 is not loaded: it has neither name, firm, e-mail address nor phone',
    'seed book.vcf: card 4 is not loaded: it has no END:VCARD',
    'seed book.vcf: 1 lines outside of cards',
  ]);
  const names = graph.human.contacts('seed@example.org').map((one) => one.contact['displayName']);
  expect(names).toEqual(['Ada Byron', 'Grace Hopper']);
});

test('a book that is wrong throughout does not fill the screen', () => {
  const { lines } = load({ 'book.vcf': vcard('9.9').repeat(100) });
  expect(lines).toHaveLength(15);
  expect(lines.at(-1)).toBe('seed book.vcf: and 87 more lines like these');
});

test('when no file can be read at all, nothing starts', () => {
  expect(() => load({ 'notes.txt': 'hello' })).toThrow(
    /nothing can be loaded[\s\S]*neither \.json nor \.vcf/,
  );
  expect(() => loadSeed(['/nowhere/book.vcf'], orocrm, graph, () => undefined)).toThrow(/ENOENT/);
});
