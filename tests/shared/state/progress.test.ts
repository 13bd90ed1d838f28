import { mailboxAddress, orocrmId, runId } from '../../../shared/records/ids';
import type { EntityProgress } from '../../../shared/sync/ports/state';
import { useState } from './open';

const use = useState();
const anna = mailboxAddress('anna@example.test');

const steady: EntityProgress = {
  phase: 'steady',
  run: runId('run-1'),
  orocrmCursor: { updatedAt: '2024-01-01T00:00:00Z', id: orocrmId('12') },
  // Delta links of many folders are longer than one property holds.
  outlookCursor: 'https://graph/delta?'.repeat(5000),
  orocrmHorizon: undefined,
  outlookHorizon: 'h',
  explained: '10/9',
  readAt: { orocrm: '2024-01-01T00:00:00.000Z', outlook: '2024-01-01T00:01:00.000Z' },
  lastSuccess: '2024-01-01T00:00:00.000Z',
  lastRun: '',
  sweptAt: undefined,
  keyFields: ['firstName'],
};

describe('progress', () => {
  it('is new where nothing was saved', async () => {
    const { value, etag } = await use.state.progress.load(anna, 'contacts');
    expect(etag).toBe('');
    expect(value).toMatchObject({ phase: 'new', run: '', outlookCursor: undefined, keyFields: [] });
  });

  it('is saved only where it is still what was read', async () => {
    const { progress } = use.state;
    const first = await progress.save(anna, 'contacts', steady, '');
    expect(first).toBeDefined();
    expect(await progress.save(anna, 'contacts', steady, '')).toBeUndefined();
    const read = await progress.load(anna, 'contacts');
    expect(read).toEqual({ value: steady, etag: first });

    const second = await progress.save(anna, 'contacts', { ...steady, explained: '' }, read.etag);
    expect(second).toBeDefined();
    expect(await progress.save(anna, 'contacts', steady, read.etag)).toBeUndefined();
    expect((await progress.load(anna, 'contacts')).value.explained).toBe('');
  });

  it('keeps nothing of a longer cursor once it is shorter', async () => {
    const { progress } = use.state;
    const mailbox = mailboxAddress('short@example.test');
    const etag = await progress.save(mailbox, 'tasks', steady, '');
    await progress.save(mailbox, 'tasks', { ...steady, outlookCursor: 'short' }, etag ?? '');
    expect((await progress.load(mailbox, 'tasks')).value.outlookCursor).toBe('short');
  });

  it('is cleared for all entities of one mailbox', async () => {
    const { progress } = use.state;
    const berta = mailboxAddress('berta@example.test');
    await progress.save(berta, 'contacts', steady, '');
    await progress.save(berta, 'tasks', steady, '');
    const other = mailboxAddress('berta@example.test.com');
    await progress.save(other, 'contacts', steady, '');
    await progress.clear(berta);
    expect((await progress.load(berta, 'contacts')).etag).toBe('');
    expect((await progress.load(berta, 'tasks')).etag).toBe('');
    expect((await progress.load(other, 'contacts')).value.phase).toBe('steady');
    // A save that began before the clear must not bring the old state back.
    expect(await progress.save(berta, 'contacts', steady, 'W/"old"')).toBeUndefined();
    await progress.clear(berta);
  });
});
