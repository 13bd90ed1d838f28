import { mailboxAddress, orocrmId, outlookId } from '../../../shared/records/ids';
import { aContact } from './support/samples';
import { ada, SimulatedMailboxes } from './support/simulated-mailboxes';

let mailboxes: SimulatedMailboxes;

beforeAll(async () => {
  mailboxes = await SimulatedMailboxes.start();
});
afterAll(() => mailboxes.graph.stop());
beforeEach(() => mailboxes.reset());

describe('trouble', () => {
  const namesOf = () => mailboxes.graph.human.contacts(ada).map(({ contact }) => contact['givenName']);
  const drafts = Array.from({ length: 20 }, (_, index) =>
    aContact({ givenName: `C${index}`, mark: String(index + 1) }),
  );

  it('of a lost answer leaves creates unknown, made once, and to be found by their marks', async () => {
    mailboxes.graph.control.faults.add({ match: { path: '\\$batch' }, effect: { dropAfter: true } });
    const outcomes = await mailboxes.contacts.create(drafts);
    expect(outcomes.every((outcome) => !outcome.ok && outcome.error.code === 'unknown-outcome')).toBe(true);
    expect(namesOf()).toHaveLength(20);
    const found = await mailboxes.contacts.findByMark(drafts.map(({ mark }) => orocrmId(mark)));
    expect(found.map(({ mark }) => mark).sort()).toEqual(drafts.map(({ mark }) => mark).sort());
  });

  it('of one lost item leaves that create unknown, and no other', async () => {
    mailboxes.graph.control.faults.add({
      match: { method: 'POST', path: '/contacts$' },
      skip: 4,
      effect: { status: 504, dropAfter: false },
    });
    const outcomes = await mailboxes.contacts.create(drafts);
    expect(outcomes.filter(({ ok }) => !ok)).toMatchObject([{ error: { code: 'unknown-outcome' } }]);
    expect(namesOf()).toHaveLength(19);
  });

  it('of throttled items is waited out: nothing is made twice, nothing forgotten', async () => {
    mailboxes.graph.changeSettings({ throttledItemsPerTwenty: 5, retryAfterSeconds: 0 });
    const outcomes = await mailboxes.contacts.create(drafts);
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect(namesOf().sort()).toEqual(drafts.map(({ givenName }) => givenName).sort());
  });

  it('of a mailbox that is slow never opens more than four operations at once', async () => {
    mailboxes.graph.changeSettings({ operationMs: 5 });
    await Promise.all([
      mailboxes.contacts.create(drafts),
      mailboxes.contacts.ids(),
      mailboxes.contacts.create(drafts),
      mailboxes.contacts.page(undefined),
    ]);
    expect(mailboxes.graph.highestInFlight()).toBeLessThanOrEqual(4);
    expect(mailboxes.reports.some(({ path }) => path !== '/$batch')).toBe(true);
    expect(mailboxes.graph.control.log.since().entries.every(({ status }) => status !== 429)).toBe(true);
  });

  it('of a mailbox that may not be read is the operator’s', async () => {
    mailboxes.graph.human.changeUser(ada, { mailbox: { inScope: false } });
    await expect(mailboxes.contacts.read([outlookId('x')])).rejects.toMatchObject({
      kind: 'operator',
      code: 'forbidden',
    });
    await expect(mailboxes.contacts.create(drafts)).rejects.toMatchObject({
      kind: 'operator',
      code: 'forbidden',
    });
    await expect(mailboxes.outlook.directory.account(ada)).rejects.toMatchObject({
      kind: 'operator',
      code: 'forbidden',
    });
    mailboxes.graph.human.changeUser(ada, { mailbox: null });
    await expect(mailboxes.contacts.ids()).rejects.toMatchObject({
      kind: 'operator',
      code: 'mailbox-unavailable',
    });
    await expect(
      mailboxes.outlook.directory.account(mailboxAddress('nobody@example.com')),
    ).rejects.toMatchObject({
      kind: 'operator',
      code: 'mailbox-unavailable',
    });
  });
});

describe('the directory', () => {
  it('knows the account and its zone', async () => {
    const user = mailboxes.graph.human.users().find(({ userPrincipalName }) => userPrincipalName === ada);
    mailboxes.graph.human.changeUser(ada, { mailbox: { timeZone: 'W. Europe Standard Time' } });
    await expect(mailboxes.outlook.directory.account(ada)).resolves.toEqual({
      userId: user?.id,
      timeZone: 'Europe/Berlin',
    });
  });
});
