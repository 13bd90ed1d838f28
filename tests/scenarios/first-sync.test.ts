import { call } from '../support/http';
import { Person, type OutlookContactView } from '../support/person';
import { startSandbox, type Sandbox } from '../support/sandbox';
import { sideBySide } from '../support/side-by-side';

const directions = ['orocrm-to-outlook', 'outlook-to-orocrm', 'bidirectional'] as const;
const cases = directions.flatMap((direction) =>
  (['rebuild', 'relink'] as const).map((mode) => ({ direction, mode })),
);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
}, 90_000);
afterAll(() => sandbox.stop());

/** One of each: marked and there, marked and unknown, a key match, only in OroCRM, only in Outlook. */
async function company(direction: (typeof directions)[number]) {
  const person = await Person.hire(sandbox, { settings: { direction } });
  const orocrm = async (firstName: string) =>
    (await person.addOrocrm({ firstName, lastName: 'Meyer', jobTitle: 'O' })).id;
  const outlook = async (givenName: string, mark?: string) =>
    (await person.addOutlook({ givenName, surname: 'Meyer', jobTitle: 'X' }, mark)).id;
  const there = await orocrm('Marked');
  return {
    person,
    ids: { there, matched: await orocrm('Match'), onlyOrocrm: await orocrm('Orocrm') },
    marked: await outlook('Marked', there),
    stray: await outlook('Stray', '987654321'),
    match: await outlook('match'),
    onlyOutlook: await outlook('Outlook'),
  };
}

const byName = (contacts: readonly OutlookContactView[]): string[] =>
  contacts.map(({ contact }) => String(contact['givenName'])).sort();

const play = sideBySide(cases, async ({ direction, mode }) => {
  const { person, ids, ...outlook } = await company(direction);
  const toOutlook = direction !== 'outlook-to-orocrm';
  const toOrocrm = direction !== 'orocrm-to-outlook';
  const seen = async () => [await person.orocrmContacts(), await person.outlookContacts()];
  const before = await seen();

  const start = await person.logMark();
  const dry = await person.run({ kind: 'resync', mode, dryRun: true });
  expect(dry).toMatchObject({ status: 'done', errors: [] });
  expect(await person.writesSince(start)).toEqual([]);
  expect(await seen()).toEqual(before);
  const announced = (side: string, action: string): number =>
    (dry.preview ?? []).filter((item) => item.side === side && item.action === action).length;

  expect(await person.run({ kind: 'resync', mode, confirm: true })).toMatchObject({
    status: 'done',
    errors: [],
  });
  const all = await person.outlookContacts();
  const deleted = all.filter((contact) => contact.deleted);
  const live = all.filter((contact) => !contact.deleted);
  const left = await person.orocrmContacts();
  const one = (id: string) => live.find((contact) => contact.id === id);

  expect(byName(deleted)).toEqual(mode === 'rebuild' ? ['Marked', 'Stray'] : []);
  expect(announced('outlook', 'delete')).toBe(deleted.length);
  expect(announced('orocrm', 'create')).toBe(left.length - 3);
  expect(announced('outlook', 'create')).toBe(all.length - 4);

  const marks = live.map(({ mark }) => mark).filter((mark) => mark !== '');
  expect(new Set(marks).size).toBe(marks.length);
  const linked = mode === 'relink' ? ['there'] : [];
  expect(Object.entries(ids).flatMap(([name, id]) => (marks.includes(id) ? [name] : []))).toEqual(
    toOutlook ? ['there', 'matched', 'onlyOrocrm'] : linked,
  );
  if (toOutlook) expect(one(outlook.match)).toMatchObject({ mark: ids.matched, contact: { jobTitle: 'O' } });
  if (mode === 'relink') {
    const title = toOutlook ? 'O' : 'X';
    expect(one(outlook.marked)).toMatchObject({ mark: ids.there, contact: { jobTitle: title } });
    expect(left.find(({ id }) => id === ids.there)?.['jobTitle']).toBe(title);
    expect(one(outlook.stray)?.mark === '').toBe(!toOrocrm);
    expect(one(outlook.stray)?.mark).not.toBe('987654321');
  }
  const created = left.filter((contact) => !Object.values(ids).includes(String(contact['id'])));
  // Without the way to Outlook a key match is no link, so its record is created as well.
  expect(created.map((contact) => String(contact['firstName'])).sort()).toEqual(
    toOrocrm ? ['Outlook', ...(mode === 'relink' ? ['Stray'] : []), ...(toOutlook ? [] : ['match'])] : [],
  );
  expect(one(outlook.onlyOutlook)?.mark).toBe(
    created.find((contact) => contact['firstName'] === 'Outlook')?.['id'] ?? '',
  );
  expect(await person.quiet()).toEqual([]);
});

test.each(cases)('$mode, $direction: as announced by the dry run', (one) => play(one), 300_000);

test('a rebuild that nothing would bring back is refused unless confirmed', async () => {
  const { person } = await company('outlook-to-orocrm');
  const start = await person.logMark();
  const body = { mailbox: person.address, kind: 'resync', mode: 'rebuild' };
  const answer = await call('POST', `${sandbox.url}/api/sync`, { body });
  expect(answer).toMatchObject({ status: 409, body: { error: { code: 'guard' } } });
  expect(await person.writesSince(start)).toEqual([]);
  expect(await sandbox.api('GET', `/runs?mailbox=${person.address}`)).toEqual([]);
  expect(await person.run({ kind: 'resync', mode: 'relink' })).toMatchObject({ status: 'done' });
  expect(await person.quiet()).toEqual([]);
});

test('marks without links are linked again, with an alert, and nothing is written', async () => {
  const person = await Person.hire(sandbox);
  for (const firstName of ['Ada', 'Grace', 'Mary']) await person.addOrocrm({ firstName, lastName: 'Meyer' });
  await person.addOutlook({ givenName: 'Emmy', surname: 'Noether' });
  expect(await person.run()).toMatchObject({ status: 'done', counts: { created: 4 } });
  const before = await person.outlookContacts();
  await person.forget();
  await person.rejoin();
  const mark = await person.logMark();
  expect(await person.run()).toMatchObject({ status: 'done', counts: { linked: 4, deleted: 0 } });
  expect(await person.writesSince(mark)).toEqual([]);
  expect(await person.outlookContacts()).toEqual(before);
  expect((await person.alerts()).map(({ code }) => code)).toEqual(['marks-without-links']);
  expect(await person.quiet()).toEqual([]);
});
