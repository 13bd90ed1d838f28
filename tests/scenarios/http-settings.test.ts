import { Person } from '../support/person';
import { expectError } from '../support/expect-error';
import { startSandbox, type Sandbox } from '../support/sandbox';

let sandbox: Sandbox;
let person: Person;
beforeAll(async () => {
  sandbox = await startSandbox({
    SYNC_OUTLOOK_INTERVAL_SECONDS: '86399',
    SYNC_ORO_CRM_INTERVAL_SECONDS: '77',
  });
  person = await Person.hire(sandbox, { settings: { enableSync: false } });
}, 90_000);
afterAll(() => sandbox.stop());

type Level = 'install' | 'mailbox';
const everywhere: readonly Level[] = ['install', 'mailbox'];
const install: readonly Level[] = ['install'];
const flag = { good: [true, false], bad: ['yes', 1, 'true', {}] };

/** The documented settings with their default, what each takes, and what it does not. */
const documented: Record<
  string,
  { levels: readonly Level[]; standard: unknown; good: readonly unknown[]; bad: readonly unknown[] }
> = {
  direction: {
    levels: everywhere,
    standard: 'bidirectional',
    good: ['orocrm-to-outlook', 'outlook-to-orocrm', 'bidirectional'],
    bad: ['both', '', 'Bidirectional', 1, true, ['bidirectional']],
  },
  conflictResolution: {
    levels: everywhere,
    standard: 'orocrm-wins',
    good: ['orocrm-wins', 'outlook-wins'],
    bad: ['nobody-wins', false],
  },
  oroCrmIntervalSeconds: {
    levels: install,
    standard: 77,
    good: [1, 86399],
    bad: [0, 86400, -1, 1.5, '120', true, 1e300],
  },
  outlookIntervalSeconds: { levels: install, standard: 86399, good: [1, 86399], bad: [0, 86400, 30.5, '30'] },
  contacts: { levels: everywhere, standard: true, ...flag },
  tasks: { levels: everywhere, standard: true, ...flag },
  calendarEvents: { levels: everywhere, standard: true, ...flag },
  enableSync: { levels: everywhere, standard: true, ...flag },
  showAlerts: { levels: everywhere, standard: true, ...flag },
  keyFields: {
    levels: install,
    standard: {
      contacts: ['firstName', 'lastName', 'gender', 'birthday'],
      tasks: ['subject', 'priority'],
      calendarEvents: ['title', 'start', 'end', 'allDay'],
    },
    good: [{ contacts: ['lastName'], tasks: ['subject'], calendarEvents: ['title'] }],
    bad: [
      {},
      { contacts: [] },
      { contacts: ['shoeSize'] },
      { contacts: ['lastName', 'lastName'] },
      { leads: ['name'] },
      ['lastName'],
      'lastName',
    ],
  },
  firstSync: { levels: install, standard: 'rebuild', good: ['rebuild', 'relink'], bad: ['rebuilt', false] },
  sweepIntervalSeconds: { levels: install, standard: 3600, good: [60, 604800], bad: [59, 604801, '3600'] },
  calendarDaysBack: { levels: everywhere, standard: 30, good: [0, 3650], bad: [-1, 3651, 0.5] },
  calendarDaysAhead: { levels: everywhere, standard: 365, good: [0, 3650], bad: [-1, 3651, '365'] },
  meetingUpdates: { levels: everywhere, standard: 'hold', good: ['hold', 'send'], bad: ['ask', true] },
  historyDays: { levels: install, standard: 30, good: [0, 365], bad: [-1, 366, '0'] },
  look: {
    levels: install,
    standard: { title: '', logo: '', colours: {}, css: '' },
    good: [{ title: 'Ours', logo: '', colours: { accent: '#1a2b3c' }, css: 'body { margin: 0 }' }],
    bad: [
      { title: 'x'.repeat(101) },
      { logo: 'javascript:alert(1)' },
      { logo: 'http://example.com/logo.png' },
      { colours: { accent: 'red' } },
      { font: 'Comic' },
      'blue',
    ],
  },
};
const rows = Object.entries(documented).map(([name, row]) => ({ name, ...row }));
type Described = Record<string, { readonly value: unknown; readonly source: string }>;
const settings = (): Promise<Described> => sandbox.api<Described>('GET', '/settings');

test('every documented setting is there, with its default and where it comes from', async () => {
  expect(await settings()).toEqual(
    Object.fromEntries(
      rows.map(({ name, standard }) => [
        name,
        {
          value: standard,
          source: name.endsWith('IntervalSeconds') && name !== 'sweepIntervalSeconds' ? 'install' : 'default',
        },
      ]),
    ),
  );
});

