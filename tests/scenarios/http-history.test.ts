import { Person } from '../support/person';
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
const of = (one: Person): string => `mailbox=${encodeURIComponent(one.address)}`;

describe('history', () => {
  interface Entry {
    readonly id: string;
    readonly action: string;
    readonly side: string;
  }
  const history = (one: Person, record = ''): Promise<Entry[]> =>
    sandbox.api('GET', `/history?${of(one)}&record=${encodeURIComponent(record)}`);

  async function pair(): Promise<{ one: Person; orocrmId: string; outlookId: string }> {
    const one = await Person.hire(sandbox);
    const { id: orocrmId } = await one.addOrocrm({ firstName: 'Ada', lastName: 'Past', jobTitle: 'Analyst' });
    await one.addOrocrm({ firstName: 'Bea', lastName: 'Past' });
    await one.run();
    const outlookId = (await one.liveOutlook()).find(({ mark }) => mark === orocrmId)?.id ?? '';
    return { one, orocrmId, outlookId };
  }

  test.each(['orocrm', 'outlook'] as const)(
    'an update of %s is listed, and undone by a restore',
    async (side) => {
      const { one, orocrmId, outlookId } = await pair();
      if (side === 'outlook') await one.editOrocrm(orocrmId, { jobTitle: 'Countess' });
      else await one.editOutlook(outlookId, { jobTitle: 'Countess' });
      const { runId } = await one.run();
      const [entry, ...more] = await history(one, orocrmId);
      expect(more).toEqual([]);
      expect(entry).toEqual({
        ...{
          id: anyText(),
          at: time(),
          runId,
          mailbox: one.address,
          entity: 'contacts',
          orocrmId,
          outlookId,
        },
        ...{
          side,
          action: 'update',
          rule: anyText(),
          before: { jobTitle: 'Analyst' },
          after: { jobTitle: 'Countess' },
        },
      });
      expect(await history(one, outlookId)).toEqual([entry]);
      expect(await history(one)).toEqual([entry]);

      const answer = await sandbox.ask('POST', `/history/${entry?.id ?? ''}/restore`);
      expect({ status: answer.status, body: answer.body }).toEqual({
        status: 200,
        body: { id: entry?.id, side, record: side === 'orocrm' ? orocrmId : outlookId },
      });
      await until('The old value on both sides', async () => {
        const left = (await one.orocrmContacts()).find(({ id }) => id === orocrmId);
        const right = (await one.liveOutlook()).find(({ id }) => id === outlookId);
        return left?.['jobTitle'] === 'Analyst' && right?.contact['jobTitle'] === 'Analyst';
      });
      expect(await one.quiet()).toEqual([]);
      // What the restore overwrote can be had again, too.
      expect((await history(one, orocrmId)).length).toBeGreaterThan(1);
    },
    120_000,
  );

  test('a delete is listed with all values, and a restore makes the record again', async () => {
    const { one, orocrmId, outlookId } = await pair();
    await one.deleteOrocrm(orocrmId);
    expect(await one.run()).toMatchObject({ counts: { deleted: 1 } });
    const [entry] = await history(one, orocrmId);
    expect(entry).toMatchObject({ side: 'outlook', action: 'delete', orocrmId, outlookId, after: {} });
    expect(entry).toHaveProperty('before.givenName', 'Ada');
    expect(entry).toHaveProperty('before.jobTitle', 'Analyst');
    const answer = await sandbox.ask('POST', `/history/${entry?.id ?? ''}/restore`);
    expect(answer.status).toBe(200);
    const { record } = answer.body as { record: string };
    await until('The record on both sides', async () => {
      const right = (await one.liveOutlook()).find(({ id }) => id === record);
      const left = (await one.orocrmContacts()).find(({ id }) => id === right?.mark);
      return right?.contact['jobTitle'] === 'Analyst' && left?.['jobTitle'] === 'Analyst';
    });
    expect(await one.quiet()).toEqual([]);
    expect([await one.orocrmContacts(), await one.liveOutlook()].map(({ length }) => length)).toEqual([2, 2]);
  }, 120_000);
});
