import { mailboxAddress, orocrmId, outlookId, type Digest } from '../../../shared/records/ids';
import { connectTables } from '../../../shared/state/connection';
import { RecordRows } from '../../../shared/state/record-rows';
import type { Link } from '../../../shared/sync/ports/state';
import { useAzurite } from '../../support/azurite';

const azurite = useAzurite();
const digest = (text: string): Digest => text as Digest;

let mailboxes = 0;
const fresh = (): (() => RecordRows) => {
  mailboxes += 1;
  const mailbox = mailboxAddress(`user${mailboxes}+a/b#c@example.test`);
  const open = connectTables({ connectionString: azurite.connectionString });
  return () => new RecordRows(open('records'), mailbox, 'contacts');
};

const link = (o: number, x: string): Link => ({
  orocrmId: orocrmId(String(o)),
  outlookId: outlookId(x),
  orocrmBase: { firstName: digest('aaa') },
  outlookBase: { firstName: digest('bbb') },
  orocrmSeen: '2024-01-01T00:00:00Z',
  outlookSeen: 'W/"1"',
});

describe('record rows', () => {
  it('reads a link from both sides', async () => {
    const state = fresh();
    const pair = link(7, 'AAMk/+=a');
    await state().save([{ put: 'link', link: pair }]);
    expect(await state().orocrmRows([orocrmId('7')])).toEqual(
      new Map([['7', { id: '7', state: 'linked', link: pair }]]),
    );
    expect(await state().outlookRows([outlookId('AAMk/+=a'), outlookId('aAMk/+=a')])).toEqual(
      new Map([['AAMk/+=a', { id: 'AAMk/+=a', state: 'linked', orocrmId: '7' }]]),
    );
  });

  it('finds candidates by key, oldest first, and no longer once they are linked', async () => {
    const state = fresh();
    const key = digest('k=1/2');
    const candidate = (id: string, createdAt: string) =>
      ({
        put: 'orocrm',
        row: { id: orocrmId(id), state: 'candidate', key, createdAt },
      }) as const;
    await state().save([
      candidate('12', '2024-01-02T00:00:00Z'),
      candidate('3', '2024-01-03T00:00:00Z'),
      candidate('999', '2024-01-01T00:00:00Z'),
    ]);
    expect((await state().orocrmByKey(key)).map(({ id }) => id)).toEqual(['999', '12', '3']);
    await state().save([{ put: 'link', link: link(12, 'x') }]);
    expect((await state().orocrmByKey(key)).map(({ id }) => id)).toEqual(['999', '3']);
  });
});
