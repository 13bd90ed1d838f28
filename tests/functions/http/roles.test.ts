import type { HttpMethod } from '@azure/functions';
import { runId, mailboxAddress, outlookId, type MailboxAddress } from '../../../shared/records/ids';
import { World } from '../../shared/sync/support/world';
import { person, principalHeader, principalOf } from './principals';
import { invoke, key, routesOver, type Call, type Registered } from './registered';

const mockRegistrations = new Map<string, Registered>();
jest.mock('@azure/functions', () => ({
  ...jest.requireActual<object>('@azure/functions'),
  app: {
    http: (name: string, { methods, route, handler }: Registered & { methods: HttpMethod[] }) =>
      mockRegistrations.set(name, { methods, route, handler }),
  },
}));

const ada = mailboxAddress('ada@example.org');
const bob = mailboxAddress('bob@example.org');

/** Two mailboxes with one thing of each kind; what concerns both is an administrator's. */
async function twoMailboxes(): Promise<World> {
  const world = World.of({}, [ada, bob]);
  const { ports, kept } = world;
  const at = '2026-01-01T00:00:00.000Z';
  const entity = 'contacts';
  for (const mailbox of [ada, bob]) {
    const id = `of-${mailbox}`;
    await ports.runs.create({
      ...{ id: runId(id), kind: 'full', mailbox, parent: undefined, children: [], entities: [entity] },
      ...{ mode: 'relink', dryRun: false, confirmed: false, startedAt: at, finishedAt: at, status: 'done' },
      heldId: '',
    });
    await ports.failed.put({
      ...{ id, mailbox, entity, source: 'outlook', sourceId: outlookId('x'), reason: 'Refused.' },
      ...{ objection: '', version: '1', attempts: 1, at },
    });
    await ports.held.put({ id, at, mailbox, entity, runId: '', count: 1, of: 1, decision: 'open' });
    await ports.history.add([
      {
        ...{ id, at, runId: '', mailbox, entity, orocrmId: '', outlookId: '', side: 'outlook' },
        ...{ action: 'delete', rule: 'deleted', before: { lastName: 'Byron' }, after: {} },
      },
    ]);
    kept.alerts.set(id, { id, at, severity: 'warning', code: 'held', mailbox, message: 'Look.' });
  }
  await ports.runs.create({
    ...{ id: runId('of-all'), kind: 'full', mailbox: undefined, parent: undefined, children: [] },
    ...{ entities: [entity], mode: 'relink', dryRun: false, confirmed: false, startedAt: at },
    ...{ finishedAt: at, status: 'done', heldId: '' },
  });
  kept.alerts.set('of-all', { id: 'of-all', at, severity: 'error', code: 'dead-letter', message: 'Look.' });
  return world;
}

/** A call of a route about one mailbox, or about what concerns all of them. */
type About = (mailbox: MailboxAddress | 'all') => Call;
const byId: About = (mailbox) => ({ params: { id: `of-${mailbox}` } });
const byAddress: About = (mailbox) => ({ params: { address: mailbox } });
const filtered: About = (mailbox) => (mailbox === 'all' ? {} : { query: { mailbox } });
const same =
  (call: Call): About =>
  () =>
    call;
const ownKey = { username: 'ada', apiKey: 'k' };

/**
 * Role by route by whose it is. `open`: no caller is asked for. `own`, `foreign`: what a user is answered about the own
 * mailbox and another's; `all`: about what concerns all, where an administrator may ask that. An administrator is answered `own` everywhere.
 */
const table: Readonly<
  Record<string, 'open' | { call: About; own: number; foreign?: number; all?: number; admin?: number }>
