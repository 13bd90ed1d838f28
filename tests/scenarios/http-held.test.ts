import { expectError } from '../support/expect-error';
import { Person, type AlertView } from '../support/person';
import { startSandbox, type Sandbox } from '../support/sandbox';
import { until } from '../support/until';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
}, 90_000);
afterAll(() => sandbox.stop());

const iso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;
const time = (): unknown => expect.stringMatching(iso) as unknown;
const anyText = (): unknown => expect.stringMatching(/./) as unknown;

describe('held deletions', () => {
  const many = 30;
  async function held(): Promise<{ one: Person; heldId: string; alert: AlertView; gone: string[] }> {
    const one = await Person.hire(sandbox);
    const ids: string[] = [];
    for (let index = 0; index < many; index += 1) {
      ids.push((await one.addOrocrm({ firstName: `G${index}`, lastName: 'Held' })).id);
    }
    await one.run();
    const gone = ids.slice(0, 15);
    for (const id of gone) await one.deleteOrocrm(id);
    const run = await one.run();
    expect(run.status).toBe('held');
    expect(await one.liveOutlook()).toHaveLength(many);
    const heldId = run.heldId ?? '';
    const alert = (await one.alerts()).find((raised) => raised.heldId === heldId);
    expect(alert).toEqual({
      ...{ id: anyText(), at: time(), severity: expect.any(String) as unknown, code: 'deletions-held' },
      ...{ mailbox: one.address, entity: 'contacts', message: anyText(), action: anyText(), heldId },
    });
    if (alert === undefined) throw new Error('There is no alert.');
    return { one, heldId, alert, gone };
  }

  test('released, they are done', async () => {
    const { one, heldId } = await held();
    const answer = await sandbox.ask('POST', `/held/${heldId}/release`);
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ id: heldId, decision: 'released', count: 15 });
    await until('The deletions', async () => (await one.liveOutlook()).length === many - 15);
    expect(await one.alerts()).toEqual([]);
    expectError(await sandbox.ask('POST', `/held/${heldId}/discard`), 409, 'guard');
    expect(await one.quiet()).toEqual([]);
  }, 120_000);

  test('discarded, the records stay for good', async () => {
    const { one, heldId } = await held();
    expect((await sandbox.ask('POST', `/held/${heldId}/discard`)).body).toMatchObject({
      decision: 'discarded',
    });
    expect(await one.alerts()).toEqual([]);
    expectError(await sandbox.ask('POST', `/held/${heldId}/release`), 409, 'guard');
    expect(await one.quiet()).toEqual([]);
    expect(await one.liveOutlook()).toHaveLength(many);
  }, 120_000);

  test('a dismissed alert is gone, and does not come back while its trouble lasts', async () => {
    const { one, alert } = await held();
    expect((await sandbox.ask('POST', `/alerts/${alert.id}/dismiss`)).status).toBe(204);
    expect(await one.alerts()).toEqual([]);
    await one.run();
    expect(await one.alerts()).toEqual([]);
  }, 120_000);

  test('a mailbox that shows no alerts has none in the list', async () => {
    const { one } = await held();
    await one.settings({ showAlerts: false });
    expect(await one.alerts()).toEqual([]);
    await one.settings({ showAlerts: null });
    expect(await one.alerts()).toHaveLength(1);
  }, 120_000);
});
