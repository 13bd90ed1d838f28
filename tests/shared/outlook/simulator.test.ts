import { readFileSync } from 'node:fs';
import tls from 'node:tls';
import fc from 'fast-check';
import { SANDBOX_TOKEN, startGraph, type RunningGraph } from '../../../sandbox/graph/start';
import { connectOutlook, type OutlookConnection } from '../../../shared/outlook/connection';
import type { RequestReport } from '../../../shared/outlook/client-middleware';
import type { OutlookContact } from '../../../shared/records/contact';
import { mailboxAddress, orocrmId, outlookId, type OutlookId } from '../../../shared/records/ids';
import type { OutlookChange, OutlookStore } from '../../../shared/sync/ports/outlook';
import { arbitraryContact, arbitraryEdit } from './support/arbitrary-contact';
import { contactValidator, hasGraphSchema } from './support/graph-schema';
import { aContact } from './support/samples';

const ada = mailboxAddress('ada@example.com');
const bob = mailboxAddress('bob@example.com');

let graph: RunningGraph;
let outlook: OutlookConnection;
let contacts: OutlookStore<OutlookContact>;
const reports: RequestReport[] = [];

beforeAll(async () => {
  graph = await startGraph();
  tls.setDefaultCACertificates([readFileSync(graph.caFile, 'utf8')]);
});
afterAll(() => graph.stop());
beforeEach(async () => {
  await graph.control.reset();
  for (const userPrincipalName of [ada, bob]) graph.human.createUser({ userPrincipalName });
  reports.length = 0;
  connect();
});

/** A new connection knows nothing yet, as a process that has just started. */
function connect(): void {
  outlook = connectOutlook({
    baseUrl: graph.url,
    auth: { token: SANDBOX_TOKEN },
    patienceMs: 4000,
    timeoutMs: 5000,
    onRequest: (report) => reports.push(report),
  });
  contacts = outlook.contacts(ada);
}

async function made(...drafts: readonly Partial<OutlookContact>[]): Promise<readonly OutlookContact[]> {
  const outcomes = await contacts.create(drafts.map(aContact));
  return outcomes.map((outcome) => {
    if (!outcome.ok) throw outcome.error;
    return outcome.record;
  });
}

async function readOne(id: OutlookId): Promise<OutlookContact | undefined> {
  const reading = (await contacts.read([id])).records.get(id);
  return reading?.state === 'there' ? reading.record : undefined;
}

async function changes(cursor: string): Promise<{ items: readonly OutlookChange[]; cursor: string }> {
  const outcome = (await outlook.feed('contacts').changes([{ mailbox: ada, cursor }])).get(ada);
  if (outcome?.state === 'failed') throw outcome.error;
  if (outcome?.state !== 'read') throw new Error(`The poll ended ${outcome?.state ?? 'nowhere'}.`);
  return outcome;
}

