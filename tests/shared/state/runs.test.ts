import { mailboxAddress, orocrmId, runId } from '../../../shared/records/ids';
import { noEntityCounts } from '../../../shared/sync/tally';
import type { Run, Slice } from '../../../shared/sync/ports/runs';
import { useState } from './open';

const use = useState();
const anna = mailboxAddress('anna@example.test');

const run = (id: string, change: Partial<Run> = {}): Run => ({
  id: runId(id),
  kind: 'full',
  mailbox: anna,
  parent: undefined,
  children: [],
  entities: ['contacts'],
  mode: 'rebuild',
  dryRun: false,
  confirmed: false,
  startedAt: '2024-05-01T10:00:00.000Z',
  finishedAt: undefined,
  status: 'running',
  heldId: '',
  ...change,
});

const slice = (id: string, created: number): Slice => ({
  id,
  entity: 'contacts',
  next: '',
  counts: { ...noEntityCounts(), outlook: { ...noEntityCounts().outlook, created } },
  errors: [{ entity: 'contacts', record: '7', message: 'no' }],
  preview: [
    {
      entity: 'contacts',
      side: 'outlook',
      action: 'create',
      rule: 'r',
      orocrmId: orocrmId('7'),
      outlookId: '',
      fields: ['emails'],
    },
  ],
});

describe('runs', () => {
  it('are read as they were created, and change only in what may change', async () => {
    const { runs } = use.state;
    const created = run('one', { parent: runId('parent') });
    await runs.create(created);
    expect(await runs.load(created.id)).toEqual(created);
    await runs.update(created.id, { status: 'done', finishedAt: '2024-05-01T10:01:00.000Z' });
    expect(await runs.load(created.id)).toEqual({
      ...created,
      status: 'done',
      finishedAt: '2024-05-01T10:01:00.000Z',
    });
    expect(await runs.load(runId('none'))).toBeUndefined();
  });

  it('lose none of many changes that come at once', async () => {
    const { runs } = use.state;
    await runs.create(run('busy', { mailbox: undefined }));
    await Promise.all([
      runs.update(runId('busy'), { status: 'held' }),
      runs.update(runId('busy'), { heldId: 'h1' }),
      runs.update(runId('busy'), { children: [runId('c1')] }),
    ]);
    expect(await runs.load(runId('busy'))).toMatchObject({ status: 'held', heldId: 'h1', children: ['c1'] });
  });

  it('replace a slice that is reported again', async () => {
    const { runs } = use.state;
    await runs.create(run('sliced'));
    await runs.putSlice(runId('sliced'), slice('contacts/step+1', 1));
    await runs.putSlice(runId('sliced'), slice('contacts/step+2', 5));
    await runs.putSlice(runId('sliced'), slice('contacts/step+1', 3));
    expect(await runs.slices(runId('sliced'))).toEqual([
      slice('contacts/step+1', 3),
      slice('contacts/step+2', 5),
    ]);
    expect(await runs.slices(runId('other'))).toEqual([]);
  });

  it('are listed latest first, of one mailbox or of all', async () => {
    const { runs } = use.state;
    const berta = mailboxAddress('berta@example.test');
    for (const hour of ['11', '13', '12']) {
      await runs.create(run(`b${hour}`, { mailbox: berta, startedAt: `2024-06-01T${hour}:00:00.000Z` }));
    }
    await runs.create(run('all', { mailbox: undefined, startedAt: '2024-06-01T12:30:00.000Z' }));
    const ids = (list: readonly Run[]): string[] => list.map(({ id }) => id);
    expect(ids(await runs.list(berta, 10))).toEqual(['b13', 'b12', 'b11']);
    expect(ids(await runs.list(berta, 2))).toEqual(['b13', 'b12']);
    expect(ids(await runs.list(undefined, 3))).toEqual(['b13', 'all', 'b12']);
  });

  it('are removed with their slices when they are old', async () => {
    const { runs } = use.state;
    const carl = mailboxAddress('carl@example.test');
    const old = run('old', { mailbox: carl, startedAt: '2020-01-01T00:00:00.000Z' });
    const edge = run('edge', { mailbox: carl, startedAt: '2020-01-02T00:00:00.000Z' });
    await runs.create(old);
    await runs.create(edge);
    await runs.putSlice(old.id, slice('s', 1));
    expect(await runs.removeBefore(new Date(edge.startedAt))).toBe(1);
    expect(await runs.load(old.id)).toBeUndefined();
    expect(await runs.slices(old.id)).toEqual([]);
    expect((await runs.list(carl, 10)).map(({ id }) => id)).toEqual(['edge']);
    expect(await runs.removeBefore(new Date(edge.startedAt))).toBe(0);
  });
});
