import { Person, type OutlookContactView } from '../support/person';
import { startSandbox, type Sandbox } from '../support/sandbox';
import { until } from '../support/until';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
}, 90_000);
afterAll(() => sandbox.stop());

const count = 6;

/** Ten linked pairs, and an edit on either side that the trouble holds up. */
async function inStep(): Promise<Person> {
  const one = await Person.hire(sandbox);
  for (let index = 0; index < count; index += 1) {
    await one.addOrocrm({ firstName: `G${index}`, lastName: 'Bad', jobTitle: 'Clerk' });
  }
  expect(await one.run()).toMatchObject({ status: 'done', errors: [] });
  return one;
}

const byMark = (all: readonly OutlookContactView[], id: string): OutlookContactView | undefined =>
  all.find(({ mark }) => mark === id);

interface Trouble {
  readonly name: string;
  readonly start: (one: Person) => Promise<unknown>;
  readonly end: (one: Person) => Promise<unknown>;
  /** What the alert says, and what it asks for. */
  readonly message: RegExp;
  readonly action: RegExp;
  readonly status?: string;
}

const orocrmFault =
  (effect: Record<string, unknown>, path = '/api/contacts\\b') =>
  (one: Person): Promise<unknown> =>
    sandbox.control('orocrm', 'POST', '/faults', { match: { subject: one.userId, path }, times: 0, effect });
const graphFault =
  (effect: Record<string, unknown>, path = '/contacts\\b') =>
  (one: Person): Promise<unknown> =>
    sandbox.control('graph', 'POST', '/faults', { match: { subject: one.address, path }, times: 0, effect });
const faultsEnd = async (): Promise<void> => {
  await sandbox.control('orocrm', 'DELETE', '/faults');
  await sandbox.control('graph', 'DELETE', '/faults');
};
const orocrmSettings = (change: Record<string, unknown>) => (): Promise<unknown> =>
  sandbox.control('orocrm', 'PUT', '/settings', change);

const clients = (one: Person): Promise<{ identifier: string }[]> =>
  sandbox
    .control<{ identifier: string; user: string | null }[]>('orocrm', 'GET', '/clients')
    .then((all) => all.filter(({ user }) => user === one.userId));
const setClients =
  (active: boolean) =>
  async (one: Person): Promise<void> => {
    const own = await clients(one);
    expect(own).not.toEqual([]);
    for (const { identifier } of own)
      await sandbox.control('orocrm', 'PATCH', `/clients/${identifier}`, { active });
    // A token that was given before outlives its client; the first thing to fail is the next one.
    await orocrmFault({ status: 401, headers: { 'WWW-Authenticate': 'Bearer' }, body: {} })(one);
  };
const scope =
  (inScope: boolean) =>
  (one: Person): Promise<unknown> =>
    sandbox.control('graph', 'PATCH', `/users/${one.address}`, { mailbox: { inScope } });

const html = '<!DOCTYPE html><html><body><h1>Maintenance</h1></body></html>';

/** For a person to see to. */
const lasting: readonly Trouble[] = [
  {
    name: 'revoked credentials',
    start: setClients(false),
    end: async (one) => {
      await faultsEnd();
      for (const { identifier } of await clients(one))
        await sandbox.control('orocrm', 'PATCH', `/clients/${identifier}`, { active: true });
    },
    message: /OroCRM .*(refuse|credential|client)/i,
    action: /client|credential|secret/i,
  },
  {
    name: 'the API of OroCRM switched off',
    start: orocrmSettings({ webApi: false }),
    end: orocrmSettings({ webApi: true }),
    message: /web API is not at this address/,
    action: /Enable API/,
  },
  {
    name: 'another prefix of the API',
    start: orocrmSettings({ prefix: '/admin/api' }),
    end: orocrmSettings({ prefix: '/api' }),
    message: /OroCRM/,
    action: /OROCRM_API_PREFIX/,
  },
  {
    name: 'HTML in the place of data from OroCRM',
    start: orocrmFault({ status: 200, contentType: 'text/html', body: html }),
    end: faultsEnd,
    message: /OroCRM/,
    action: /OROCRM_API_PREFIX|OROCRM_URL/,
  },
  {
    name: 'an empty list from OroCRM',
    start: orocrmFault({
      status: 200,
      contentType: 'application/vnd.api+json',
      body: { data: [], meta: { totalCount: 0 } },
    }),
    end: faultsEnd,
    message: /OroCRM lists no contacts although (linked ones|some) are known; nothing was concluded/,
    action: /permissions|view/,
  },
  {
    name: 'a mailbox that is taken out of the scope of the app',
    start: scope(false),
    end: scope(true),
    message: /Microsoft Graph denied access/,
    action: /scope of the app/,
  },
];

/** Passes by itself: nobody needs to do a thing, and a run waits for it. */
const passing: readonly { name: string; start: (one: Person) => Promise<unknown> }[] = [
  { name: 'a 503 of OroCRM', start: orocrmFault({ status: 503, contentType: 'text/plain', body: 'busy' }) },
  {
    name: 'a 502 page of a proxy before OroCRM',
    start: orocrmFault({ status: 502, contentType: 'text/html', body: html }),
  },
  { name: 'a truncated answer of OroCRM', start: orocrmFault({ truncate: true }) },
  { name: 'a connection that OroCRM cuts', start: orocrmFault({ dropBefore: true }) },
  { name: 'a 503 of Microsoft 365', start: graphFault({ status: 503, body: {} }, '.*') },
  { name: 'a truncated answer of Microsoft 365', start: graphFault({ truncate: true }) },
];

