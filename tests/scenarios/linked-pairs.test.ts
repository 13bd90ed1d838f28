import { decideLinked, type PairState } from '../../shared/rules/decision-table';
import { Person } from '../support/person';
import { startSandbox, type Sandbox } from '../support/sandbox';
import { sideBySide } from '../support/side-by-side';

const directions = ['orocrm-to-outlook', 'outlook-to-orocrm', 'bidirectional'] as const;
const states: readonly PairState[] = ['same', 'changed', 'gone'];

/** Every row of section 2, the conflict in both settings. */
const rows = states.flatMap((orocrm) =>
  states.flatMap((outlook) =>
    directions.flatMap((direction) =>
      (orocrm === 'changed' && outlook === 'changed'
        ? (['orocrm-wins', 'outlook-wins'] as const)
        : (['orocrm-wins'] as const)
      ).map((conflictResolution) => ({
        ...{ orocrm, outlook, direction, conflictResolution },
        action: decideLinked({ orocrm, outlook, direction, conflictResolution }),
      })),
    ),
  ),
);

const cases = (['changes', 'full'] as const).flatMap((kind) => rows.map((row) => ({ kind, ...row })));

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
}, 90_000);
afterAll(() => sandbox.stop());

const play = sideBySide(cases, async (one) => {
  const person = await Person.hire(sandbox);
  const { id } = await person.addOrocrm({ firstName: 'Ada', lastName: 'Byron', jobTitle: 'Analyst' });
  await person.addOrocrm({ firstName: 'Grace', lastName: 'Hopper' });
  expect(await person.run()).toMatchObject({ status: 'done', counts: { created: 2, failed: 0 } });
  const pair = (await person.outlookContacts()).find(({ mark }) => mark === id);
  expect(pair?.contact).toMatchObject({ givenName: 'Ada', surname: 'Byron', jobTitle: 'Analyst' });
  const outlookId = pair?.id ?? '';
  const { direction, conflictResolution } = one;
  await person.settings({ direction, conflictResolution });

  if (one.orocrm === 'changed') await person.editOrocrm(id, { jobTitle: 'Countess' });
  if (one.orocrm === 'gone') await person.deleteOrocrm(id);
  if (one.outlook === 'changed') await person.editOutlook(outlookId, { jobTitle: 'Poet' });
  if (one.outlook === 'gone') await person.deleteOutlook(outlookId);
  const mark = await person.logMark();
  expect(await person.run({ kind: one.kind })).toMatchObject({ status: 'done', errors: [] });

  const left = (await person.orocrmContacts()).find((contact) => contact['id'] === id);
  const live = (await person.outlookContacts()).filter(({ deleted }) => !deleted);
  const right = live.find((contact) => contact.id === outlookId);
  const marked = live.filter((contact) => contact.mark === id);
  const writes = await person.writesSince(mark);
  switch (one.action) {
    case 'none':
    case 'unlink':
    case 'forget':
      expect(writes).toEqual([]);
      expect([left !== undefined, right !== undefined]).toEqual([
        one.orocrm !== 'gone',
        one.outlook !== 'gone',
      ]);
      break;
    case 'update-outlook':
      expect(right?.contact['jobTitle']).toBe(one.orocrm === 'changed' ? 'Countess' : 'Analyst');
      expect(writes).toHaveLength(1);
      break;
    case 'update-orocrm':
      expect(left?.['jobTitle']).toBe(one.outlook === 'changed' ? 'Poet' : 'Analyst');
      expect(writes).toHaveLength(1);
      break;
    case 'create-outlook':
      expect(right).toBeUndefined();
      expect(marked.map(({ contact }) => contact['jobTitle'])).toEqual([left?.['jobTitle']]);
      expect(writes).toHaveLength(1);
      break;
    case 'delete-outlook':
      expect(right).toBeUndefined();
      expect(writes).toHaveLength(1);
  }
  expect(await person.quiet()).toEqual([]);
});

test.each(cases)(
  '$kind run: orocrm $orocrm, outlook $outlook, $direction, $conflictResolution: $action',
  (one) => play(one),
  300_000,
);