> = {
  health: 'open',
  panel: 'open',
  'panel-style': 'open',
  'panel-script': 'open',
  status: { call: same({}), own: 200 },
  alerts: { call: same({}), own: 200 },
  'alert-dismiss': { call: byId, own: 204, foreign: 404, all: 404 },
  runs: { call: filtered, own: 200, foreign: 403, all: 200 },
  run: {
    call: (mailbox) => ({ params: { runId: `of-${mailbox}` } }),
    ...{ own: 200, foreign: 404, all: 404 },
  },
  failed: { call: filtered, own: 200, foreign: 403, all: 200 },
  'failed-retry': { call: byId, own: 202, foreign: 404 },
  history: { call: filtered, own: 200, foreign: 403, all: 200 },
  'history-restore': { call: byId, own: 200, foreign: 404 },
  'held-release': { call: byId, own: 200, foreign: 404 },
  'held-discard': { call: byId, own: 200, foreign: 404 },
  mailboxes: { call: same({}), own: 200 },
  mailbox: { call: byAddress, own: 200, foreign: 403 },
  'mailbox-change': {
    call: (mailbox) => ({ ...byAddress(mailbox), body: { orocrm: ownKey, settings: { tasks: true } } }),
    ...{ own: 200, foreign: 403 },
  },
  'mailbox-delete': { call: byAddress, own: 403, foreign: 403, admin: 204 },
  sync: {
    call: (mailbox) => ({ body: mailbox === 'all' ? {} : { mailbox } }),
    ...{ own: 202, foreign: 403, all: 202 },
  },
  settings: { call: same({}), own: 200 },
  'settings-change': { call: same({ body: { tasks: true } }), own: 403, admin: 200 },
};

const asUser = { [principalHeader]: person('Ada@Example.org', 'Sync.User') };
const administrators = {
  'the API key': { 'x-functions-key': key },
  'Sync.Admin': { [principalHeader]: person('eve@example.org', 'Sync.Admin') },
};

async function ask(name: string, call: Call, headers: Readonly<Record<string, string>>) {
  const route = routesOver(await twoMailboxes(), mockRegistrations).get(name);
  if (!route) throw new Error(`There is no route ${name}.`);
  return invoke(route, call, headers);
}

const errorOf = (body: unknown) =>
  (body as { readonly error: { readonly code: string; readonly message: string } }).error;

test('every route is in the table', async () => {
  const routes = routesOver(await twoMailboxes(), mockRegistrations);
  expect([...routes.keys()].sort()).toEqual(Object.keys(table).sort());
});

describe.each(Object.entries(table))('%s', (name, row) => {
  if (row === 'open') {
    test('asks for nobody', async () => {
      expect((await ask(name, {}, {})).status).toBe(200);
    });
    return;
  }
  const { call, own, foreign, all, admin = own } = row;

  test.each(Object.entries(administrators))('does everything with %s', async (_, headers) => {
    const whose = [
      ada,
      ...(foreign === undefined ? [] : [bob]),
      ...(all === undefined ? [] : (['all'] as const)),
    ];
    for (const mailbox of whose) expect((await ask(name, call(mailbox), headers)).status).toBe(admin);
  });

  test('answers a user about the own mailbox', async () => {
    expect((await ask(name, call(ada), asUser)).status).toBe(own);
  });

  if (foreign !== undefined) {
    test('refuses a user what is foreign, and tells nothing of it', async () => {
      const { status, body } = await ask(name, call(bob), asUser);
      expect({ status, code: errorOf(body).code }).toEqual({
        status: foreign,
        code: foreign === 404 ? 'not-found' : 'forbidden',
      });
      const unknown = await ask(name, call(mailboxAddress('nobody@example.org')), asUser);
      expect(unknown).toEqual({ status, body });
    });
  }

  if (all !== undefined) {
    test('limits a user to the own mailbox where none is named', async () => {
      expect((await ask(name, call('all'), asUser)).status).toBe(all);
    });
  }

  test('refuses who has no role, and says which is needed and who gives it', async () => {
    const { status, body } = await ask(name, call(ada), { [principalHeader]: person(ada) });
    expect({ status, code: errorOf(body).code }).toEqual({ status: 403, code: 'forbidden' });
    expect(errorOf(body).message).toMatch(/Sync\.User .*Sync\.Admin .*administrator of Microsoft Entra/);
  });

  test('refuses who is nobody', async () => {
    for (const headers of [{}, { 'x-functions-key': 'wrong' }, { [principalHeader]: 'nobody' }]) {
      expect((await ask(name, call(ada), headers)).status).toBe(401);
    }
    // A wrong key is a wrong key, whoever is signed in.
    expect((await ask(name, call(ada), { ...asUser, 'x-functions-key': 'wrong' })).status).toBe(401);
  });
});

