import fc from 'fast-check';
import type { OutlookContact } from '../../../shared/records/contact';
import { orocrmId, outlookId } from '../../../shared/records/ids';
import { arbitraryContact, arbitraryEdit } from './support/arbitrary-contact';
import { graphValidator, hasGraphSchema } from './support/graph-schema';
import { ada, SimulatedMailboxes } from './support/simulated-mailboxes';

let mailboxes: SimulatedMailboxes;

beforeAll(async () => {
  mailboxes = await SimulatedMailboxes.start();
});
afterAll(() => mailboxes.graph.stop());
beforeEach(() => mailboxes.reset());

/**
 * The content of a contact: ids and etags are the mailbox's to give; so is a display name that nobody gave, and the
 * name of an e-mail address that has none.
 */
function content(contact: OutlookContact, displayName = contact.displayName): object {
  const emailAddresses = contact.emailAddresses.map(({ name, address }) => ({
    name: name || address,
    address,
  }));
  return { ...contact, displayName, emailAddresses, id: '', version: '', createdAt: '', folder: '' };
}

describe('contacts', () => {
  it('are as they were sent, whatever is in them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryContact, { minLength: 1, maxLength: 20 }), async (drafts) => {
        const outcomes = await mailboxes.contacts.create(drafts);
        const ids = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.record.id] : []));
        expect(ids).toHaveLength(drafts.length);
        const { records } = await mailboxes.contacts.read(ids);
        drafts.forEach((draft, index) => {
          const reading = records.get(ids[index] ?? outlookId(''));
          if (reading?.state !== 'there') throw new Error('Not there.');
          const { record } = reading;
          expect(content(record)).toEqual(content(draft, draft.displayName || record.displayName));
        });
      }),
      { numRuns: 15 },
    );
  });

  it.each(['replace', 'merge'] as const)(
    'are as desired after a change, where an address is to %s',
    async (addressPatch) => {
      mailboxes.graph.changeSettings({ addressPatch, emailNameOnlyIgnored: false });
      await fc.assert(
        fc.asyncProperty(arbitraryEdit, async ({ current, desired }) => {
          const [before] = await mailboxes.made(current);
          const read = before && (await mailboxes.readOne(before.id));
          if (read === undefined) throw new Error('Not there.');
          const wanted = { ...desired, id: read.id, version: read.version };
          const [outcome] = await mailboxes.contacts.update([{ current: read, desired: wanted }]);
          const after = await mailboxes.readOne(read.id);
          if (outcome?.ok !== true || after === undefined) throw new Error('Not written.');
          expect(outcome.record).toEqual(after);
          expect(content(after)).toEqual(content(desired, desired.displayName || after.displayName));
        }),
        { numRuns: 40 },
      );
    },
  );

  (hasGraphSchema ? it : it.skip)('are written with bodies that Graph’s metadata allows', async () => {
    const validate = graphValidator('contact');
    const [before] = await mailboxes.made({ givenName: 'Ada', fax: '1', mark: '7' });
    if (before === undefined) throw new Error('Not made.');
    await mailboxes.contacts.update([
      { current: before, desired: { ...before, givenName: '', fax: '', birthday: '1985-03-09' } },
    ]);
    const bodies = mailboxes.graph.control.log
      .since()
      .entries.flatMap(({ write, requestBody }) => (write ? [requestBody] : []));
    expect(bodies).toHaveLength(2);
    for (const body of bodies)
      expect({ valid: validate(body), errors: validate.errors }).toMatchObject({ valid: true });
  });

  it('are gone when deleted, though Deleted Items still answers by id', async () => {
    const [one, two, three] = await mailboxes.made(
      { givenName: 'One' },
      { givenName: 'Two' },
      { givenName: 'Three' },
    );
    if (!one || !two || !three) throw new Error('Not made.');
    mailboxes.graph.human.deleteContact(ada, one.id);
    mailboxes.graph.human.deleteContact(ada, two.id, true);
    mailboxes.graph.human.moveContact(ada, three.id, mailboxes.graph.human.createFolder(ada, 'New').id);
    for (const fresh of [false, true]) {
      if (fresh) mailboxes.reconnect();
      const { records } = await mailboxes.contacts.read([one.id, two.id, three.id]);
      expect([one, two, three].map(({ id }) => records.get(id)?.state)).toEqual(['gone', 'gone', 'there']);
    }
  });

  it('are gone when the last one of a mailbox is deleted and its default folder cannot be known', async () => {
    const [only] = await mailboxes.made({ givenName: 'Only' });
    if (only === undefined) throw new Error('Not made.');
    mailboxes.graph.human.deleteContact(ada, only.id);
    mailboxes.reconnect();
    await expect(mailboxes.contacts.read([only.id])).resolves.toMatchObject({
      records: new Map([[only.id, { state: 'gone' }]]),
    });
  });

  it('are gone when the folder that holds them is deleted', async () => {
    const folder = mailboxes.graph.human.createFolder(ada, 'Suppliers');
    const { id } = mailboxes.graph.human.createContact(ada, { givenName: 'Sue' }, folder.id);
    await expect(mailboxes.readOne(outlookId(id))).resolves.toMatchObject({ givenName: 'Sue' });
    mailboxes.graph.human.deleteFolder(ada, folder.id);
    mailboxes.reconnect();
    await expect(mailboxes.readOne(outlookId(id))).resolves.toBeUndefined();
  });

  it('are listed over all folders and pages, and found by their marks', async () => {
    const deep = mailboxes.graph.human.createFolder(
      ada,
      'Deep',
      mailboxes.graph.human.createFolder(ada, 'Suppliers').id,
    );
    const ids = [
      ...mailboxes.graph.human.createContacts(
        ada,
        Array.from({ length: 230 }, (_, index) => ({ givenName: `C${index}` })),
      ),
      ...mailboxes.graph.human.createContacts(ada, [{ givenName: 'D' }], deep.id),
    ];
    const [marked] = await mailboxes.made({ givenName: 'Marked', mark: '4711' }, { mark: '471' });
    if (marked === undefined) throw new Error('Not made.');
    mailboxes.graph.human.moveContact(ada, marked.id, deep.id);
    mailboxes.graph.human.deleteContact(ada, ids[0] ?? '');
    mailboxes.reconnect();
    const listed: OutlookContact[] = [];
    let cursor: string | undefined;
    do {
      const page = await mailboxes.contacts.page(cursor);
      listed.push(...page.records);
      cursor = page.next;
    } while (cursor !== undefined);
    expect(listed.map(({ id }) => id).sort()).toEqual([...(await mailboxes.contacts.ids())].sort());
    expect(new Set(listed.map(({ id }) => id)).size).toBe(232);
    const found = await mailboxes.contacts.findByMark([orocrmId('4711'), orocrmId('9')]);
    expect(found).toMatchObject([{ id: marked.id, mark: '4711', givenName: 'Marked' }]);
  });

  it('are changed and deleted only in the version that was read', async () => {
    const [read] = await mailboxes.made({ givenName: 'Ada' });
    if (read === undefined) throw new Error('Not made.');
    mailboxes.graph.human.editContact(ada, read.id, { jobTitle: 'Countess' });
    await expect(
      mailboxes.contacts.update([{ current: read, desired: { ...read, jobTitle: 'CTO' } }]),
    ).resolves.toMatchObject([{ ok: false, error: { code: 'changed-meanwhile' } }]);
    await expect(mailboxes.contacts.remove([read])).resolves.toMatchObject([
      { ok: false, error: { code: 'changed-meanwhile' } },
    ]);
    const now = await mailboxes.readOne(read.id);
    if (now === undefined) throw new Error('Not there.');
    await expect(mailboxes.contacts.remove([now])).resolves.toMatchObject([{ ok: true }]);
    // Without its etag a second delete would take it out of Deleted Items for ever.
    await expect(mailboxes.contacts.remove([now])).resolves.toMatchObject([{ ok: true }]);
    await expect(mailboxes.readOne(read.id)).resolves.toBeUndefined();
    expect(mailboxes.graph.human.contact(ada, read.id).deleted).toBe(true);
  });
});
