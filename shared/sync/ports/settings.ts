import type { MailboxAddress } from '../../records/ids';
import type { EntityName } from '../../records/record';
import type { Stored } from './state';

export const directions = ['orocrm-to-outlook', 'outlook-to-orocrm', 'bidirectional'] as const;
export const conflictResolutions = ['orocrm-wins', 'outlook-wins'] as const;
export const firstSyncModes = ['rebuild', 'relink'] as const;
export const meetingUpdateModes = ['hold', 'send'] as const;

/** Key fields per entity, in the names of the mapping tables. */
export type KeyFields = Readonly<Record<EntityName, readonly string[]>>;

/** What the panel looks like; '' and absent colours mean the shipped look. */
export interface Look {
  readonly title: string;
  readonly logo: string;
  readonly colours: Readonly<Record<string, string>>;
  readonly css: string;
}

/** Every setting of spec 1 with the value that holds, under its API name. */
export interface Settings {
  readonly direction: (typeof directions)[number];
  readonly conflictResolution: (typeof conflictResolutions)[number];
  readonly oroCrmIntervalSeconds: number;
  readonly outlookIntervalSeconds: number;
  readonly contacts: boolean;
  readonly tasks: boolean;
  readonly calendarEvents: boolean;
  /** true: automatic at the intervals; false: only when someone starts it. */
  readonly enableSync: boolean;
  readonly showAlerts: boolean;
  readonly keyFields: KeyFields;
  readonly firstSync: (typeof firstSyncModes)[number];
  readonly sweepIntervalSeconds: number;
  readonly calendarDaysBack: number;
  readonly calendarDaysAhead: number;
  readonly meetingUpdates: (typeof meetingUpdateModes)[number];
  /** 0: no values are stored. */
  readonly historyDays: number;
  readonly look: Look;
}

export type SettingName = keyof Settings;

/** What one level says. An absent name means "use default"; key fields may be given for some entities only. */
export type SettingsPatch = Readonly<
  Partial<Omit<Settings, 'keyFields' | 'look'> & { keyFields: Partial<KeyFields>; look: Partial<Look> }>
>;

/** The settings that hold, all levels resolved. */
export interface SettingsSource {
  install(): Promise<Settings>;
  /** Of one mailbox; those of the installation when the mailbox is unknown. */
  mailbox(address: MailboxAddress): Promise<Settings>;
}

/** What the installation level says, above the defaults of the environment. */
export interface SettingsState {
  /** Nothing stored reads as `{}` with etag ''. */
  load(): Promise<Stored<SettingsPatch>>;
  /** @returns the new etag, or undefined when somebody else saved meanwhile. */
  save(patch: SettingsPatch, etag: string): Promise<string | undefined>;
}
