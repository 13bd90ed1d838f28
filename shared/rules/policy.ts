/** Which side may be written (spec 1). */
export const directions = ['orocrm-to-outlook', 'outlook-to-orocrm', 'bidirectional'] as const;
export type Direction = (typeof directions)[number];

/** Whose values count when both sides changed (spec 1); asked only in a bidirectional sync. */
export const conflictResolutions = ['orocrm-wins', 'outlook-wins'] as const;
export type ConflictResolution = (typeof conflictResolutions)[number];

/** What a first synchronisation does with marked Outlook records (spec 6). */
export const firstSyncModes = ['rebuild', 'relink'] as const;
export type FirstSyncMode = (typeof firstSyncModes)[number];

/** The settings that decide what happens to a record. */
export interface Policy {
  readonly direction: Direction;
  readonly conflictResolution: ConflictResolution;
}

export const writesOutlook = (direction: Direction): boolean => direction !== 'outlook-to-orocrm';
export const writesOrocrm = (direction: Direction): boolean => direction !== 'orocrm-to-outlook';
