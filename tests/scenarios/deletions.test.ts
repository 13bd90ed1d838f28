import { Person } from '../support/person';
import { startSandbox, type Sandbox } from '../support/sandbox';
import { sideBySide } from '../support/side-by-side';

/** With 12 of 12 both would be an empty list; one record is left to show that the side is readable. */
const deletions = 12;

const cases = (['changes', 'full'] as const).flatMap((kind) =>
  (['release', 'discard'] as const).map((decision) => ({ kind, decision })),
);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
}, 90_000);
afterAll(() => sandbox.stop());

async function linked(count: number): Promise<{ person: Person; ids: string[] }> {
  const person = await Person.hire(sandbox);
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    ids.push((await person.addOrocrm({ firstName: `Person ${index}`, lastName: 'Meyer' })).id);
  }
  expect(await person.run()).toMatchObject({ status: 'done', counts: { created: count } });
  return { person, ids };
}

const play = sideBySide(cases, async ({ kind, decision }) => {
  const { person, ids } = await linked(deletions + 1);
  const [kept = '', ...removed] = ids;
  for (const id of removed) await person.deleteOrocrm(id);
  await person.editOrocrm(kept, { jobTitle: 'Survivor' });
  const run = await person.run({ kind });
  expect(run).toMatchObject({ status: 'held', counts: { deleted: 0, updated: 1 } });
  const live = await person.liveOutlook();
  expect(live).toHaveLength(deletions + 1);
  // The other records of the pass go on.
  expect(live.find(({ mark }) => mark === kept)?.contact['jobTitle']).toBe('Survivor');
  expect(await person.alerts()).toMatchObject([{ code: 'deletions-held', heldId: run.heldId }]);
  expect(await person.quiet()).toEqual([]);

  await sandbox.api('POST', `/held/${run.heldId ?? ''}/${decision}`);
  const left = decision === 'release' ? 1 : deletions + 1;
  await person.until(async () => (await person.liveOutlook()).length === left);
  expect((await person.alerts()).map(({ code }) => code)).toEqual([]);
  expect(await person.run({ kind: 'changes' })).toMatchObject({ status: 'done', counts: { deleted: 0 } });
  expect(await person.quiet()).toEqual([]);
  expect(await person.liveOutlook()).toHaveLength(left);
  // Recoverable: what is deleted lies in Deleted Items.
  expect(await person.outlookContacts()).toHaveLength(deletions + 1);
  expect(await person.orocrmContacts()).toHaveLength(1);
});

test.each(cases)('12 deletions are held in a $kind run, then: $decision', (one) => play(one), 300_000);

test('as few as 10 are believed', async () => {
  const { person, ids } = await linked(11);
  for (const id of ids.slice(1)) await person.deleteOrocrm(id);
  expect(await person.run()).toMatchObject({ status: 'done', counts: { deleted: 10 } });
  expect(await person.liveOutlook()).toHaveLength(1);
  const history = await sandbox.api<{ action: string }[]>('GET', `/history?mailbox=${person.address}`);
  expect(history.filter(({ action }) => action === 'delete')).toHaveLength(10);
  expect(await person.quiet()).toEqual([]);
});

test.each([
  { side: 'orocrm', kind: 'changes' },
  { side: 'orocrm', kind: 'full' },
  // Outlook's delta names what was removed: each removal is proven by itself, an empty list by nothing.
  { side: 'outlook', kind: 'full' },
])(
  'an empty list of $side where links exist concludes nothing in a $kind run',
  async ({ side, kind }) => {
    const { person, ids } = await linked(3);
    if (side === 'orocrm') for (const id of ids) await person.deleteOrocrm(id);
    else for (const { id } of await person.liveOutlook()) await person.deleteOutlook(id);
    const mark = await person.logMark();
    expect(await person.run({ kind })).toMatchObject({
      status: 'failed',
      counts: { created: 0, deleted: 0 },
    });
    expect((await person.alerts()).map(({ code }) => code)).toContain('run-failed');
    expect(await person.writesSince(mark)).toEqual([]);
    expect(await person.quiet()).toEqual([]);
  },
  120_000,
);
