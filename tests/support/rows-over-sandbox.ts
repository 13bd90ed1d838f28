import { decideLinked, type PairState } from '../../shared/rules/decision-table';
import type { Desk } from './desks/desk';
import { Person } from './person';
import { startSandbox, type Sandbox } from './sandbox';
import { sideBySide } from './side-by-side';

const directions = ['orocrm-to-outlook', 'outlook-to-orocrm', 'bidirectional'] as const;
type Direction = (typeof directions)[number];
const states: readonly PairState[] = ['same', 'changed', 'gone'];
const toOutlook = (direction: Direction): boolean => direction !== 'outlook-to-orocrm';
const toOrocrm = (direction: Direction): boolean => direction !== 'orocrm-to-outlook';

/** Every row of section 2, the conflict in both settings, noticed by either kind of run. */
const linkedCases = (['changes', 'full'] as const).flatMap((kind) =>
  states.flatMap((orocrm) =>
    states.flatMap((outlook) =>
      directions.flatMap((direction) =>
        (orocrm === 'changed' && outlook === 'changed'
          ? (['orocrm-wins', 'outlook-wins'] as const)
          : (['orocrm-wins'] as const)
        ).map((conflictResolution) => ({
          ...{ kind, orocrm, outlook, direction, conflictResolution },
          action: decideLinked({ orocrm, outlook, direction, conflictResolution }),
        })),
      ),
    ),
  ),
);

/** Every case noticed by one kind of run, the kinds in turn: on the operations in memory each is played by both. */
export const inTurn = <Case extends { readonly kind: 'changes' | 'full' }>(cases: readonly Case[]): Case[] =>
  (['changes', 'full'] as const).flatMap((kind, turn) =>
    cases.filter((one) => one.kind === kind).filter((_, index) => index % 2 === turn),
  );