const kinds = (items: readonly OutlookChange[]) => items.map(({ id, kind }) => [id, kind]);

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
        const outcomes = await contacts.create(drafts);
        const ids = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.record.id] : []));
        expect(ids).toHaveLength(drafts.length);
        const { records } = await contacts.read(ids);
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
      graph.changeSettings({ addressPatch, emailNameOnlyIgnored: false });
      await fc.assert(
        fc.asyncProperty(arbitraryEdit, async ({ current, desired }) => {
          const [before] = await made(current);
          const read = before && (await readOne(before.id));
          if (read === undefined) throw new Error('Not there.');
          const wanted = { ...desired, id: read.id, version: read.version };
          const [outcome] = await contacts.update([{ current: read, desired: wanted }]);
          const after = await readOne(read.id);
          if (outcome?.ok !== true || after === undefined) throw new Error('Not written.');
          expect(outcome.record).toEqual(after);
          expect(content(after)).toEqual(content(desired, desired.displayName || after.displayName));
        }),
        { numRuns: 40 },
      );
    },
  );

  (hasGraphSchema ? it : it.skip)('are written with bodies that Graph’s metadata allows', async () => {
    const validate = contactValidator();
    const [before] = await made({ givenName: 'Ada', fax: '1', mark: '7' });
    if (before === undefined) throw new Error('Not made.');
    await contacts.update([
      { current: before, desired: { ...before, givenName: '', fax: '', birthday: '1985-03-09' } },
    ]);
    const bodies = graph.control.log
      .since()
      .entries.flatMap(({ write, requestBody }) => (write ? [requestBody] : []));
    expect(bodies).toHaveLength(2);
    for (const body of bodies)
      expect({ valid: validate(body), errors: validate.errors }).toMatchObject({ valid: true });
  });

  it('are gone when deleted, though Deleted Items still answers by id', async () => {
    const [one, two, three] = await made({ givenName: 'One' }, { givenName: 'Two' }, { givenName: 'Three' });
    if (!one || !two || !three) throw new Error('Not made.');
    graph.human.deleteContact(ada, one.id);
    graph.human.deleteContact(ada, two.id, true);
    graph.human.moveContact(ada, three.id, graph.human.createFolder(ada, 'New').id);
    for (const fresh of [false, true]) {
      if (fresh) connect();
      const { records } = await contacts.read([one.id, two.id, three.id]);
      expect([one, two, three].map(({ id }) => records.get(id)?.state)).toEqual(['gone', 'gone', 'there']);
    }
  });

  it('are gone when the last one of a mailbox is deleted and its default folder cannot be known', async () => {
    const [only] = await made({ givenName: 'Only' });
    if (only === undefined) throw new Error('Not made.');
    graph.human.deleteContact(ada, only.id);
    connect();
    await expect(contacts.read([only.id])).resolves.toMatchObject({
      records: new Map([[only.id, { state: 'gone' }]]),
    });
  });

  it('are gone when the folder that holds them is deleted', async () => {
    const folder = graph.human.createFolder(ada, 'Suppliers');
    const { id } = graph.human.createContact(ada, { givenName: 'Sue' }, folder.id);
    await expect(readOne(outlookId(id))).resolves.toMatchObject({ givenName: 'Sue' });
    graph.human.deleteFolder(ada, folder.id);
    connect();
    await expect(readOne(outlookId(id))).resolves.toBeUndefined();
  });

  it('are listed over all folders and pages, and found by their marks', async () => {
    const deep = graph.human.createFolder(ada, 'Deep', graph.human.createFolder(ada, 'Suppliers').id);
    const ids = [
      ...graph.human.createContacts(
        ada,
        Array.from({ length: 230 }, (_, index) => ({ givenName: `C${index}` })),
      ),
      ...graph.human.createContacts(ada, [{ givenName: 'D' }], deep.id),
    ];
    const [marked] = await made({ givenName: 'Marked', mark: '4711' }, { mark: '471' });
    if (marked === undefined) throw new Error('Not made.');
    graph.human.moveContact(ada, marked.id, deep.id);
    graph.human.deleteContact(ada, ids[0] ?? '');
    connect();
    const listed: OutlookContact[] = [];
    let cursor: string | undefined;
    do {
      const page = await contacts.page(cursor);
      listed.push(...page.records);
      cursor = page.next;
    } while (cursor !== undefined);
    expect(listed.map(({ id }) => id).sort()).toEqual([...(await contacts.ids())].sort());
    expect(new Set(listed.map(({ id }) => id)).size).toBe(232);
    const found = await contacts.findByMark([orocrmId('4711'), orocrmId('9')]);
    expect(found).toMatchObject([{ id: marked.id, mark: '4711', givenName: 'Marked' }]);
  });

  it('are changed and deleted only in the version that was read', async () => {
    const [read] = await made({ givenName: 'Ada' });
    if (read === undefined) throw new Error('Not made.');
    graph.human.editContact(ada, read.id, { jobTitle: 'Countess' });
    await expect(
      contacts.update([{ current: read, desired: { ...read, jobTitle: 'CTO' } }]),
    ).resolves.toMatchObject([{ ok: false, error: { code: 'changed-meanwhile' } }]);
    await expect(contacts.remove([read])).resolves.toMatchObject([
      { ok: false, error: { code: 'changed-meanwhile' } },
    ]);
    const now = await readOne(read.id);
    if (now === undefined) throw new Error('Not there.');
    await expect(contacts.remove([now])).resolves.toMatchObject([{ ok: true }]);
    // Without its etag a second delete would take it out of Deleted Items for ever.
    await expect(contacts.remove([now])).resolves.toMatchObject([{ ok: true }]);
    await expect(readOne(read.id)).resolves.toBeUndefined();
    expect(graph.human.contact(ada, read.id).deleted).toBe(true);
  });
});

