import { Person } from '../support/person';
import { startSandbox, type Sandbox } from '../support/sandbox';
import { until } from '../support/until';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
}, 90_000);
afterAll(() => sandbox.stop());

interface FaultInput {
  readonly match: { readonly method?: string; readonly path?: string; readonly subject?: string };
  readonly times?: number;
  readonly skip?: number;
  readonly effect: Record<string, unknown>;
}

/** A fault that strikes this person's requests only, so that the cases do not disturb each other. */
const fault = (one: Person, side: 'orocrm' | 'graph', { match, ...rest }: FaultInput): Promise<unknown> =>
  sandbox.control(side, 'POST', '/faults', {
    ...rest,
    match: { subject: side === 'orocrm' ? one.userId : one.address, ...match },
  });

const count = 24;
const numbers = Array.from({ length: count }, (_, index) => index);

/** All of both sides are pairs, each of its own. */
async function paired(one: Person, total: number): Promise<boolean> {
  const [left, right] = await Promise.all([one.orocrmContacts(), one.liveOutlook()]);
  const marks = new Set(right.map(({ mark }) => mark));
  return left.length === total && right.length === total && left.every(({ id }) => marks.has(String(id)));
}

async function settles(one: Person, total: number): Promise<void> {
  await until('A pair for each record', () => paired(one, total), 90_000);
  expect(await one.quiet()).toEqual([]);
  expect(await paired(one, total)).toBe(true);
}

const orocrmCreates: { name: string; match: FaultInput['match'] }[] = [
  { name: 'a batch of creates', match: { method: 'PATCH', path: '/api/contacts$' } },
  { name: 'a single create', match: { method: 'POST', path: '/api/contacts$' } },
];

describe('a lost answer', () => {
  test.each(orocrmCreates)(
    'to $name in OroCRM makes nothing double',
    async ({ match }) => {
      const one = await Person.hire(sandbox);
      const total = match.method === 'POST' ? 1 : count;
      for (const index of numbers.slice(0, total))
        await one.addOutlook({ givenName: `G${index}`, surname: 'Lost' });
      await fault(one, 'orocrm', { match, effect: { dropAfter: true } });
      await one.run();
      expect(await sandbox.control<unknown[]>('orocrm', 'GET', '/faults')).toEqual([]);
      await settles(one, total);
    },
    200_000,
  );

  test('to a $batch of creates in Outlook makes nothing double', async () => {
    const one = await Person.hire(sandbox);
    for (const index of numbers) await one.addOrocrm({ firstName: `G${index}`, lastName: 'Lost' });
    await fault(one, 'graph', { match: { method: 'POST', path: '/contacts$' }, effect: { dropAfter: true } });
    await one.run();
    expect(await sandbox.control<unknown[]>('graph', 'GET', '/faults')).toEqual([]);
    await settles(one, count);
  }, 200_000);

  test('to an update of either side is no edit of a user', async () => {
    const one = await Person.hire(sandbox);
    const { id } = await one.addOrocrm({ firstName: 'Ada', lastName: 'Lost', jobTitle: 'Analyst' });
    const other = await one.addOrocrm({ firstName: 'Bea', lastName: 'Lost', jobTitle: 'Analyst' });
    await one.run();
    const right = (await one.liveOutlook()).find(({ mark }) => mark === other.id);
    await one.editOrocrm(id, { jobTitle: 'Countess' });
    await one.editOutlook(right?.id ?? '', { jobTitle: 'Poet' });
    await fault(one, 'orocrm', { match: { method: 'PATCH' }, effect: { dropAfter: true } });
    await fault(one, 'graph', { match: { method: 'PATCH' }, effect: { dropAfter: true } });
    await one.run();
    await until('Both edits on both sides', async () => {
      const left = await one.orocrmContacts();
      const live = await one.liveOutlook();
      const titles = (key: string): unknown[] => [
        left.find((contact) => contact['id'] === key)?.['jobTitle'],
        live.find(({ mark }) => mark === key)?.contact['jobTitle'],
      ];
      return [...titles(id), ...titles(other.id)].join() === 'Countess,Countess,Poet,Poet';
    });
    await settles(one, 2);
  }, 200_000);
});

test('throttled items of a batch are sent again after what they ask for, and only they', async () => {
  const one = await Person.hire(sandbox);
  for (const index of numbers) await one.addOrocrm({ firstName: `G${index}`, lastName: 'Throttled' });
  const mark = await one.logMark();
  await fault(one, 'graph', {
    match: { method: 'POST', path: '/contacts$' },
    times: 7,
    skip: 3,
    effect: {
      status: 429,
      headers: { 'Retry-After': '2' },
      body: { error: { code: 'TooManyRequests', message: 'Please retry again later.' } },
    },
  });
  const started = Date.now();
  await one.run();
  await settles(one, count);
  expect(Date.now() - started).toBeGreaterThan(2000);
  const creates = (await one.writesSince(mark)).filter(
    ({ method, path }) => method === 'POST' && path.endsWith('/contacts'),
  );
  expect(creates.filter(({ status }) => status === 429)).toHaveLength(7);
  expect(creates.filter(({ status }) => status === 201)).toHaveLength(count);
}, 200_000);

