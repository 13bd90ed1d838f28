import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { CalendarKeeper, markOf, monday } from '../support/calendar';
import { taskDesk } from '../support/desks/task-desk';
import { expectError } from '../support/expect-error';
import type { Person } from '../support/person';
import { startSandbox, type Sandbox } from '../support/sandbox';

const key = 'key-of-the-api';
const script = resolve(process.cwd(), 'scripts/remove-traces.sh');

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ FUNCTIONS_KEY: key });
}, 90_000);
afterAll(() => sandbox.stop());

/** Runs the script as a person does. */
function removeTraces(
  options: readonly string[] = ['--yes'],
  givenKey = key,
): Promise<{ code: number | null; output: string }> {
  const child = spawn('bash', [script, ...options, sandbox.url], {
    env: { PATH: process.env['PATH'], SYNC_API_KEY: givenKey },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text: Buffer) => (output += text.toString()));
  return new Promise((done) => child.once('close', (code) => done({ code, output })));
}

const at = (time: string, day = 0) => ({ dateTime: `${monday(day)}T${time}:00`, timeZone: 'UTC' });
const attendees = [{ emailAddress: { address: 'client@example.com', name: 'A client' }, type: 'required' }];
const everything = { entities: ['contacts', 'tasks', 'calendarEvents'] };

/** A person with a pair of each type made by either side, a meeting and an invitation, all of it synchronised. */
async function settled(): Promise<CalendarKeeper> {
  const keeper = await CalendarKeeper.hire(sandbox);
  const { person } = keeper;
  await person.addOrocrm({ firstName: 'Ada', lastName: 'Left' });
  await person.addOutlook({ givenName: 'Bea', surname: 'Right' });
  await taskDesk.addOrocrm(person, 'Left task', 1);
  await taskDesk.addOutlook(person, 'Right task', 2);
  const ten = { start: `${monday()}T10:00:00Z`, end: `${monday()}T11:00:00Z` };
  await keeper.addOrocrm({ title: 'Left event', ...ten });
  await keeper.addOutlook({ subject: 'Right event', start: at('12:00'), end: at('13:00') });
  await keeper.addOutlook({ subject: 'Meeting', start: at('14:00'), end: at('15:00'), attendees });
  const pattern = { type: 'weekly', interval: 1, daysOfWeek: ['monday'] };
  const range = { type: 'numbered', startDate: monday(), numberOfOccurrences: 3 };
  const series = { start: at('16:00'), end: at('17:00'), recurrence: { pattern, range } };
  await keeper.addOutlook({ subject: 'Series', ...series, attendees });
  const organizer = { name: 'A client', address: 'client@example.com' };
  const invitation = { organizer, subject: 'Invitation', start: at('18:00'), end: at('19:00') };
  await keeper.inOutlook('POST', '/invitations', invitation);
  await keeper.run(everything);
  expect(await marks(keeper)).toHaveLength(2 + 2 + 4);
  return keeper;
}

async function marks(keeper: CalendarKeeper): Promise<string[]> {
  const [contacts, tasks, events] = await Promise.all([
    keeper.person.liveOutlook(),
    taskDesk.outlook(keeper.person),
    keeper.outlook(),
  ]);
  return [
    ...contacts.map(({ mark }) => mark),
    ...tasks.map(({ mark }) => mark),
    ...events.map(markOf),
  ].filter((mark) => mark !== '');
}

/** What people see on both sides, without what every write changes. */
async function seen(keeper: CalendarKeeper): Promise<unknown> {
  const { person } = keeper;
  const events = await keeper.outlook();
  return {
    orocrm: [await person.orocrmContacts(), await taskDesk.orocrm(person), await keeper.orocrm()],
    contacts: (await person.liveOutlook()).map(({ id, contact }) => ({ id, ...plain(contact) })),
    tasks: (await taskDesk.outlook(person)).map((task) => ({ ...task, mark: '' })),
    events: events.map(({ event, ...one }) => ({ ...one, extendedProperties: {}, event: plain(event) })),
  };
}

const plain = (item: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  ...item,
  ...{ '@odata.etag': '', changeKey: '', lastModifiedDateTime: '' },
});

/** Puts one of each outside of what is synchronised, and back. */
async function stray(keeper: CalendarKeeper): Promise<{ back: () => Promise<void> }> {
  const { person } = keeper;
  const named = async (subject: string): Promise<string> =>
    (await keeper.outlook()).find(({ event }) => event.subject === subject)?.id ?? '';
  const [left, right] = [await named('Left event'), await named('Right event')];
  await keeper.inOutlook('POST', '/folders', { displayName: 'Team', parent: 'Calendar' });
  await keeper.inOutlook('POST', `/events/${left}/move`, { folder: 'Calendar/Team' });
  await keeper.inOutlook('PATCH', `/events/${right}`, { start: at('12:00', 1500), end: at('13:00', 1500) });
  const [contact] = await person.liveOutlook();
  await person.moveOutlook(contact?.id ?? '', 'Clients');
  const [task] = await taskDesk.outlook(person);
  await keeper.inOutlook('POST', '/lists', { name: 'Errands' });
  await keeper.inOutlook('POST', `/tasks/${task?.id ?? ''}/move`, { list: 'Errands' });
  return {
    back: async () => {
      await keeper.inOutlook('POST', `/events/${left}/move`, { folder: 'Calendar' });
      await keeper.inOutlook('PATCH', `/events/${right}`, { start: at('12:00'), end: at('13:00') });
      const moved = (await taskDesk.outlook(person)).find(({ name }) => name === task?.name);
      const lists = await keeper.inOutlook<{ id: string; wellknownListName: string }[]>('GET', '/lists');
      const list = lists.find(({ wellknownListName }) => wellknownListName === 'defaultList')?.id;
      await keeper.inOutlook('POST', `/tasks/${moved?.id ?? ''}/move`, { list });
    },
  };
}