/** Plays every row of the rules on one record type, over the whole sandbox; each must be quiet afterwards. */
export function playRows(desk: Desk): void {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox();
    await desk.prepare?.(sandbox);
  }, 90_000);
  afterAll(() => sandbox.stop());

  const hire = async (settings: Record<string, unknown> = {}): Promise<Person> =>
    Person.hire(sandbox, { entity: desk.entity, settings });

  const linked = inTurn(linkedCases);
  const playLinked = sideBySide(linked, async (one) => {
    const person = await hire();
    const id = await desk.addOrocrm(person, 'Ada', 1);
    await desk.addOrocrm(person, 'Grace', 0);
    expect(await person.run()).toMatchObject({ status: 'done', counts: { created: 2, failed: 0 } });
    const pair = (await desk.outlook(person)).find(({ mark }) => mark === id);
    expect(pair).toMatchObject({ name: 'Ada', detail: 1 });
    const outlookId = pair?.id ?? '';
    const { direction, conflictResolution } = one;
    await person.settings({ direction, conflictResolution });

    if (one.orocrm === 'changed') await desk.editOrocrm(person, id, 2);
    if (one.orocrm === 'gone') await desk.deleteOrocrm(person, id);
    if (one.outlook === 'changed') await desk.editOutlook(person, outlookId, 3);
    if (one.outlook === 'gone') await desk.deleteOutlook(person, outlookId);
    const mark = await person.logMark();
    expect(await person.run({ kind: one.kind })).toMatchObject({ status: 'done', errors: [] });

    const left = (await desk.orocrm(person)).find((record) => record.id === id);
    const live = await desk.outlook(person);
    const right = live.find((record) => record.id === outlookId);
    const marked = live.filter((record) => record.mark === id);
    const writes = await person.writesSince(mark);
    switch (one.action) {
      case 'none':
      case 'unlink':
      case 'forget':
        expect(writes).toEqual([]);
        expect([left?.detail, right?.detail]).toEqual([detailOf(one.orocrm, 2), detailOf(one.outlook, 3)]);
        break;
      case 'update-outlook':
        expect([left?.detail, right?.detail]).toEqual([left?.detail, detailOf(one.orocrm, 2)]);
        expect(writes.length).toBeGreaterThan(0);
        break;
      case 'update-orocrm':
        expect([left?.detail, right?.detail]).toEqual([detailOf(one.outlook, 3), right?.detail]);
        expect(writes.length).toBeGreaterThan(0);
        break;
      case 'create-outlook':
        expect(right).toBeUndefined();
        expect(marked.map(({ name, detail }) => [name, detail])).toEqual([[left?.name, left?.detail]]);
        break;
      case 'delete-outlook':
        expect(right).toBeUndefined();
        expect(writes).toHaveLength(1);
    }
    expect(await person.quiet()).toEqual([]);
  });

  test.each(linked)(
    '$kind run: orocrm $orocrm, outlook $outlook, $direction, $conflictResolution: $action',
    (one) => playLinked(one),
    300_000,
  );

  const unlinkedCases = inTurn(
    (['changes', 'full'] as const).flatMap((kind) =>
      directions.flatMap((direction) =>
        Object.entries(situations).map(([situation, act]) => ({ kind, direction, situation, act })),
      ),
    ),
  );

  const playUnlinked = sideBySide(unlinkedCases, async ({ kind, direction, act }) => {
    const person = await hire();
    await desk.addOrocrm(person, 'Grace', 0);
    await desk.addOrocrm(person, 'Mary', 0);
    expect(await person.run()).toMatchObject({ status: 'done', counts: { created: 2, failed: 0 } });
    await person.settings({ direction });
    const notice = async (): Promise<void> => {
      expect(await person.run({ kind })).toMatchObject({ status: 'done', errors: [] });
    };
    await act({ desk, person, direction, notice });
    expect(await person.quiet()).toEqual([]);
  });

  test.each(unlinkedCases)('$kind run, $direction: $situation', (one) => playUnlinked(one), 300_000);

  test.each(directions)(
    'a first sync, %s: links by key, creates the rest, and a rebuild does it again',
    async (direction) => {
      const person = await hire({ direction });
      const matched = await desk.addOrocrm(person, 'Match', 1);
      await desk.addOrocrm(person, 'Only OroCRM', 1);
      const match = await desk.addOutlook(person, 'match', 2);
      await desk.addOutlook(person, 'Only Outlook', 2);
      expect(await person.run()).toMatchObject({ status: 'done', errors: [] });
      const outlook = await desk.outlook(person);
      const linked = outlook.find(({ id }) => id === match);
      if (toOutlook(direction)) expect(linked).toMatchObject({ mark: matched, detail: 1 });
      expect(outlook).toHaveLength(toOutlook(direction) ? 3 : 2);
      // Without the way to Outlook a key match is no link, so its record is created as well (spec 3).
      expect(await desk.orocrm(person)).toHaveLength(
        toOrocrm(direction) ? (toOutlook(direction) ? 3 : 4) : 2,
      );
      expect(await person.quiet()).toEqual([]);
      if (!toOutlook(direction)) return;
      expect(await person.run({ kind: 'resync', mode: 'rebuild' })).toMatchObject({
        status: 'done',
        errors: [],
      });
      expect((await desk.outlook(person)).map(({ name }) => name).sort()).toEqual(
        outlook.map(({ name }) => (name === 'match' ? 'Match' : name)).sort(),
      );
      expect(await person.quiet()).toEqual([]);
    },
    300_000,
  );
}

const detailOf = (state: PairState, changed: number): number | undefined =>
  state === 'gone' ? undefined : state === 'changed' ? changed : 1;

interface Stage {
  readonly desk: Desk;
  readonly person: Person;
  readonly direction: Direction;
  notice(): Promise<void>;
}

const adasInOrocrm = async ({ desk, person }: Stage) =>
  (await desk.orocrm(person)).filter(({ name }) => name === 'Ada');
