import { mailboxAddress } from '../../../shared/records/ids';
import type { Alert } from '../../../shared/sync/ports/journal';
import { useState } from './open';

const use = useState();
const anna = mailboxAddress('anna@example.test');
const berta = mailboxAddress('berta@example.test');

const trouble = (change: Partial<Alert> = {}) =>
  ({ severity: 'warning', code: 'held', mailbox: anna, message: 'Look.', ...change }) as const;

const codes = async (): Promise<string[]> =>
  (await use.state.alerts.list()).map((alert) => `${alert.code} ${alert.mailbox ?? '-'}`);

beforeEach(async () => {
  const { alerts } = use.state;
  for (const { code } of await alerts.list()) await alerts.clear({ code });
  await alerts.clear({ code: 'held' });
});

describe('alerts', () => {
  it('are raised once for the same trouble, with the latest time and words', async () => {
    const { alerts } = use.state;
    await alerts.raise(trouble());
    use.now = new Date('2024-05-02T00:00:00Z');
    await alerts.raise(trouble({ message: 'Look again.', heldId: 'h1' }));
    const [alert, ...others] = await alerts.list();
    expect(others).toEqual([]);
    expect(alert).toEqual({
      id: alert?.id,
      at: '2024-05-02T00:00:00.000Z',
      severity: 'warning',
      code: 'held',
      mailbox: anna,
      message: 'Look again.',
      heldId: 'h1',
    });
    expect(alert?.id).toMatch(/^a[0-9a-f]{31}$/);
  });

  it('are listed latest first', async () => {
    const { alerts } = use.state;
    use.now = new Date('2024-05-03T00:00:00Z');
    await alerts.raise(trouble({ mailbox: anna }));
    use.now = new Date('2024-05-05T00:00:00Z');
    await alerts.raise(trouble({ mailbox: berta }));
    use.now = new Date('2024-05-04T00:00:00Z');
    await alerts.raise({ severity: 'error', code: 'dead-letter', message: 'Look.' });
    expect(await codes()).toEqual([`held ${berta}`, 'dead-letter -', `held ${anna}`]);
  });

  it('stay away once dismissed, until their trouble was over and comes back', async () => {
    const { alerts } = use.state;
    await alerts.raise(trouble());
    const [alert] = await alerts.list();
    expect(await alerts.load(alert?.id ?? '')).toEqual(alert);
    expect(await alerts.dismiss(alert?.id ?? '')).toBe(true);
    expect(await alerts.list()).toEqual([]);
    expect(await alerts.load(alert?.id ?? '')).toEqual(alert);
    expect(await alerts.load('nobody')).toBeUndefined();
    await alerts.raise(trouble());
    expect(await alerts.list()).toEqual([]);
    await alerts.clear({ code: 'held', mailbox: anna });
    await alerts.raise(trouble());
    expect(await alerts.list()).toHaveLength(1);
    expect(await alerts.dismiss('a'.repeat(32))).toBe(false);
  });

  it('are cleared as far as the match says, and no further', async () => {
    const { alerts } = use.state;
    await alerts.raise(trouble({ record: '1' }));
    await alerts.raise(trouble({ record: '2' }));
    await alerts.raise(trouble({ mailbox: berta, record: '1' }));
    await alerts.raise(trouble({ code: 'other', record: '1' }));
    await alerts.clear({ code: 'held', mailbox: anna, record: '1' });
    expect((await codes()).sort()).toEqual([`held ${anna}`, `held ${berta}`, `other ${anna}`]);
    await alerts.clear({ code: 'held' });
    expect(await codes()).toEqual([`other ${anna}`]);
  });

  it('lose no dismissal to an alert that is raised at the same time', async () => {
    const { alerts } = use.state;
    await alerts.raise(trouble());
    const [alert] = await alerts.list();
    await Promise.all([alerts.raise(trouble()), alerts.dismiss(alert?.id ?? ''), alerts.raise(trouble())]);
    expect(await alerts.list()).toEqual([]);
  });

  it('go with their mailbox, the dismissed ones too', async () => {
    const { alerts } = use.state;
    await alerts.raise(trouble());
    await alerts.raise(trouble({ code: 'other' }));
    await alerts.raise(trouble({ mailbox: berta }));
    const [first] = (await alerts.list()).filter(({ code, mailbox }) => code === 'held' && mailbox === anna);
    await alerts.dismiss(first?.id ?? '');
    await alerts.forget(anna);
    expect(await codes()).toEqual(['held berta@example.test']);
    // Nothing remembers that it was dismissed.
    await alerts.raise(trouble());
    expect(await codes()).toContain('held anna@example.test');
  });
});
