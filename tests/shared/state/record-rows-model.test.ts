import fc from 'fast-check';
import { mailboxAddress, parseOrocrmId, type MailboxAddress } from '../../../shared/records/ids';
import { connectTables } from '../../../shared/state/connection';
import { indexKeyOf, recordsPartition } from '../../../shared/state/record-keys';
import { RecordRows } from '../../../shared/state/record-rows';
import type { Table } from '../../../shared/state/table';
import { useAzurite } from '../../support/azurite';
import { keys, marks, orocrmIds, outlookIds, saves } from './record-changes';
import { RecordModel } from './record-model';

const azurite = useAzurite();
// Thousands of requests: on a busy machine more than the usual minute.
jest.setTimeout(300_000);

async function expectAgreement(state: RecordRows, model: RecordModel): Promise<void> {
  expect(await state.orocrmRows(orocrmIds)).toEqual(model.orocrm);
  expect(await state.outlookRows(outlookIds)).toEqual(model.outlook);
  expect(await state.orocrmPage(undefined, 100)).toEqual(model.sortedOrocrm());
  expect(await state.orocrmIds()).toEqual(model.sortedOrocrm().map((row) => row.id));
  expect(new Set(await state.outlookIds())).toEqual(new Set(model.outlook.keys()));
  expect(new Set(await state.deletions())).toEqual(new Set(model.deletions.values()));
  const intents = [
    ...(await state.intents('outlook', orocrmIds)),
    ...(await state.intents('orocrm', outlookIds)),
  ];
  expect(new Set(intents)).toEqual(new Set(model.intents.values()));
  for (const key of keys) {
    expect((await state.orocrmByKey(key)).map(({ id }) => id)).toEqual(model.orocrmByKey(key));
    expect((await state.outlookByKey(key)).map(({ id }) => id)).toEqual(model.outlookByKey(key));
  }
  for (const mark of marks.map(parseOrocrmId).filter((id) => id !== undefined)) {
    expect([...(await state.outlookByMark(mark))].sort()).toEqual(model.outlookByMark(mark));
  }
}

/** The index rows that there are and those that there should be. */
async function indexRows(
  table: Table,
  mailbox: MailboxAddress,
  model: RecordModel,
): Promise<{ there: string[]; due: string[] }> {
  const rows = await table.partition(recordsPartition(mailbox, 'contacts'), { keysOnly: true });
  const due = [
    ...[...model.orocrm.values()].map((row) => indexKeyOf(row, 'orocrm')),
    ...[...model.outlook.values()].map((row) => indexKeyOf(row, 'outlook')),
  ].filter((key) => key !== undefined);
  return { there: rows.map((row) => row.rowKey).filter((key) => /^(ko|kx|m):/.test(key)), due: due.sort() };
}

describe('record rows', () => {
  const open = (): Table => connectTables({ connectionString: azurite.connectionString })('records');
  let mailboxes = 0;
  const nextMailbox = (): MailboxAddress => mailboxAddress(`m${(mailboxes += 1)}@example.test`);

  it('agree with the model whatever one worker saves, and leave no index row behind', async () => {
    const table = open();
    await fc.assert(
      fc.asyncProperty(saves, async (steps) => {
        const mailbox = nextMailbox();
        const model = new RecordModel();
        let state = new RecordRows(table, mailbox, 'contacts');
        for (const { changes, fresh } of steps) {
          if (fresh) state = new RecordRows(table, mailbox, 'contacts');
          await state.save(changes);
          model.save(changes);
        }
        await expectAgreement(state, model);
        const { there, due } = await indexRows(table, mailbox, model);
        expect(there.sort()).toEqual(due);
      }),
      { numRuns: 25 },
    );
  });

  it('agree with the model also where two workers save whose memories are out of date', async () => {
    const table = open();
    await fc.assert(
      fc.asyncProperty(saves, async (steps) => {
        const mailbox = nextMailbox();
        const model = new RecordModel();
        const workers = [0, 1].map(() => new RecordRows(table, mailbox, 'contacts'));
        for (const { changes, worker } of steps) {
          await workers[worker]?.save(changes);
          model.save(changes);
        }
        await expectAgreement(new RecordRows(table, mailbox, 'contacts'), model);
        const { there, due } = await indexRows(table, mailbox, model);
        expect(there).toEqual(expect.arrayContaining(due));
      }),
      { numRuns: 25 },
    );
  });
});
