import { entityFields } from '../records/fields';
import {
  conflictResolutions,
  directions,
  firstSyncModes,
  meetingUpdateModes,
  type Settings,
  type SettingName,
} from '../sync/ports/settings';
import { choice, flag, keyFields, look, wholeNumber, type Kind } from './setting-kinds';

/** Where a setting may be given: for the installation, for a mailbox above it, or with the start of a run. */
export type Level = 'install' | 'mailbox' | 'run';

export interface SettingRow<T> {
  readonly kind: Kind;
  readonly levels: readonly Level[];
  /** The shipped default. */
  readonly standard: T;
}

const everywhere: readonly Level[] = ['install', 'mailbox'];
const install: readonly Level[] = ['install'];
const day = 24 * 3600;

/** The settings of the sync rules, section 1, by their API names. Everything that knows settings reads this table. */
export const settingRows: { readonly [Name in SettingName]: SettingRow<Settings[Name]> } = {
  direction: { kind: choice(directions), levels: everywhere, standard: 'bidirectional' },
  conflictResolution: { kind: choice(conflictResolutions), levels: everywhere, standard: 'orocrm-wins' },
  oroCrmIntervalSeconds: { kind: wholeNumber(1, day - 1), levels: install, standard: 120 },
  outlookIntervalSeconds: { kind: wholeNumber(1, day - 1), levels: install, standard: 30 },
  contacts: { kind: flag, levels: everywhere, standard: true },
  tasks: { kind: flag, levels: everywhere, standard: true },
  calendarEvents: { kind: flag, levels: everywhere, standard: true },
  enableSync: { kind: flag, levels: everywhere, standard: true },
  showAlerts: { kind: flag, levels: everywhere, standard: true },
  keyFields: {
    kind: keyFields,
    levels: install,
    standard: {
      contacts: entityFields.contacts.key,
      tasks: entityFields.tasks.key,
      calendarEvents: entityFields.calendarEvents.key,
    },
  },
  firstSync: { kind: choice(firstSyncModes), levels: ['install', 'run'], standard: 'rebuild' },
  sweepIntervalSeconds: { kind: wholeNumber(60, 7 * day), levels: install, standard: 3600 },
  calendarDaysBack: { kind: wholeNumber(0, 3650), levels: everywhere, standard: 30 },
  calendarDaysAhead: { kind: wholeNumber(0, 3650), levels: everywhere, standard: 365 },
  meetingUpdates: { kind: choice(meetingUpdateModes), levels: everywhere, standard: 'hold' },
  historyDays: { kind: wholeNumber(0, 365), levels: install, standard: 30 },
  look: { kind: look, levels: install, standard: { title: '', logo: '', colours: {}, css: '' } },
};

export const settingNames = Object.keys(settingRows) as readonly SettingName[];

export const isSettingName = (name: string): name is SettingName => Object.hasOwn(settingRows, name);

/** `oroCrmIntervalSeconds` is `SYNC_ORO_CRM_INTERVAL_SECONDS` in the environment. */
export const environmentName = (name: SettingName): string =>
  `SYNC_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
