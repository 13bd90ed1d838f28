import { mailboxAddress, orocrmId, outlookId, runId } from '../../../shared/records/ids';
import { historyListLimit } from '../../../shared/state/history';
import type { HistoryEntry } from '../../../shared/sync/ports/journal';
import { useState } from './open';

const use = useState();
const anna = mailboxAddress('anna@example.test');

let number = 0;
const entry = (change: Partial<HistoryEntry> = {}): HistoryEntry => ({
  id: `entry/${(number += 1)}`,
  at: '2024-05-01T10:00:00.000Z',
  runId: runId('run'),
  mailbox: anna,
  entity: 'contacts',
  orocrmId: orocrmId('7'),
  outlookId: outlookId('AA/+='),
  side: 'outlook',
  action: 'update',
  rule: 'linked',
  before: { notes: 'ä'.repeat(40_000), emails: [{ name: 'A', address: 'a@x.test' }], none: null },
  after: { notes: '' },
  ...change,
});

describe('the change history', () => {
  it('gives back by id what was added, with all values', async () => {
    const { history } = use.state;
    const entries = [entry(), entry({ mailbox: mailboxAddress('berta@example.test'), orocrmId: '' })];
    await history.add(entries);
    for (const each of entries) expect(await history.load(each.id)).toEqual(each);
    expect(await history.load('none')).toBeUndefined();
  });

  it('lists latest first, by mailbox, by record of either side, or all', async () => {
    const { history } = use.state;
    const carl = mailboxAddress('carl@example.test');
    const dora = mailboxAddress('dora@example.test');
    const first = entry({ mailbox: carl, at: '2024-05-02T10:00:00.000Z', orocrmId: orocrmId('88') });
    const second = entry({ mailbox: carl, at: '2024-05-03T10:00:00.000Z', outlookId: outlookId("o'b=") });
    const third = entry({ mailbox: dora, at: '2024-05-04T10:00:00.000Z', orocrmId: orocrmId('88') });
    await history.add([first, third, second]);
    const ids = (list: readonly HistoryEntry[]): string[] => list.map(({ id }) => id);
    expect(ids(await history.list({ mailbox: carl }))).toEqual([second.id, first.id]);
    expect(ids(await history.list({ record: '88' }))).toEqual([third.id, first.id]);
    expect(ids(await history.list({ mailbox: carl, record: '88' }))).toEqual([first.id]);
    expect(ids(await history.list({ record: "o'b=" }))).toEqual([second.id]);
    expect(ids(await history.list({ record: "88' or '1' eq '1" }))).toEqual([]);
    expect(ids(await history.list({})).slice(0, 3)).toEqual([third.id, second.id, first.id]);
  });

  it('lists no more than the latest thousand', async () => {
    const { history } = use.state;
    const emil = mailboxAddress('emil@example.test');
    const many = Array.from({ length: historyListLimit + 5 }, (_, index) =>
      entry({
        mailbox: emil,
        at: new Date(Date.UTC(2024, 0, 1) + index * 1000).toISOString(),
        before: {},
      }),
    );
    await history.add(many);
    const listed = await history.list({ mailbox: emil });
    expect(listed).toHaveLength(historyListLimit);
    expect(listed[0]?.id).toBe(many.at(-1)?.id);
  });

  it('forgets what is older than asked for', async () => {
    const { history } = use.state;
    const fritz = mailboxAddress('fritz@example.test');
    const old = entry({ mailbox: fritz, at: '2020-01-01T00:00:00.000Z' });
    const kept = entry({ mailbox: fritz, at: '2020-01-02T00:00:00.000Z' });
    await history.add([old, kept]);
    expect(await history.removeBefore(new Date('2020-01-02T00:00:00.000Z'))).toBe(1);
    expect(await history.load(old.id)).toBeUndefined();
    expect((await history.list({ mailbox: fritz })).map(({ id }) => id)).toEqual([kept.id]);
  });

  it('forgets a mailbox, and no other', async () => {
    const { history } = use.state;
    const [gerd, hans] = [mailboxAddress('gerd@example.test'), mailboxAddress('hans@example.test')];
    const many = Array.from({ length: 230 }, () => entry({ mailbox: gerd, before: {} }));
    const kept = entry({ mailbox: hans });
    await history.add([...many, kept]);
    await history.forget(gerd);
    expect(await history.list({ mailbox: gerd })).toEqual([]);
    expect(await history.load(many[7]?.id ?? '')).toBeUndefined();
    expect(await history.load(kept.id)).toEqual(kept);
    await history.forget(gerd);
  });

  it('refuses values that no row can hold, so that nothing is overwritten unseen', async () => {
    const huge = entry({ before: { notes: 'x'.repeat(600_000) } });
    await expect(use.state.history.add([huge])).rejects.toMatchObject({ kind: 'give-up' });
  });
});
