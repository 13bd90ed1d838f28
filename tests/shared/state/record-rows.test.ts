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

  it('forgets a row that another worker made after this one saw none', async () => {
    const state = fresh();
    const mine = state();
    const forget = { forget: 'orocrm', id: orocrmId('5') } as const;
    await mine.save([forget]);
    await state().save([{ put: 'orocrm', row: { id: orocrmId('5'), state: 'unlinked' } }]);
    await mine.save([forget]);
    expect(await state().orocrmIds()).toEqual([]);
  });

  it('puts a row whose index row another worker took away', async () => {
    const state = fresh();
    const mine = state();
    const candidate = (key: string) =>
      ({
        put: 'orocrm',
        row: { id: orocrmId('5'), state: 'candidate', key: digest(key), createdAt: '2024-01-01T00:00:00Z' },
      }) as const;
    await mine.save([candidate('one')]);
    await state().save([{ forget: 'orocrm', id: orocrmId('5') }]);
    await mine.save([candidate('two')]);
    expect(await state().orocrmByKey(digest('one'))).toEqual([]);
    expect(await state().orocrmByKey(digest('two'))).toHaveLength(1);
  });

  it('splits many changes over transactions, but never one change', async () => {
    const state = fresh();
    const pairs = Array.from({ length: 260 }, (_, index) => link(index + 1, `item-${index}`));
    await state().save(pairs.map((pair) => ({ put: 'link', link: pair })));
    expect(await state().orocrmIds()).toHaveLength(260);
    expect(await state().outlookIds()).toHaveLength(260);
  });

  it('saves more than a transaction can carry at once', async () => {
    const state = fresh();
    const digests = Object.fromEntries(
      Array.from({ length: 500 }, (_, index) => [`field${index}`, digest('d'.repeat(100))]),
    );
    const pairs = Array.from({ length: 30 }, (_, index) => ({
      ...link(index + 1, `item-${index}`),
      orocrmBase: digests,
    }));
    await state().save(pairs.map((pair) => ({ put: 'link', link: pair })));
    const rows = await state().orocrmRows(pairs.map((pair) => pair.orocrmId));
    expect([...rows.values()]).toEqual(
      pairs.map((pair) => ({ id: pair.orocrmId, state: 'linked', link: pair })),
    );
  });

  it('pages through OroCRM ids in the order of their numbers', async () => {
    const state = fresh();
    const ids = ['1', '2', '9', '10', '100', '123456789012345678'].map(orocrmId);
    await state().save([...ids].reverse().map((id) => ({ put: 'orocrm', row: { id, state: 'unlinked' } })));
    const page = async (after: string | undefined, size: number): Promise<string[]> =>
      (await state().orocrmPage(after === undefined ? undefined : orocrmId(after), size)).map(({ id }) => id);
    expect(await page(undefined, 3)).toEqual(['1', '2', '9']);
    expect(await page('9', 3)).toEqual(['10', '100', '123456789012345678']);
    expect(await page('123456789012345678', 3)).toEqual([]);
    const range = async (after: string | undefined, upTo: string | undefined): Promise<string[]> =>
      (
        await state().orocrmRange(
          after === undefined ? undefined : orocrmId(after),
          upTo === undefined ? undefined : orocrmId(upTo),
        )
      ).map(({ id }) => id);
    expect(await range('2', '10')).toEqual(['9', '10']);
    expect(await range(undefined, '2')).toEqual(['1', '2']);
    expect(await range('10', undefined)).toEqual(['100', '123456789012345678']);
  });

  it('pages through Outlook ids, each once', async () => {
    const state = fresh();
    const ids = ['b=', 'B=', 'a/', 'a+', 'Z', 'ü'].map(outlookId);
    await state().save(ids.map((id) => ({ put: 'outlook', row: { id, state: 'unlinked', mark: '' } })));
    const seen: string[] = [];
    for (let after = undefined as (typeof ids)[number] | undefined; ;) {
      const rows = await state().outlookPage(after, 2);
      seen.push(...rows.map(({ id }) => id));
      after = rows.at(-1)?.id;
      if (after === undefined) break;
    }
    expect(seen).toHaveLength(ids.length);
    expect(new Set(seen)).toEqual(new Set(ids));
  });

  it('lists more rows than one answer holds', async () => {
    const state = fresh();
    const ids = Array.from({ length: 1100 }, (_, index) => orocrmId(String(index + 1)));
    await state().save(ids.map((id) => ({ put: 'orocrm', row: { id, state: 'unlinked' } })));
    expect(await state().orocrmIds()).toEqual(ids);
    await state().clear();
    expect(await state().orocrmIds()).toEqual([]);
  });
});
