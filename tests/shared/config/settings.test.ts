import {
  changeSettings,
  checkSettings,
  describeSettings,
  readStoredSettings,
  resolveSettings,
} from '../../../shared/config/settings';
import { environmentName, settingNames, settingRows } from '../../../shared/config/setting-rows';
import type { SettingName } from '../../../shared/sync/ports/settings';

/** What is allowed and what is not, setting by setting, as the sync rules' section 1 has it. */
const values: Record<SettingName, { readonly good: readonly unknown[]; readonly bad: readonly unknown[] }> = {
  direction: {
    good: ['orocrm-to-outlook', 'outlook-to-orocrm', 'bidirectional'],
    bad: ['', 'both', 'Bidirectional', 1, true, ['bidirectional'], {}],
  },
  conflictResolution: { good: ['orocrm-wins', 'outlook-wins'], bad: ['', 'newest-wins', 0, false] },
  oroCrmIntervalSeconds: { good: [1, 120, 86399], bad: [0, -1, 86400, 1.5, '120', NaN, Infinity, true, []] },
  outlookIntervalSeconds: { good: [1, 30, 86399], bad: [0, -1, 86400, 0.1, '30', true] },
  contacts: { good: [true, false], bad: ['true', 'yes', 1, 0, {}] },
  tasks: { good: [true, false], bad: ['no', 1] },
  calendarEvents: { good: [true, false], bad: ['', 0] },
  enableSync: { good: [true, false], bad: ['automatic', 1] },
  showAlerts: { good: [true, false], bad: ['yes', 1] },
  keyFields: {
    good: [
      { contacts: ['firstName'] },
      { contacts: ['emails', 'phone'], tasks: ['subject', 'dueDate'], calendarEvents: ['recurrence'] },
    ],
    bad: [
      {},
      [],
      'firstName',
      { contacts: [] },
      { contacts: ['firstName', 'firstName'] },
      { contacts: ['shoeSize'] },
      { contacts: ['subject'] },
      { contacts: 'firstName' },
      { deals: ['title'] },
      { contacts: ['firstName'], tasks: [] },
    ],
  },
  firstSync: { good: ['rebuild', 'relink'], bad: ['', 'resync', true] },
  sweepIntervalSeconds: { good: [60, 3600, 604800], bad: [59, 604801, 60.5, '60'] },
  calendarDaysBack: { good: [0, 30, 3650], bad: [-1, 3651, 0.5, '30'] },
  calendarDaysAhead: { good: [0, 365, 3650], bad: [-1, 3651, 0.5, '365'] },
  meetingUpdates: { good: ['hold', 'send'], bad: ['', 'ask', false] },
  historyDays: { good: [0, 30, 365], bad: [-1, 366, 1.5, '30'] },
  look: {
    good: [
      {},
      { title: 'Our sync', logo: 'https://example.com/logo.svg', colours: { accent: '#1a2b3c' }, css: 'a{}' },
      { logo: 'data:image/png;base64,iVBORw0KGgo=' },
      { colours: { text: '#FFF' } },
    ],
    bad: [
      'dark',
      [],
      { title: 'x'.repeat(101) },
      { logo: 'javascript:alert(1)' },
      { logo: 'data:text/html;base64,PHNjcmlwdD4=' },
      { colours: { accent: 'red; } body {' } },
      { colours: { 'a-b': '#fff' } },
      { css: 'x'.repeat(100_001) },
      { font: 'Arial' },
    ],
  },
};

const installOnly: readonly SettingName[] = [
  'oroCrmIntervalSeconds',
  'outlookIntervalSeconds',
  'keyFields',
  'firstSync',
  'sweepIntervalSeconds',
  'historyDays',
  'look',
];

const cases = (kind: 'good' | 'bad'): [SettingName, unknown][] =>
  settingNames.flatMap((name) => values[name][kind].map((value): [SettingName, unknown] => [name, value]));

