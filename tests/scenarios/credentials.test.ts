import { call } from '../support/http';
import { Person } from '../support/person';
import { startSandbox, type Sandbox } from '../support/sandbox';

type Direction = 'orocrm-to-outlook' | 'outlook-to-orocrm' | 'bidirectional';
interface Case {
  readonly credential: 'own' | 'service' | 'wsse';
  readonly kind: 'changes' | 'full';
  readonly direction: Direction;
}

const names = async (person: Person): Promise<string[]> =>
  (await person.liveOutlook()).map(({ contact }) => String(contact['givenName'])).sort();

/** One after another: the writes of the service user are in the log under one name, whoever they are for. */
async function seesOwnRecordsOnly(sandbox: Sandbox, { credential, kind, direction }: Case): Promise<void> {
  const person = await Person.hire(sandbox, { credential });
  const colleague = await Person.hire(sandbox, { credential });
  const { id } = await person.addOrocrm({ firstName: 'Ada', lastName: 'Meyer' });
  await person.addOrocrm({ firstName: 'Grace', lastName: 'Meyer' });
  await colleague.addOrocrm({ firstName: 'Mary', lastName: 'Meyer' });
  const { id: fromOutlook } = await person.addOutlook({ givenName: 'Emmy', surname: 'Meyer' });
  expect(await person.run()).toMatchObject({ status: 'done', errors: [] });
  expect(await colleague.run()).toMatchObject({ status: 'done', errors: [] });
  expect(await names(person)).toEqual(['Ada', 'Emmy', 'Grace']);
  expect(await names(colleague)).toEqual(['Mary']);
  const made = (await person.outlookContacts()).find((contact) => contact.id === fromOutlook)?.mark;
  const owned = (await person.orocrmContacts()).find((contact) => contact['id'] === made);
  expect(owned).toMatchObject({ firstName: 'Emmy', owner: person.userId });

  await person.settings({ direction });
  await person.editOrocrm(id, { owner: colleague.userId });
  expect(await person.run({ kind })).toMatchObject({ status: 'done', errors: [] });
  // What another user owns now is gone for this one.
  const stays = direction === 'orocrm-to-outlook';
  expect(await names(person)).toEqual([...(stays ? ['Ada'] : []), 'Emmy', 'Grace']);
  expect(await colleague.run({ kind })).toMatchObject({ status: 'done', errors: [] });
  expect(await names(colleague)).toEqual(['Ada', 'Mary']);
  expect(await person.quiet()).toEqual([]);
  expect(await colleague.quiet()).toEqual([]);
}

describe('a current OroCRM', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
  }, 90_000);
  afterAll(() => sandbox.stop());

  test('a record that two mailboxes share is kept in step in both', async () => {
    const seller = await Person.hire(sandbox);
    const manager = await Person.hire(sandbox, { accessLevel: 'organization' });
    const { id } = await seller.addOrocrm({ firstName: 'Ada', lastName: 'Byron', jobTitle: 'Analyst' });
    for (const person of [seller, manager]) expect(await person.run()).toMatchObject({ status: 'done' });
    const copyOf = async (person: Person) =>
      (await person.liveOutlook()).find((contact) => contact.mark === id);
    const titleOf = async (person: Person) => (await copyOf(person))?.contact['jobTitle'];

    for (const [editor, other, title] of [
      [manager, seller, 'Countess'],
      [seller, manager, 'Poet'],
    ] as const) {
      await editor.editOutlook((await copyOf(editor))?.id ?? '', { jobTitle: title });
      expect(await editor.run({ kind: 'changes' })).toMatchObject({ status: 'done', errors: [] });
      // The other mailbox is told to look: nobody starts a run for it.
      await other.until(async () => (await titleOf(other)) === title);
    }
    expect(await seller.orocrmContacts()).toMatchObject([{ id, jobTitle: 'Poet' }]);

    await seller.addOrocrm({ firstName: 'Grace', lastName: 'Hopper' });
    await seller.deleteOrocrm(id);
    for (const person of [seller, manager]) {
      expect(await person.run()).toMatchObject({ status: 'done', counts: { created: 1, deleted: 1 } });
      expect(await names(person)).toEqual(['Grace']);
    }
    for (const person of [seller, manager]) expect(await person.quiet()).toEqual([]);
  }, 120_000);

  test.each<Case>([
    { credential: 'own', kind: 'changes', direction: 'bidirectional' },
    { credential: 'own', kind: 'full', direction: 'bidirectional' },
    { credential: 'service', kind: 'changes', direction: 'bidirectional' },
    { credential: 'service', kind: 'full', direction: 'bidirectional' },
    { credential: 'service', kind: 'changes', direction: 'outlook-to-orocrm' },
    { credential: 'service', kind: 'full', direction: 'orocrm-to-outlook' },
  ])(
    '$credential credential, $kind run, $direction: the records of the user, and no others',
    (one) => seesOwnRecordsOnly(sandbox, one),
    120_000,
  );

  test.each([
    ['an API key, which this version knows no more', { username: 'nobody', apiKey: 'guessed' }],
    ['an unknown OAuth client', { clientId: 'nobody', clientSecret: 'guessed' }],
    ['a user who does not exist', { userId: '987654321' }],
  ])('a mailbox is not saved with %s', async (_, orocrm) => {
    const address = 'nobody@example.org';
    await sandbox.control('graph', 'POST', '/users', { userPrincipalName: address }).catch(() => undefined);
    const answer = await call('PUT', `${sandbox.url}/api/mailboxes/${address}`, { body: { orocrm } });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: { message: expect.stringContaining('OroCRM') as string } });
    expect(answer.text).not.toContain('guessed');
    expect((await call('GET', `${sandbox.url}/api/mailboxes/${address}`)).status).toBe(404);
  });
});

describe('OroCRM 6.0', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ SANDBOX_OROCRM_VERSION: '6.0' });
  }, 90_000);
  afterAll(() => sandbox.stop());

  test.each(['changes', 'full'] as const)(
    'user name and API key, %s run: the records of the user, and no others',
    (kind) => seesOwnRecordsOnly(sandbox, { credential: 'wsse', kind, direction: 'bidirectional' }),
    120_000,
  );
});