const counts = async (keeper: CalendarKeeper): Promise<number[]> => {
  const { person } = keeper;
  const all = await Promise.all([
    ...[person.orocrmContacts(), taskDesk.orocrm(person), keeper.orocrm()],
    ...[person.liveOutlook(), taskDesk.outlook(person), keeper.outlook()],
  ]);
  return all.map(({ length }) => length);
};

const unknown = async (person: Person): Promise<void> => {
  expectError(await sandbox.ask('GET', `/mailboxes/${person.address}`), 404, 'not-found');
  for (const list of ['alerts', 'failed', 'history', 'status'])
    expect(JSON.stringify(await sandbox.api('GET', `/${list}`))).not.toContain(person.address);
};

test('the script removes every mark of every mailbox, and nothing else', async () => {
  const keepers = [await settled(), await settled()];
  const [keeper, other] = keepers;
  if (!keeper || !other) throw new Error('There are two.');
  const strayed = await stray(keeper);
  const before = await Promise.all(keepers.map(seen));

  expect(await removeTraces(['--yes'], 'wrong')).toMatchObject({
    code: 1,
    output: expect.stringContaining('SYNC_API_KEY') as unknown,
  });
  const listed = await removeTraces(['--dry-run']);
  expect(listed.code).toBe(1);
  for (const { person } of keepers) expect(listed.output).toContain(`  ${person.address}\n`);
  expect((await removeTraces([])).code).toBe(2);
  expect(await Promise.all(keepers.map(async (one) => (await marks(one)).length))).toEqual([8, 8]);

  const { code, output } = await removeTraces();
  expect({ code, output }).toEqual({
    code: 0,
    output: expect.stringContaining('Every trace is gone.') as unknown,
  });
  expect(output).not.toContain(key);
  for (const one of keepers) {
    expect(output).toContain(`${one.person.address}: 8 marks removed, forgotten\n`);
    expect(await marks(one)).toEqual([]);
    await unknown(one.person);
    expect(await one.inOutlook('GET', '/mails')).toEqual([]);
  }
  expect(await Promise.all(keepers.map(seen))).toEqual(before);

  expect(await removeTraces()).toEqual({ code: 0, output: 'There is no mailbox: no trace is left.\n' });

  // Taken up again, the records find each other by their keys.
  await strayed.back();
  for (const one of keepers) {
    const had = await counts(one);
    await one.person.rejoin();
    await one.run(everything);
    expect(await counts(one)).toEqual(had);
    expect(await marks(one)).toHaveLength(8);
  }
}, 240_000);

describe('DELETE with removeMarks', () => {
  test('answers with a run, which is shown like any other; false is the plain DELETE', async () => {
    const keeper = await settled();
    const path = `/mailboxes/${keeper.person.address}`;
    for (const given of ['maybe', '', 'TRUE']) {
      expectError(await sandbox.ask('DELETE', `${path}?removeMarks=${given}`), 400, 'invalid-query');
    }
    const answer = await sandbox.ask('DELETE', `${path}?removeMarks=true`);
    const { runId, statusUrl } = answer.body as { runId: string; statusUrl: string };
    expect([answer.status, statusUrl]).toEqual([202, `${sandbox.url}/api/runs/${runId}`]);
    await keeper.person.until(
      async () => (await sandbox.ask('GET', path)).status === 404 && (await marks(keeper)).length === 0,
    );
    const [run] = await sandbox.api<unknown[]>('GET', `/runs?mailbox=${keeper.person.address}`);
    await keeper.person.until(
      async () => (await sandbox.api<{ status: string }>('GET', `/runs/${runId}`)).status === 'done',
    );
    expect(await sandbox.api('GET', `/runs/${runId}`)).toMatchObject({
      ...{ kind: 'remove-marks', mailbox: keeper.person.address, dryRun: false, status: 'done', errors: [] },
      counts: { found: 8, updated: 8, failed: 0, deleted: 0 },
    });
    expect(run).toMatchObject({ runId });
    expectError(await sandbox.ask('DELETE', `${path}?removeMarks=true`), 404, 'not-found');

    await keeper.person.rejoin();
    await keeper.run(everything);
    expect((await sandbox.ask('DELETE', `${path}?removeMarks=false`)).status).toBe(204);
    expect(await marks(keeper)).toHaveLength(8);
  }, 120_000);

  test('of a mailbox that Microsoft 365 no longer has forgets it', async () => {
    const { person } = await settled();
    await sandbox.control('graph', 'PATCH', `/users/${person.address}`, { mailbox: null });
    await person.until(async () => {
      await sandbox.ask('DELETE', `/mailboxes/${person.address}?removeMarks=true`);
      return (await sandbox.ask('GET', `/mailboxes/${person.address}`)).status === 404;
    });
  }, 120_000);

  test('keeps a mailbox that the app may not write, and the script says so', async () => {
    const { person } = await settled();
    await sandbox.control('graph', 'PATCH', `/users/${person.address}`, { mailbox: { inScope: false } });
    const refused = await removeTraces();
    expect(refused.code).toBe(1);
    // Exchange limits contacts and calendars to chosen mailboxes, tasks it does not.
    expect(refused.output).toContain(`${person.address}: failed, 2 marks removed`);
    expect(refused.output).toContain('denied access');
    expect(await sandbox.api('GET', `/mailboxes/${person.address}`)).toMatchObject({
      held: expect.stringContaining('marks') as unknown,
    });
    await sandbox.control('graph', 'PATCH', `/users/${person.address}`, { mailbox: { inScope: true } });
    expect(await removeTraces()).toMatchObject({ code: 0 });
    await unknown(person);
  }, 120_000);
});
