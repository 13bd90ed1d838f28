import { mailboxAddress, orocrmId, outlookId } from '../../../shared/records/ids';
import type { FailedRecord } from '../../../shared/sync/ports/journal';
import { useState } from './open';

const use = useState();
const anna = mailboxAddress('anna@example.test');
const berta = mailboxAddress('berta@example.test');

const failed = (change: Partial<FailedRecord> = {}): FailedRecord => ({
  id: 'f1',
  mailbox: anna,
  entity: 'contacts',
  source: 'orocrm',
  sourceId: orocrmId('7'),
  reason: 'country',
  objection: '',
  version: '2024-01-01T00:00:00Z',
  attempts: 1,
  at: '2024-05-01T10:00:00.000Z',
  ...change,
});

describe('failed records', () => {
  it('have one row per record, found by id and by source', async () => {
    const state = use.state.failed;
    await state.put(failed());
    await state.put(failed({ attempts: 2 }));
    const item = outlookId("AA/+='");
    const other = failed({ id: 'f2', source: 'outlook', sourceId: item });
    await state.put(other);
    expect(await state.load('f1')).toEqual(failed({ attempts: 2 }));
    expect(await state.load("f2' or id ne '")).toBeUndefined();
    expect(await state.find(anna, 'contacts', 'orocrm', ['6', '7', '8'].map(orocrmId))).toEqual(
      new Map([['7', failed({ attempts: 2 })]]),
    );
    expect(await state.find(anna, 'contacts', 'outlook', [item])).toEqual(new Map([[item, other]]));
    expect(await state.find(anna, 'tasks', 'orocrm', [orocrmId('7')])).toEqual(new Map());
    expect(await state.find(anna, 'contacts', 'orocrm', [])).toEqual(new Map());
  });

  it('are listed of one mailbox or of all, and removed by id in their mailbox only', async () => {
    const state = use.state.failed;
    await state.put(failed({ id: 'b1', mailbox: berta }));
    await state.put(failed({ id: 'b2', mailbox: berta, sourceId: orocrmId('8') }));
    expect((await state.list(berta)).map(({ id }) => id)).toEqual(['b1', 'b2']);
    await state.remove(anna, ['b1']);
    expect(await state.list(berta)).toHaveLength(2);
    await state.remove(berta, ['b1', 'none']);
    await state.remove(berta, []);
    expect((await state.list(berta)).map(({ id }) => id)).toEqual(['b2']);
    expect((await state.list(undefined)).map(({ id }) => id)).toEqual(expect.arrayContaining(['f1', 'b2']));
  });
});