const inOutlook = async ({ desk, person }: Stage, id: string) =>
  (await desk.outlook(person)).find((record) => record.id === id);

async function strayMark(stage: Stage, mark: string): Promise<void> {
  const id = await stage.desk.addOutlook(stage.person, 'Ada', 2, mark);
  await stage.notice();
  expect((await inOutlook(stage, id)) === undefined).toBe(toOrocrm(stage.direction));
  expect(await adasInOrocrm(stage)).toEqual([]);
}

/** Every row of section 3. */
const situations: Readonly<Record<string, (stage: Stage) => Promise<void>>> = {
  'an OroCRM record without a match': async (stage) => {
    const { desk, person, direction } = stage;
    const id = await desk.addOrocrm(person, 'Ada', 2);
    await stage.notice();
    const made = (await desk.outlook(person)).filter(({ name }) => name === 'Ada');
    expect(made.map(({ mark, detail }) => [mark, detail])).toEqual(toOutlook(direction) ? [[id, 2]] : []);
  },

  'an Outlook record without a mark or a match': async (stage) => {
    const { desk, person, direction } = stage;
    const id = await desk.addOutlook(person, 'Ada', 2);
    await stage.notice();
    const made = await adasInOrocrm(stage);
    expect(made.map(({ detail }) => detail)).toEqual(toOrocrm(direction) ? [2] : []);
    expect((await inOutlook(stage, id))?.mark).toBe(made[0]?.id ?? '');
  },

  'both sides gain a record with the same key': async (stage) => {
    const { desk, person, direction } = stage;
    const outlookId = await desk.addOutlook(person, 'Ada', 2);
    const id = await desk.addOrocrm(person, 'Ada', 1);
    await stage.notice();
    const right = await inOutlook(stage, outlookId);
    if (toOutlook(direction)) {
      expect(right).toMatchObject({ mark: id, detail: 1 });
      expect(await adasInOrocrm(stage)).toHaveLength(1);
    } else {
      // With Outlook to OroCRM alone a key links nothing.
      expect(await adasInOrocrm(stage)).toHaveLength(2);
      expect(right?.detail).toBe(2);
    }
  },

  'an Outlook record whose mark names an unlinked OroCRM record': async (stage) => {
    const { desk, person, direction } = stage;
    const id = await desk.addOrocrm(person, 'Ada', 1);
    const outlookId = await desk.addOutlook(person, 'Ada', 2, id);
    await stage.notice();
    const detail = toOutlook(direction) ? 1 : 2;
    expect((await adasInOrocrm(stage)).map((record) => record.detail)).toEqual([detail]);
    expect(await inOutlook(stage, outlookId)).toMatchObject({ mark: id, detail });
  },

  'an Outlook record whose mark names nothing': (stage) => strayMark(stage, '987654321'),
  'an Outlook record whose mark is no id': (stage) => strayMark(stage, 'no id at all'),

  'an equal copy of a linked record is ignored, with an alert': async (stage) => {
    const { desk, person } = stage;
    const [original] = await desk.outlook(person);
    const copy = await desk.addOutlook(person, original?.name ?? '', 0, original?.mark);
    const mark = await person.logMark();
    await stage.notice();
    const alerts = (await person.alerts()).filter(({ record }) => record === copy);
    expect(alerts.map(({ code }) => code)).toEqual(['copied-record']);
    expect(await person.writesSince(mark)).toEqual([]);
  },

  'a changed copy of a linked record is new': async (stage) => {
    const { desk, person, direction } = stage;
    const [original] = await desk.outlook(person);
    const copy = await desk.addOutlook(person, 'Ada', 2, original?.mark);
    await stage.notice();
    const made = await adasInOrocrm(stage);
    expect(made).toHaveLength(toOrocrm(direction) ? 1 : 0);
    expect((await inOutlook(stage, copy))?.mark).toBe(made[0]?.id ?? '');
    expect(await inOutlook(stage, original?.id ?? '')).toEqual(original);
  },
};