test('a value that OroCRM refuses is set aside with its reason; the rest goes on; a retry after the correction works', async () => {
  const one = await Person.hire(sandbox);
  const bad = await one.addOutlook({ givenName: 'x'.repeat(150), surname: 'Refused' });
  for (const index of numbers) await one.addOutlook({ givenName: `G${index}`, surname: 'Accepted' });
  const run = await one.run();
  expect(run).toMatchObject({ status: 'done', counts: { created: count, failed: 1 } });
  expect(run.errors).toEqual([
    { entity: 'contacts', record: bad.id, message: expect.any(String) as unknown },
  ]);

  const failed = await failures(one);
  expect(failed).toEqual([
    expect.objectContaining({ entity: 'contacts', source: 'outlook', sourceId: bad.id }),
  ]);
  const [row] = failed;
  expect(row?.reason).toMatch(/OroCRM refuses this record of contacts/);
  expect(row?.reason).not.toContain('xxxx');
  const alert = (await one.alerts()).find(({ record }) => record === bad.id);
  expect(alert).toMatchObject({
    code: 'record-failed',
    message: expect.stringContaining(row?.reason ?? 'none') as unknown,
  });

  // As it is, it is not sent again and again.
  const mark = await one.logMark();
  await one.run();
  expect(await one.writesSince(mark)).toEqual([]);

  // On request it is, and refused again.
  expect((await sandbox.ask('POST', `/failed/${row?.id ?? ''}/retry`)).status).toBe(202);
  await until('Another refusal', async () => (await one.writesSince(mark)).length > 0);
  await until('The row again', async () => (await failures(one)).length === 1);

  await one.editOutlook(bad.id, { givenName: 'Xenia' });
  const [again] = await failures(one);
  expect((await sandbox.ask('POST', `/failed/${again?.id ?? ''}/retry`)).status).toBe(202);
  await settles(one, count + 1);
  expect(await failures(one)).toEqual([]);
  expect(await one.alerts()).toEqual([]);
}, 200_000);

test('a lost delta cursor leads to a full comparison, and no edit is missed', async () => {
  const one = await Person.hire(sandbox);
  for (const index of numbers)
    await one.addOrocrm({ firstName: `G${index}`, lastName: 'Cursor', jobTitle: 'Clerk' });
  await one.run();
  const right = await one.liveOutlook();
  await one.editOutlook(right[0]?.id ?? '', { jobTitle: 'Poet' });
  await one.deleteOutlook(right[1]?.id ?? '');
  await one.addOutlook({ givenName: 'New', surname: 'Cursor' });
  await sandbox.control('graph', 'POST', '/delta/expire', { mailbox: one.address });
  expect(await one.run({ kind: 'changes' })).toMatchObject({ status: 'done', errors: [] });
  await settles(one, count + 1);
  const left = await one.orocrmContacts();
  expect(left.find(({ id }) => id === right[0]?.mark)).toMatchObject({ jobTitle: 'Poet' });
  // Gone in Outlook, there in OroCRM: created again.
  expect((await one.liveOutlook()).filter(({ mark }) => mark === right[1]?.mark)).toHaveLength(1);
}, 200_000);

test.each(['graph', 'orocrm'] as const)(
  'one record of %s that always answers with an error stops no other',
  async (side) => {
    const one = await Person.hire(sandbox);
    const made = await Promise.all(
      numbers.map((index) =>
        one.addOrocrm({ firstName: `G${index}`, lastName: 'Broken', jobTitle: 'Clerk' }),
      ),
    );
    await one.run();
    const right = await one.liveOutlook();
    const broken = right.find(({ mark }) => mark === made[4]?.id);
    const path = side === 'graph' ? `/contacts/${broken?.id ?? ''}` : `/contacts/${made[4]?.id ?? ''}\\b`;
    await fault(one, side, { match: { method: 'PATCH', path }, times: 0, effect: { status: 500, body: {} } });
    for (const { id } of made) {
      const partner = right.find(({ mark }) => mark === id);
      if (side === 'graph') await one.editOrocrm(id, { jobTitle: 'Chief' });
      else await one.editOutlook(partner?.id ?? '', { jobTitle: 'Chief' });
    }
    await one.run();
    await until('All but one', async () => {
      const left = (await one.orocrmContacts()).filter(({ jobTitle }) => jobTitle === 'Chief');
      const live = (await one.liveOutlook()).filter(({ contact }) => contact['jobTitle'] === 'Chief');
      return Math.min(left.length, live.length) >= count - 1;
    });
    await sandbox.control(side, 'DELETE', '/faults');
    await one.run();
    await until('The last one', async () => {
      const left = (await one.orocrmContacts()).filter(({ jobTitle }) => jobTitle === 'Chief');
      const live = (await one.liveOutlook()).filter(({ contact }) => contact['jobTitle'] === 'Chief');
      return left.length === count && live.length === count;
    });
    await settles(one, count);
  },
  300_000,
);

interface FailedRow {
  readonly id: string;
  readonly entity: string;
  readonly source: string;
  readonly sourceId: string;
  readonly reason: string;
}

const failures = (one: Person): Promise<FailedRow[]> =>
  sandbox.api('GET', `/failed?mailbox=${encodeURIComponent(one.address)}`);