describe('a change of settings', () => {
  it('covers every setting here', () => {
    expect([...settingNames].sort()).toEqual(Object.keys(values).sort());
  });

  it.each(cases('good'))('takes %s = %j', (name, value) => {
    expect(checkSettings({ [name]: value }, 'install')).toEqual({ ok: true, change: { [name]: value } });
  });

  it.each(cases('bad'))(
    'refuses %s = %j, naming the setting, the value and what is allowed',
    (name, value) => {
      const checked = checkSettings({ [name]: value }, 'install');
      expect(checked.ok).toBe(false);
      if (checked.ok) return;
      expect(checked.faults).toHaveLength(1);
      expect(checked.faults[0]?.setting).toBe(name);
      expect(checked.faults[0]?.message).toContain(name);
      expect(checked.faults[0]?.message).toContain(JSON.stringify(value).slice(0, 60));
      expect(checked.faults[0]?.message).toContain(settingRows[name].kind.allowed);
    },
  );

  it.each(settingNames)('takes null for %s: use default', (name) => {
    expect(checkSettings({ [name]: null }, 'install').ok).toBe(true);
  });

  it.each(settingNames)('takes %s for a mailbox only where it has that level', (name) => {
    const checked = checkSettings({ [name]: values[name].good[0] }, 'mailbox');
    expect(checked.ok).toBe(!installOnly.includes(name));
    if (!checked.ok) expect(checked.faults[0]?.message).toContain('whole installation only');
    expect(checkSettings({ [name]: null }, 'mailbox').ok).toBe(!installOnly.includes(name));
  });

  it('lists every fault, and takes nothing where there is one', () => {
    const checked = checkSettings(
      { direction: 'sideways', historyDays: 366, contacts: true, constructor: 1, shoeSize: 43 },
      'install',
    );
    expect(checked.ok).toBe(false);
    if (checked.ok) return;
    expect(checked.faults.map(({ setting }) => setting)).toEqual([
      'direction',
      'historyDays',
      'constructor',
      'shoeSize',
    ]);
  });

  it.each([null, [], 'x', 7, undefined])('refuses %j as a whole', (body) => {
    expect(checkSettings(body, 'install').ok).toBe(false);
  });

  it('stores nothing for "use default", and keeps what it does not name', () => {
    const stored = { direction: 'bidirectional', historyDays: 7 } as const;
    expect(changeSettings(stored, { direction: null, contacts: false })).toEqual({
      historyDays: 7,
      contacts: false,
    });
  });
});

describe('the settings that hold', () => {
  it('are the shipped ones where nobody says otherwise', () => {
    const { values: resolved, sources } = resolveSettings({ environment: {}, install: {} });
    expect(new Set(Object.values(sources))).toEqual(new Set(['default']));
    expect(resolved).toEqual({
      direction: 'bidirectional',
      conflictResolution: 'orocrm-wins',
      oroCrmIntervalSeconds: 120,
      outlookIntervalSeconds: 30,
      contacts: true,
      tasks: true,
      calendarEvents: true,
      enableSync: true,
      showAlerts: true,
      keyFields: {
        contacts: ['firstName', 'lastName', 'gender', 'birthday'],
        tasks: ['subject', 'priority'],
        calendarEvents: ['title', 'start', 'end', 'allDay'],
      },
      firstSync: 'rebuild',
      sweepIntervalSeconds: 3600,
      calendarDaysBack: 30,
      calendarDaysAhead: 365,
      meetingUpdates: 'hold',
      historyDays: 30,
      look: { title: '', logo: '', colours: {}, css: '' },
    });
  });

  it('are decided by the strongest level that says something: mailbox, installation, environment', () => {
    const { values: resolved, sources } = resolveSettings({
      environment: { direction: 'orocrm-to-outlook', historyDays: 1, contacts: false },
      install: { direction: 'outlook-to-orocrm', showAlerts: false },
      mailbox: { contacts: true },
    });
    expect(resolved).toMatchObject({
      direction: 'outlook-to-orocrm',
      historyDays: 1,
      contacts: true,
      showAlerts: false,
      tasks: true,
    });
    expect(sources).toMatchObject({
      direction: 'install',
      historyDays: 'install',
      contacts: 'mailbox',
      showAlerts: 'install',
      tasks: 'default',
    });
  });

  it('join key fields and look part by part', () => {
    const { values: resolved } = resolveSettings({
      environment: { keyFields: { tasks: ['subject'] }, look: { title: 'A', css: 'a{}' } },
      install: { keyFields: { contacts: ['emails'] }, look: { title: 'B' } },
    });
    expect(resolved.keyFields).toEqual({
      contacts: ['emails'],
      tasks: ['subject'],
      calendarEvents: ['title', 'start', 'end', 'allDay'],
    });
    expect(resolved.look).toEqual({ title: 'B', logo: '', colours: {}, css: 'a{}' });
  });

  it('are described with value and source', () => {
    const described = describeSettings(
      resolveSettings({ environment: {}, install: {}, mailbox: { tasks: false } }),
    );
    expect(Object.keys(described)).toEqual(settingNames);
    expect(described['tasks']).toEqual({ value: false, source: 'mailbox' });
    expect(described['direction']).toEqual({ value: 'bidirectional', source: 'default' });
  });
});

describe('stored settings', () => {
  it('lose what is not allowed (any more)', () => {
    expect(readStoredSettings({ direction: 'sideways', historyDays: 5, toString: 1, old: 'x' })).toEqual({
      historyDays: 5,
    });
  });
});

describe('the name in the environment', () => {
  it('is the API name in upper snake case', () => {
    expect(environmentName('direction')).toBe('SYNC_DIRECTION');
    expect(environmentName('conflictResolution')).toBe('SYNC_CONFLICT_RESOLUTION');
    expect(environmentName('outlookIntervalSeconds')).toBe('SYNC_OUTLOOK_INTERVAL_SECONDS');
    expect(environmentName('oroCrmIntervalSeconds')).toBe('SYNC_ORO_CRM_INTERVAL_SECONDS');
  });
});
