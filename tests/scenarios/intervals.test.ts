import { setTimeout as wait } from 'node:timers/promises';
import { Person } from '../support/person';
import { startSandbox, type Sandbox } from '../support/sandbox';
import { until } from '../support/until';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ SYNC_ORO_CRM_INTERVAL_SECONDS: '1', SYNC_OUTLOOK_INTERVAL_SECONDS: '1' });
}, 90_000);
afterAll(() => sandbox.stop());

interface Request {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly subject?: string;
  readonly batch?: number;
  readonly write: boolean;
}

/** Timers tick every 30 s, and a busy machine may be late. */
const patienceMs = 120_000;
const watchedSeconds = 20;

async function requests(side: 'orocrm' | 'graph', since: number): Promise<Request[]> {
  return (await sandbox.control<{ entries: Request[] }>(side, 'GET', `/log?since=${since}`)).entries;
}

test('with intervals of a second, all starts and arrives by itself, and no more is asked than that', async () => {
  const settings = { enableSync: true, tasks: false, calendarEvents: false };
  const one = await Person.hire(sandbox, { settings });
  const manual = await Person.hire(sandbox);
  const { id } = await one.addOrocrm({ firstName: 'Ada', lastName: 'Interval', jobTitle: 'Analyst' });
  await manual.addOrocrm({ firstName: 'Eve', lastName: 'Interval' });

  const pair = await until(
    'The first sync',
    async () => (await one.liveOutlook()).find(({ mark }) => mark === id),
    patienceMs,
  );

  const polls = async (): Promise<boolean> => {
    const status = await sandbox.api<
      { mailbox: string; entities: { contacts: { phase: string; nextPoll: { orocrm: string | null } } } }[]
    >('GET', '/status');
    const { phase, nextPoll } = status.find(({ mailbox }) => mailbox === one.address)?.entities.contacts ?? {
      phase: '',
      nextPoll: { orocrm: null },
    };
    return phase === 'steady' && nextPoll.orocrm !== null;
  };
  await until('The steady state', polls, patienceMs);

  await one.editOrocrm(id, { jobTitle: 'Countess' });
  await until(
    'The edit of OroCRM in Outlook',
    async () =>
      (await one.liveOutlook()).some(
        (contact) => contact.id === pair.id && contact.contact['jobTitle'] === 'Countess',
      ),
    patienceMs,
  );
  await one.editOutlook(pair.id, { jobTitle: 'Poet' });
  await until(
    'The edit of Outlook in OroCRM',
    async () =>
      (await one.orocrmContacts()).some((contact) => contact['id'] === id && contact['jobTitle'] === 'Poet'),
    patienceMs,
  );
  const made = await one.addOutlook({ givenName: 'Bea', surname: 'Interval' });
  await until(
    'The new contact of Outlook in OroCRM',
    async () =>
      (await one.orocrmContacts()).length === 2 &&
      (await one.liveOutlook()).some(({ id: right, mark }) => right === made.id && mark !== ''),
    patienceMs,
  );
  await one.deleteOrocrm(id);
  await until('The deletion', async () => (await one.liveOutlook()).length === 1, patienceMs);

  // Nothing moves any more: a poll a second on each side, and no write.
  await wait(3000);
  const since = await one.logMark();
  await wait(watchedSeconds * 1000);
  const [orocrm, graph] = await Promise.all([
    requests('orocrm', since.orocrm).then((all) => all.filter(({ subject }) => subject === one.userId)),
    requests('graph', since.graph).then((all) => all.filter(({ subject }) => subject === one.address)),
  ]);
  expect([...orocrm, ...graph].filter(({ write }) => write)).toEqual([]);
  const lists = orocrm.filter(
    ({ path, query }) => path === '/api/contacts' && query.includes('updatedAt%5D'),
  );
  const deltas = graph.filter(({ path }) => path.includes('/delta'));
  for (const asked of [lists, deltas]) {
    expect(asked.length).toBeGreaterThanOrEqual(watchedSeconds * 0.6);
    expect(asked.length).toBeLessThanOrEqual(watchedSeconds * 1.2 + 2);
  }
  // OroCRM is asked for its total beside each list, for it has no feed of deletions; what else there may be is seldom.
  expect(orocrm.length).toBeLessThanOrEqual(2 * lists.length + 10);
  expect(graph.length).toBeLessThanOrEqual(deltas.length + 10);

  // Whoever wants to start the sync by hand is left alone meanwhile.
  expect(await manual.outlookContacts()).toEqual([]);
  expect(await sandbox.api('GET', `/runs?mailbox=${encodeURIComponent(manual.address)}`)).toEqual([]);
}, 400_000);
