import { setTimeout as wait } from 'node:timers/promises';
import { Person } from '../support/person';
import { inTurn } from '../support/rows-over-sandbox';
import { startSandbox, type Sandbox } from '../support/sandbox';
import { sideBySide } from '../support/side-by-side';

const directions = ['orocrm-to-outlook', 'outlook-to-orocrm', 'bidirectional'] as const;
type Direction = (typeof directions)[number];
const toOutlook = (direction: Direction): boolean => direction !== 'outlook-to-orocrm';
const toOrocrm = (direction: Direction): boolean => direction !== 'orocrm-to-outlook';

/** A person whose first sync is over, with one pair in step. */
interface Stage {
  readonly person: Person;
  readonly direction: Direction;
  readonly old: { readonly orocrmId: string; readonly outlookId: string };
  notice(): Promise<void>;
}

const ada = { firstName: 'Ada', lastName: 'Byron', jobTitle: 'Analyst' };
const outlookAda = { givenName: 'Ada', surname: 'Byron', jobTitle: 'Poet' };

const orocrmAdas = async ({ person }: Stage) =>
  (await person.orocrmContacts()).filter((contact) => contact['lastName'] === 'Byron');
const outlookOf = async ({ person }: Stage, id: string) =>
  (await person.liveOutlook()).find((contact) => contact.id === id);
const alertsOn = async ({ person }: Stage, record: string) =>
  (await person.alerts()).filter((alert) => alert.record === record).map(({ code }) => code);

/** What looks like a row of section 3, or goes beyond it, for contacts; the rows themselves are in rows-of-contacts. */
const situations: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  'several Outlook records match the key of an OroCRM record: the oldest is linked': async (stage) => {
    const older = await stage.person.addOutlook(outlookAda);
    await wait(1100);
    const younger = await stage.person.addOutlook({ ...outlookAda, jobTitle: 'Editor' });
    const { id } = await stage.person.addOrocrm(ada);
    await stage.notice();
    const [first, second] = [await outlookOf(stage, older.id), await outlookOf(stage, younger.id)];
    const count = (await orocrmAdas(stage)).length;
    if (toOutlook(stage.direction)) {
      expect(first?.mark).toBe(id);
      expect(first?.contact['jobTitle']).toBe('Analyst');
      expect(second?.mark === '').toBe(!toOrocrm(stage.direction));
      expect(count).toBe(toOrocrm(stage.direction) ? 2 : 1);
    } else {
      // With Outlook to OroCRM alone a key links nothing: both become records of their own.
      expect(count).toBe(3);
      expect([first?.mark, second?.mark]).not.toContain(id);
      expect([first?.mark, second?.mark]).not.toContain('');
      expect(first?.contact['jobTitle']).toBe('Poet');
    }
    expect(second?.contact['jobTitle']).toBe('Editor');
  },

  'an Outlook record whose mark names a record that the user may not see': async (stage) => {
    const { id } = await stage.person.sandbox.control<{ id: string }>('orocrm', 'POST', '/contacts', {
      owner: 'sync',
      lastName: 'Hidden',
    });
    await strayMark(stage, id);
  },

  'a deleted record that is restored': async (stage) => {
    const { outlookId, orocrmId } = stage.old;
    await stage.person.deleteOutlook(outlookId);
    await stage.notice();
    const successors = (await stage.person.liveOutlook()).filter(({ mark }) => mark === orocrmId);
    expect(successors).toHaveLength(toOutlook(stage.direction) ? 1 : 0);
    await stage.person.restoreOutlook(outlookId);
    await stage.notice();
    // Beside its successor it is a copy; where there is none, it is linked again.
    expect(await alertsOn(stage, outlookId)).toEqual(toOutlook(stage.direction) ? ['copied-record'] : []);
    if (toOutlook(stage.direction)) return;
    await stage.person.editOutlook(outlookId, { jobTitle: 'Rear admiral' });
    await stage.notice();
    const left = (await stage.person.orocrmContacts()).map((contact) => contact['jobTitle']);
    expect(left).toEqual(['Rear admiral', 'Analyst']);
  },

  'a linked record that moves to another contact folder stays what it is': async (stage) => {
    const { outlookId, orocrmId } = stage.old;
    await stage.person.moveOutlook(outlookId, 'Navy');
    const mark = await stage.person.logMark();
    await stage.notice();
    expect(await stage.person.writesSince(mark)).toEqual([]);
    expect((await stage.person.liveOutlook()).filter((contact) => contact.mark === orocrmId)).toHaveLength(1);
    await stage.person.editOutlook(outlookId, { jobTitle: 'Captain' });
    await stage.notice();
    const [left] = (await stage.person.orocrmContacts()).filter(({ id }) => id === orocrmId);
    expect(left?.['jobTitle']).toBe(toOrocrm(stage.direction) ? 'Captain' : 'Admiral');
  },
};

async function strayMark(stage: Stage, mark: string): Promise<void> {
  const { id } = await stage.person.addOutlook(outlookAda, mark);
  await stage.notice();
  const found = (await stage.person.outlookContacts()).find((contact) => contact.id === id);
  expect(found?.deleted).toBe(toOrocrm(stage.direction));
  expect(await orocrmAdas(stage)).toEqual([]);
}

const cases = inTurn(
  (['changes', 'full'] as const).flatMap((kind) =>
    directions.flatMap((direction) =>
      Object.entries(situations).map(([situation, act]) => ({ kind, direction, situation, act })),
    ),
  ),
);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
}, 90_000);
afterAll(() => sandbox.stop());

const play = sideBySide(cases, async ({ kind, direction, act }) => {
  const person = await Person.hire(sandbox);
  const { id } = await person.addOrocrm({ firstName: 'Grace', lastName: 'Hopper', jobTitle: 'Admiral' });
  await person.addOrocrm({ firstName: 'Mary', lastName: 'Somerville', jobTitle: 'Analyst' });
  expect(await person.run()).toMatchObject({ status: 'done', counts: { created: 2, failed: 0 } });
  const pair = (await person.outlookContacts()).find(({ mark }) => mark === id);
  await person.settings({ direction });
  await act({
    person,
    direction,
    old: { orocrmId: id, outlookId: pair?.id ?? '' },
    notice: async () => {
      expect(await person.run({ kind })).toMatchObject({ status: 'done', errors: [] });
    },
  });
  expect(await person.quiet()).toEqual([]);
});

test.each(cases)('$kind run, $direction: $situation', (one) => play(one), 300_000);