/** Edits both sides while there is trouble, and shows that neither side lost or got anything but these edits. */
async function edit(one: Person): Promise<{ left: string; right: string }> {
  const [first, second] = await one.orocrmContacts();
  const left = String(first?.['id']);
  const right = String(second?.['id']);
  await one.editOrocrm(left, { jobTitle: 'Countess' });
  await one.editOutlook(byMark(await one.liveOutlook(), right)?.id ?? '', { jobTitle: 'Poet' });
  return { left, right };
}

async function untouched(one: Person, { left, right }: { left: string; right: string }): Promise<void> {
  const orocrm = await one.orocrmContacts();
  const outlook = await one.outlookContacts();
  expect(orocrm.map(({ id, jobTitle }) => [id, jobTitle])).toEqual(
    orocrm.map(({ id }) => [id, id === left ? 'Countess' : 'Clerk']),
  );
  expect(outlook.map(({ mark, deleted, contact }) => [mark, deleted, contact['jobTitle']])).toEqual(
    outlook.map(({ mark }) => [mark, false, mark === right ? 'Poet' : 'Clerk']),
  );
  expect([orocrm.length, outlook.length]).toEqual([count, count]);
}

async function arrives(one: Person, { left, right }: { left: string; right: string }): Promise<void> {
  await until('Both edits on both sides', async () => {
    const orocrm = await one.orocrmContacts();
    const outlook = await one.liveOutlook();
    const titles = [left, right].flatMap((id) => [
      orocrm.find((contact) => contact['id'] === id)?.['jobTitle'],
      byMark(outlook, id)?.contact['jobTitle'],
    ]);
    return titles.join() === 'Countess,Countess,Poet,Poet';
  });
  expect([(await one.orocrmContacts()).length, (await one.outlookContacts()).length]).toEqual([count, count]);
  expect(await one.quiet()).toEqual([]);
}

test.each(lasting)(
  '$name: an alert says what to do, nothing is lost, and afterwards all arrives',
  async ({ start, end, message, action }) => {
    const one = await inStep();
    const edits = await edit(one);
    await start(one);
    const mark = await one.logMark();
    const run = await one.run();
    expect(run.status).toBe('failed');
    expect(run.errors[0]?.message).toMatch(message);
    await one.run({ kind: 'changes' });
    const alerts = await sandbox.api<
      { mailbox?: string; severity: string; message: string; action?: string }[]
    >('GET', '/alerts');
    const raised = alerts.filter(({ mailbox, severity }) => mailbox === one.address && severity === 'error');
    expect(raised.map((alert) => alert.message).join('\n')).toMatch(message);
    expect(raised.map((alert) => alert.action).join('\n')).toMatch(action);
    expect((await one.writesSince(mark)).filter(({ status }) => status < 400)).toEqual([]);
    await untouched(one, edits);

    await end(one);
    expect(await one.run()).toMatchObject({ status: 'done' });
    await arrives(one, edits);
    expect(await one.alerts()).toEqual([]);
  },
  200_000,
);

test('an empty list from Microsoft 365: nothing is concluded from it, and afterwards all arrives', async () => {
  const one = await inStep();
  const edits = await edit(one);
  await graphFault(
    { status: 200, contentType: 'application/json', body: { value: [] } },
    '/contacts\\?',
  )(one);
  const run = await one.run();
  expect(run.status).toBe('failed');
  const message = /Outlook lists no contacts although linked ones are known; nothing was concluded/;
  expect(run.errors[0]?.message).toMatch(message);
  expect((await one.alerts()).map((alert) => alert.message).join()).toMatch(message);
  // The other side was read, so its edit has arrived; nothing was created or deleted on either.
  const outlook = await one.outlookContacts();
  expect(outlook.map(({ deleted }) => deleted)).toEqual(Array.from({ length: count }, () => false));
  expect(await one.orocrmContacts()).toHaveLength(count);

  await faultsEnd();
  expect(await one.run()).toMatchObject({ status: 'done' });
  await arrives(one, edits);
  expect(await one.alerts()).toEqual([]);
}, 200_000);

test.each(passing)(
  '$name for a while: the run waits, nothing is lost, and all arrives',
  async ({ start }) => {
    const one = await inStep();
    const edits = await edit(one);
    await start(one);
    const { runId } = await sandbox.api<{ runId: string }>('POST', '/sync', { mailbox: one.address });
    await until('A request that was struck', async () => {
      const faults = await Promise.all(
        (['orocrm', 'graph'] as const).map((side) =>
          sandbox.control<{ struck: number }[]>(side, 'GET', '/faults'),
        ),
      );
      return faults.flat().some(({ struck }) => struck >= 1);
    });
    await untouched(one, edits);
    await faultsEnd();
    const run = await until(
      'The end of the run',
      async () => {
        const now = await sandbox.api<{ status: string; errors: unknown[] }>('GET', `/runs/${runId}`);
        return now.status !== 'running' && now;
      },
      90_000,
    );
    expect(run).toMatchObject({ status: 'done' });
    await arrives(one, edits);
    expect(await one.alerts()).toEqual([]);
  },
  200_000,
);
