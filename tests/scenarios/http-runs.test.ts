import { expectError } from '../support/expect-error';
import { call } from '../support/http';
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
const noCounts = {
  ...{ found: 0, created: 0, updated: 0, deleted: 0 },
  ...{ linked: 0, unchanged: 0, conflicts: 0, failed: 0 },
};
const of = (one: Person): string => `mailbox=${encodeURIComponent(one.address)}`;

describe('runs', () => {
  test('of one mailbox: started, joined, watched, listed', async () => {
    const one = await Person.hire(sandbox);
    await one.addOrocrm({ firstName: 'Ada', lastName: 'Run' });
    await one.addOutlook({ givenName: 'Bea', surname: 'Run' });
    const start = () => sandbox.ask('POST', '/sync', { mailbox: one.address, entities: ['contacts'] });
    const [first, second] = [await start(), await start()];
    const { runId, statusUrl } = first.body as { runId: string; statusUrl: string };
    expect(first.status).toBe(202);
    expect(Object.keys(first.body as object)).toEqual(['runId', 'statusUrl']);
    expect(statusUrl).toBe(`${sandbox.url}/api/runs/${runId}`);
    // Equal and under way: joined. Unless it was over already.
    const state = await sandbox.api<{ finishedAt: string | null }>('GET', `/runs/${runId}`);
    if (state.finishedAt === null) expect(second.body).toEqual(first.body);
    await one.run();
    const { status, body } = await call('GET', statusUrl);
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        ...{ runId, kind: 'full', mailbox: one.address, dryRun: false, status: 'done' },
        ...{ startedAt: time(), finishedAt: time(), errors: [] },
        counts: {
          ...noCounts,
          found: expect.any(Number) as unknown,
          created: 2,
          unchanged: expect.any(Number) as unknown,
        },
        byEntity: {
          contacts: {
            orocrm: expect.objectContaining({ created: 1, failed: 0 }) as unknown,
            outlook: expect.objectContaining({ created: 1, failed: 0 }) as unknown,
          },
        },
      },
    });
    const listed = await sandbox.api<{ runId: string; startedAt: string }[]>('GET', `/runs?${of(one)}`);
    expect(listed.at(-1)).toEqual(body);
    expect(listed.map(({ startedAt }) => startedAt)).toEqual(
      listed
        .map(({ startedAt }) => startedAt)
        .sort()
        .reverse(),
    );
  }, 120_000);

  test('a dry run lists what it would write, and writes nothing', async () => {
    const one = await Person.hire(sandbox);
    const { id } = await one.addOrocrm({ firstName: 'Ada', lastName: 'Dry' });
    const right = await one.addOutlook({ givenName: 'Bea', surname: 'Dry' });
    const mark = await one.logMark();
    const run = await one.run({ dryRun: true });
    expect(run).toMatchObject({ status: 'done', counts: { created: 2 } });
    // The mark that the new record in OroCRM leaves in Outlook is a write, too.
    expect(run.preview?.map(({ action }) => action).sort()).toEqual(['create', 'create', 'stamp']);
    for (const [side, orocrmId, outlookId] of [
      ['outlook', id, ''],
      ['orocrm', '', right.id],
    ]) {
      expect(run.preview).toContainEqual({
        ...{ entity: 'contacts', side, action: 'create', orocrmId, outlookId },
        ...{ rule: anyText(), fields: expect.arrayContaining(['firstName']) as unknown },
      });
    }
    expect(await one.writesSince(mark)).toEqual([]);
  }, 120_000);

  test('without a mailbox: a parent with a child for each, and the sums of their counts', async () => {
    const people = [await Person.hire(sandbox), await Person.hire(sandbox)];
    for (const one of people) await one.addOrocrm({ firstName: 'Ada', lastName: 'Parent' });
    const { runId } = await sandbox.api<{ runId: string }>('POST', '/sync', {});
    interface Parent {
      readonly status: string;
      readonly counts: Record<string, number>;
      readonly children: readonly string[];
    }
    const parent = await until('The end of the parent', async () => {
      const run = await sandbox.api<Parent>('GET', `/runs/${runId}`);
      return run.status !== 'running' && run;
    });
    const children = await Promise.all(
      parent.children.map((id) =>
        sandbox.api<{ mailbox: string; status: string; counts: Record<string, number> }>(
          'GET',
          `/runs/${id}`,
        ),
      ),
    );
    const mailboxes = await sandbox.api<{ address: string }[]>('GET', '/mailboxes');
    expect(children.map(({ mailbox }) => mailbox).sort()).toEqual(
      mailboxes.map(({ address }) => address).sort(),
    );
    expect(new Set(children.map(({ status }) => status))).toEqual(new Set([parent.status]));
    for (const name of Object.keys(noCounts)) {
      expect([name, parent.counts[name]]).toEqual([
        name,
        children.reduce((sum, { counts }) => sum + (counts[name] ?? 0), 0),
      ]);
    }
    for (const one of people) {
      expect(children.find(({ mailbox }) => mailbox === one.address)?.counts['created']).toBe(1);
    }
  }, 120_000);

  test('a rebuild that nothing would bring back must be confirmed', async () => {
    const one = await Person.hire(sandbox, { settings: { direction: 'outlook-to-orocrm' } });
    const body = { mailbox: one.address, kind: 'resync', mode: 'rebuild' };
    expect(expectError(await sandbox.ask('POST', '/sync', body), 409, 'guard').message).toMatch(
      /relink.*confirm/s,
    );
    expect((await sandbox.ask('POST', '/sync', { ...body, confirm: true })).status).toBe(202);
  });
});

test('status tells of each mailbox and entity; health tells no names', async () => {
  const one = await Person.hire(sandbox);
  await one.addOrocrm({ firstName: 'Ada', lastName: 'Status' });
  const own = async () =>
    (await sandbox.api<{ mailbox: string }[]>('GET', '/status')).find(
      ({ mailbox }) => mailbox === one.address,
    );
  const blank = {
    enabled: true,
    phase: 'new',
    lastRun: null,
    lastSuccess: null,
    lagSeconds: null,
    linked: 0,
    failed: 0,
    nextPoll: { orocrm: null, outlook: null },
  };
  const head = { mailbox: one.address, automatic: false, held: null };
  const others = { tasks: blank, calendarEvents: blank };
  expect(await own()).toEqual({ ...head, entities: { contacts: blank, ...others } });
  const { runId } = await one.run();
  expect(await own()).toEqual({
    ...head,
    entities: {
      contacts: {
        ...blank,
        ...{ phase: 'steady', lastRun: runId, lastSuccess: time(), linked: 1 },
        lagSeconds: expect.any(Number) as unknown,
      },
      ...others,
    },
  });
  const health = await sandbox.ask('GET', '/health');
  expect(health.body).toEqual({ status: 'alive', lastSuccessAgeSeconds: expect.any(Number) as unknown });
  expect((health.body as { lastSuccessAgeSeconds: number }).lastSuccessAgeSeconds).toBeLessThan(60);
}, 120_000);