test.each(rows)(
  '$name takes what is allowed, and null goes back to the default',
  async ({ name, good, standard }) => {
    const before = await settings();
    for (const value of good) {
      const answer = await sandbox.api<Described>('PUT', '/settings', { [name]: value });
      expect(answer).toEqual({ ...before, [name]: { value, source: 'install' } });
      expect(await settings()).toEqual(answer);
    }
    const reset = await sandbox.api<Described>('PUT', '/settings', { [name]: null });
    expect(reset).toEqual(before);
    expect(reset[name]?.value).toEqual(standard);
  },
);

test.each(rows)(
  '$name refuses what is out of its range, and nothing of the request is saved',
  async ({ name, bad, good }) => {
    const before = await settings();
    const other = name === 'historyDays' ? 'sweepIntervalSeconds' : 'historyDays';
    for (const value of bad) {
      const body = { [other]: 300, [name]: value };
      const { details = [] } = expectError(await sandbox.ask('PUT', '/settings', body), 400, 'wrong-setting');
      expect(details).toHaveLength(1);
      expect(details[0]).toMatch(
        new RegExp(`^${name} cannot be .*; allowed is .*, or null to use the default\\.$`, 's'),
      );
      expect(details[0]).toContain(JSON.stringify(value).slice(0, 60));
    }
    expect(await settings()).toEqual(before);
    expect(good.length).toBeGreaterThan(0);
  },
);

test('one answer names every fault', async () => {
  const body = { historyDays: 366, direction: 'up', volume: 11, showAlerts: false, __proto__x: null };
  const error = expectError(await sandbox.ask('PUT', '/settings', body), 400, 'wrong-setting');
  expect(error.details).toEqual([
    expect.stringMatching(/^historyDays cannot be 366;/),
    expect.stringMatching(/^direction cannot be "up";/),
    expect.stringMatching(/^"volume" is no setting; there are direction, /),
    expect.stringMatching(/^"__proto__x" is no setting/),
  ]);
  expect((await settings())['showAlerts']).toEqual({ value: true, source: 'default' });
});

test.each([[[]], ['text'], [7], [null], [true]])(
  'settings that are no object are refused: %j',
  async (body) => {
    expectError(await sandbox.ask('PUT', '/settings', body), 400, 'wrong-setting');
  },
);

describe('at a mailbox', () => {
  const at = (): string => `/mailboxes/${person.address}`;
  const own = async (): Promise<Described> =>
    (await sandbox.api<{ settings: Described }>('GET', at())).settings;

  test.each(rows.filter(({ levels }) => levels.includes('mailbox')))(
    '$name: the mailbox decides, then the installation, then the default',
    async ({ name, good, standard }) => {
      const [first, second = standard] = good.filter((value) => value !== standard);
      await sandbox.api('PUT', '/settings', { [name]: first });
      await sandbox.api('PUT', at(), { settings: { [name]: null } });
      expect((await own())[name]).toEqual({ value: first, source: 'install' });
      await sandbox.api('PUT', at(), { settings: { [name]: second } });
      expect((await own())[name]).toEqual({ value: second, source: 'mailbox' });
      await sandbox.api('PUT', '/settings', { [name]: null });
      await sandbox.api('PUT', at(), { settings: { [name]: null } });
      expect((await own())[name]).toEqual({ value: standard, source: 'default' });
    },
  );

  test('a wrong value, an unknown name and an install-only setting are refused together, and nothing is saved', async () => {
    const before = await own();
    const onlyInstall = rows.filter(({ levels }) => !levels.includes('mailbox'));
    const body = {
      settings: {
        contacts: false,
        calendarDaysBack: 4000,
        colour: 'red',
        ...Object.fromEntries(onlyInstall.map(({ name, good }) => [name, good[0]])),
      },
    };
    const { details = [] } = expectError(await sandbox.ask('PUT', at(), body), 400, 'wrong-setting');
    expect(details).toEqual([
      expect.stringMatching(/^calendarDaysBack cannot be 4000; allowed is a whole number from 0 to 3650/),
      expect.stringMatching(/^"colour" is no setting/),
      ...onlyInstall.map(
        ({ name, good }): unknown =>
          expect.stringContaining(
            `${name} can be set for the whole installation only, not to ${JSON.stringify(good[0]).slice(0, 60)}`,
          ) as unknown,
      ),
    ]);
    expect(await own()).toEqual(before);
  });
});