describe('trouble', () => {
  const namesOf = () => graph.human.contacts(ada).map(({ contact }) => contact['givenName']);
  const drafts = Array.from({ length: 20 }, (_, index) =>
    aContact({ givenName: `C${index}`, mark: String(index + 1) }),
  );

  it('of a lost answer leaves creates unknown, made once, and to be found by their marks', async () => {
    graph.control.faults.add({ match: { path: '\\$batch' }, effect: { dropAfter: true } });
    const outcomes = await contacts.create(drafts);
    expect(outcomes.every((outcome) => !outcome.ok && outcome.error.code === 'unknown-outcome')).toBe(true);
    expect(namesOf()).toHaveLength(20);
    const found = await contacts.findByMark(drafts.map(({ mark }) => orocrmId(mark)));
    expect(found.map(({ mark }) => mark).sort()).toEqual(drafts.map(({ mark }) => mark).sort());
  });

  it('of one lost item leaves that create unknown, and no other', async () => {
    graph.control.faults.add({
      match: { method: 'POST', path: '/contacts$' },
      skip: 4,
      effect: { status: 504, dropAfter: false },
    });
    const outcomes = await contacts.create(drafts);
    expect(outcomes.filter(({ ok }) => !ok)).toMatchObject([{ error: { code: 'unknown-outcome' } }]);
    expect(namesOf()).toHaveLength(19);
  });

  it('of throttled items is waited out: nothing is made twice, nothing forgotten', async () => {
    graph.changeSettings({ throttledItemsPerTwenty: 5, retryAfterSeconds: 0 });
    const outcomes = await contacts.create(drafts);
    expect(outcomes.every(({ ok }) => ok)).toBe(true);
    expect(namesOf().sort()).toEqual(drafts.map(({ givenName }) => givenName).sort());
  });

  it('of a mailbox that is slow never opens more than four operations at once', async () => {
    graph.changeSettings({ operationMs: 5 });
    await Promise.all([
      contacts.create(drafts),
      contacts.ids(),
      contacts.create(drafts),
      contacts.page(undefined),
    ]);
    expect(graph.highestInFlight()).toBeLessThanOrEqual(4);
    expect(reports.some(({ path }) => path !== '/$batch')).toBe(true);
    expect(graph.control.log.since().entries.every(({ status }) => status !== 429)).toBe(true);
  });

  it('of a mailbox that may not be read is the operator’s', async () => {
    graph.human.changeUser(ada, { mailbox: { inScope: false } });
    await expect(contacts.read([outlookId('x')])).rejects.toMatchObject({
      kind: 'operator',
      code: 'forbidden',
    });
    await expect(contacts.create(drafts)).rejects.toMatchObject({ kind: 'operator', code: 'forbidden' });
    await expect(outlook.directory.account(ada)).rejects.toMatchObject({
      kind: 'operator',
      code: 'forbidden',
    });
    graph.human.changeUser(ada, { mailbox: null });
    await expect(contacts.ids()).rejects.toMatchObject({ kind: 'operator', code: 'mailbox-unavailable' });
    await expect(outlook.directory.account(mailboxAddress('nobody@example.com'))).rejects.toMatchObject({
      kind: 'operator',
      code: 'mailbox-unavailable',
    });
  });
});

