import type { OutlookChange } from '../../../shared/sync/ports/outlook';
import { ada, bob, SimulatedMailboxes } from './support/simulated-mailboxes';
import { anyWindow } from './support/window';

let mailboxes: SimulatedMailboxes;

beforeAll(async () => {
  mailboxes = await SimulatedMailboxes.start();
});
afterAll(() => mailboxes.graph.stop());
beforeEach(() => mailboxes.reset());

const kinds = (items: readonly OutlookChange[]) => items.map(({ id, kind }) => [id, kind]);

describe('the feed', () => {
  it('reports creates, edits and deletions, and nothing when nothing happened', async () => {
    const [one, two] = await mailboxes.made({ givenName: 'One' }, { givenName: 'Two' });
    if (!one || !two) throw new Error('Not made.');
    let cursor = await mailboxes.outlook.feed('contacts').start(ada, anyWindow);
    let read = await mailboxes.changes(cursor);
    expect(read.items).toEqual([]);
    const three = mailboxes.graph.human.createContact(ada, { givenName: 'Three' });
    mailboxes.graph.human.editContact(ada, one.id, { jobTitle: 'CTO' });
    mailboxes.graph.human.deleteContact(ada, two.id);
    read = await mailboxes.changes(read.cursor);
    expect(new Map(read.items.map(({ id, kind }) => [id, kind]))).toEqual(
      new Map([
        [one.id, 'changed'],
        [two.id, 'removed'],
        [three.id, 'changed'],
      ]),
    );
    const [edited] = read.items.filter(({ id }) => id === one.id);
    expect(edited).toMatchObject({ version: (await mailboxes.readOne(one.id))?.version });
    cursor = read.cursor;
    await expect(mailboxes.changes(cursor)).resolves.toMatchObject({ items: [] });
  });

  it('sees the first contact of an empty mailbox, and every contact of a long round', async () => {
    const start = await mailboxes.outlook.feed('contacts').start(ada, anyWindow);
    mailboxes.graph.human.createContacts(
      ada,
      Array.from({ length: 950 }, (_, index) => ({ givenName: `C${index}` })),
    );
    const read = await mailboxes.changes(start);
    expect(read.items).toHaveLength(950);
    await expect(mailboxes.changes(read.cursor)).resolves.toMatchObject({ items: [] });
  });

  it.each([true, false])(
    'takes a move into another folder for no deletion (shown there: %s)',
    async (moveShownInTarget) => {
      mailboxes.graph.changeSettings({ moveShownInTarget });
      const [one, two] = await mailboxes.made({ givenName: 'One' }, { givenName: 'Two' });
      if (!one || !two) throw new Error('Not made.');
      const suppliers = mailboxes.graph.human.createFolder(ada, 'Suppliers');
      const cursor = await mailboxes.outlook.feed('contacts').start(ada, anyWindow);
      mailboxes.graph.human.moveContact(ada, one.id, suppliers.id);
      const read = await mailboxes.changes(cursor);
      expect(kinds(read.items)).toEqual([[one.id, moveShownInTarget ? 'changed' : 'removed']]);
      await expect(mailboxes.readOne(one.id)).resolves.toMatchObject({ givenName: 'One' });
      const madeLater = mailboxes.graph.human.createFolder(ada, 'Made later');
      mailboxes.graph.human.moveContact(ada, two.id, madeLater.id);
      mailboxes.reconnect();
      const later = await mailboxes.changes(read.cursor);
      expect(later.items.map(({ id }) => id)).toEqual([two.id]);
      await expect(mailboxes.readOne(two.id)).resolves.toMatchObject({ folder: madeLater.id });
    },
  );

  it('tells a lost cursor, of that mailbox only', async () => {
    const feed = mailboxes.outlook.feed('contacts');
    mailboxes.graph.human.createContact(ada, { givenName: 'A' });
    mailboxes.graph.human.createContact(bob, { givenName: 'B' });
    const requests = await Promise.all(
      [ada, bob].map(async (mailbox) => ({
        mailbox,
        cursor: await feed.start(mailbox, anyWindow),
        window: anyWindow,
      })),
    );
    mailboxes.graph.expireDelta({ mailbox: ada });
    const outcomes = await feed.changes(requests);
    expect([outcomes.get(ada)?.state, outcomes.get(bob)?.state]).toEqual(['expired', 'read']);
    mailboxes.graph.human.changeUser(bob, { mailbox: { inScope: false } });
    mailboxes.reconnect();
    const restarted = mailboxes.outlook.feed('contacts');
    const again = await restarted.changes([
      { mailbox: ada, cursor: await restarted.start(ada, anyWindow), window: anyWindow },
      ...requests.slice(1),
    ]);
    expect([again.get(ada)?.state, again.get(bob)?.state]).toEqual(['read', 'failed']);
  });

  it('tells that a folder has gone with all that was in it', async () => {
    const folder = mailboxes.graph.human.createFolder(ada, 'Suppliers');
    mailboxes.graph.human.createContact(ada, { givenName: 'Sue' }, folder.id);
    mailboxes.graph.human.createContact(ada, { givenName: 'Ada' });
    const cursor = await mailboxes.outlook.feed('contacts').start(ada, anyWindow);
    mailboxes.graph.human.deleteFolder(ada, folder.id);
    mailboxes.reconnect();
    const outcomes = await mailboxes.outlook
      .feed('contacts')
      .changes([{ mailbox: ada, cursor, window: anyWindow }]);
    expect(outcomes.get(ada)).toEqual({ state: 'expired' });
  });
});