describe('a user', () => {
  test.each(['status', 'alerts', 'runs', 'failed', 'history', 'mailboxes'])(
    'sees the own of %s',
    async (name) => {
      const { body } = await ask(name, {}, asUser);
      expect(body).toHaveLength(1);
      expect(JSON.stringify(body)).toContain(ada);
      expect(JSON.stringify(body)).not.toContain(bob);
      const everything = await ask(name, {}, administrators['Sync.Admin']);
      expect(JSON.stringify(everything.body)).toContain(bob);
    },
  );

  test('starts a run of the own mailbox where none is named', async () => {
    const world = await twoMailboxes();
    const route = routesOver(world, mockRegistrations).get('sync');
    const { body } = await invoke(route as Registered, { body: {} }, asUser);
    const run = await world.ports.runs.load(runId((body as { readonly runId: string }).runId));
    expect(run).toMatchObject({ mailbox: ada });
  });

  test.each([
    [{ ...ownKey, url: 'https://elsewhere.example.org' }, 'url'],
    // The service user sees everybody's records.
    [{ userId: '9' }, 'userId'],
    [{ userId: '9', calendarId: '3' }, 'userId and calendarId'],
  ])('may not connect the own mailbox with %j', async (orocrm, named) => {
    const call = { params: { address: ada }, body: { orocrm } };
    const { status, body } = await ask('mailbox-change', call, asUser);
    expect(status).toBe(403);
    expect(errorOf(body).message).toContain(`may set ${named}.`);
    expect((await ask('mailbox-change', call, administrators['Sync.Admin'])).status).toBe(200);
  });

  test('does not enrol: whose mailbox is synchronised is the word of an administrator', async () => {
    const world = await twoMailboxes();
    const routes = routesOver(world, mockRegistrations);
    await invoke(
      routes.get('mailbox-delete') as Registered,
      { params: { address: ada } },
      administrators['Sync.Admin'],
    );
    const call = { params: { address: ada }, body: { orocrm: ownKey } };
    const change = routes.get('mailbox-change') as Registered;
    expect((await invoke(change, call, asUser)).status).toBe(404);
    expect(await world.ports.mailboxes.load(ada)).toBeUndefined();
    expect((await invoke(change, call, administrators['Sync.Admin'])).status).toBe(201);
  });

  test('changes the own credential and leaves the address of OroCRM as an administrator set it', async () => {
    const world = await twoMailboxes();
    const mailbox = (await world.ports.mailboxes.load(ada))?.value;
    if (!mailbox) throw new Error('There is a mailbox.');
    const url = 'https://other.example.org';
    await world.ports.mailboxes.put({ ...mailbox, orocrm: { ...mailbox.orocrm, url } });
    const change = routesOver(world, mockRegistrations).get('mailbox-change') as Registered;
    const call = { params: { address: ada }, body: { orocrm: ownKey } };
    const { body } = await invoke(change, call, asUser);
    expect(body).toMatchObject({ orocrm: { credential: 'wsse', username: 'ada', url } });
    const after = await invoke(change, call, administrators['Sync.Admin']);
    expect((after.body as { readonly orocrm: object }).orocrm).toEqual({
      credential: 'wsse',
      username: 'ada',
    });
  });

  test('whose sign-in tells no address has no mailbox, and may read the settings', async () => {
    const nameless = { [principalHeader]: principalOf([['roles', 'Sync.User']]) };
    for (const name of ['status', 'alerts', 'runs', 'mailboxes', 'sync']) {
      const { status, body } = await ask(name, name === 'sync' ? { body: {} } : {}, nameless);
      expect(status).toBe(403);
      expect(errorOf(body).message).toContain('no address');
    }
    expect((await ask('settings', {}, nameless)).status).toBe(200);
  });
});