describe('the feed', () => {
  it('reports creates, edits and deletions, and nothing when nothing happened', async () => {
    const [one, two] = await made({ givenName: 'One' }, { givenName: 'Two' });
    if (!one || !two) throw new Error('Not made.');
    let cursor = await outlook.feed('contacts').start(ada);
    let read = await changes(cursor);
    expect(read.items).toEqual([]);
    const three = graph.human.createContact(ada, { givenName: 'Three' });
    graph.human.editContact(ada, one.id, { jobTitle: 'CTO' });
    graph.human.deleteContact(ada, two.id);
    read = await changes(read.cursor);
    expect(new Map(read.items.map(({ id, kind }) => [id, kind]))).toEqual(
      new Map([
        [one.id, 'changed'],
        [two.id, 'removed'],
        [three.id, 'changed'],
      ]),
    );
    const [edited] = read.items.filter(({ id }) => id === one.id);
    expect(edited).toMatchObject({ version: (await readOne(one.id))?.version });
    cursor = read.cursor;
    await expect(changes(cursor)).resolves.toMatchObject({ items: [] });
  });

  it('sees the first contact of an empty mailbox, and every contact of a long round', async () => {
    const start = await outlook.feed('contacts').start(ada);
    graph.human.createContacts(
      ada,
      Array.from({ length: 950 }, (_, index) => ({ givenName: `C${index}` })),
    );
    const read = await changes(start);
    expect(read.items).toHaveLength(950);
    await expect(changes(read.cursor)).resolves.toMatchObject({ items: [] });
  });

  it.each([true, false])(
    'takes a move into another folder for no deletion (shown there: %s)',
    async (moveShownInTarget) => {
      graph.changeSettings({ moveShownInTarget });
      const [one, two] = await made({ givenName: 'One' }, { givenName: 'Two' });
      if (!one || !two) throw new Error('Not made.');
      const suppliers = graph.human.createFolder(ada, 'Suppliers');
      const cursor = await outlook.feed('contacts').start(ada);
      graph.human.moveContact(ada, one.id, suppliers.id);
      const read = await changes(cursor);
      expect(kinds(read.items)).toEqual([[one.id, moveShownInTarget ? 'changed' : 'removed']]);
      await expect(readOne(one.id)).resolves.toMatchObject({ givenName: 'One' });
      const madeLater = graph.human.createFolder(ada, 'Made later');
      graph.human.moveContact(ada, two.id, madeLater.id);
      connect();
      const later = await changes(read.cursor);
      expect(later.items.map(({ id }) => id)).toEqual([two.id]);
      await expect(readOne(two.id)).resolves.toMatchObject({ folder: madeLater.id });
    },
  );

  it('tells a lost cursor, of that mailbox only', async () => {
    const feed = outlook.feed('contacts');
    graph.human.createContact(ada, { givenName: 'A' });
    graph.human.createContact(bob, { givenName: 'B' });
    const requests = await Promise.all(
      [ada, bob].map(async (mailbox) => ({ mailbox, cursor: await feed.start(mailbox) })),
    );
    graph.expireDelta({ mailbox: ada });
    const outcomes = await feed.changes(requests);
    expect([outcomes.get(ada)?.state, outcomes.get(bob)?.state]).toEqual(['expired', 'read']);
    graph.human.changeUser(bob, { mailbox: { inScope: false } });
    connect();
    const [again] = [
      await outlook
        .feed('contacts')
        .changes([{ mailbox: ada, cursor: await outlook.feed('contacts').start(ada) }, ...requests.slice(1)]),
    ];
    expect([again.get(ada)?.state, again.get(bob)?.state]).toEqual(['read', 'failed']);
  });

  it('tells that a folder has gone with all that was in it', async () => {
    const folder = graph.human.createFolder(ada, 'Suppliers');
    graph.human.createContact(ada, { givenName: 'Sue' }, folder.id);
    graph.human.createContact(ada, { givenName: 'Ada' });
    const cursor = await outlook.feed('contacts').start(ada);
    graph.human.deleteFolder(ada, folder.id);
    connect();
    const outcomes = await outlook.feed('contacts').changes([{ mailbox: ada, cursor }]);
    expect(outcomes.get(ada)).toEqual({ state: 'expired' });
  });
});

describe('the directory', () => {
  it('knows the account and its zone', async () => {
    const user = graph.human.users().find(({ userPrincipalName }) => userPrincipalName === ada);
    graph.human.changeUser(ada, { mailbox: { timeZone: 'W. Europe Standard Time' } });
    await expect(outlook.directory.account(ada)).resolves.toEqual({
      userId: user?.id,
      timeZone: 'Europe/Berlin',
    });
  });
});
