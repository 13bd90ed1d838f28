import type { EntityName, OrocrmRecord, OutlookRecord } from '../records/record';
import { eventRules } from './event-rules';
import {
  writesOrocrm,
  writesOutlook,
  type CalendarWindow,
  type Direction,
  type MeetingUpdates,
} from './policy';

/** What the settings say that these rules depend on. */
export interface RecordPolicy {
  readonly window: CalendarWindow;
  readonly meetingUpdates: MeetingUpdates;
}

/**
 * Where a record belongs: `both`, or to somebody whom only one side speaks for; then that side alone is read. `neither`:
 * both sides have it from somebody else.
 */
export type Authority = 'both' | 'orocrm' | 'outlook' | 'neither';

export const objectionCodes = ['not-expressible', 'would-notify'] as const;
export type ObjectionCode = (typeof objectionCodes)[number];

/** Why a write is not made as the general rules ask. */
export interface Objection {
  readonly code: ObjectionCode;
  readonly message: string;
  readonly action: string;
}

/** What is peculiar to a record type beyond the tables of spec 2 and 3: all of it pure. */
export interface RecordRules<O extends OrocrmRecord, X extends OutlookRecord> {
  /** Whether a record, or either of a pair, is looked at at all (spec 5: the calendar window). */
  isConsidered(orocrm: O | undefined, outlook: X | undefined, policy: RecordPolicy): boolean;
  /** Whose the pair is (spec 5: invitations). */
  authority(orocrm: O | undefined, outlook: X | undefined): Authority;
  objectionToOrocrm(desired: O): Objection | undefined;
  /** `current` undefined: a create; `desired` undefined: a delete. */
  objectionToOutlook(
    current: X | undefined,
    desired: X | undefined,
    policy: RecordPolicy,
  ): Objection | undefined;
}

const noneBeyond: RecordRules<OrocrmRecord, OutlookRecord> = {
  isConsidered: () => true,
  authority: () => 'both',
  objectionToOrocrm: () => undefined,
  objectionToOutlook: () => undefined,
};

const rules = {
  contacts: noneBeyond,
  tasks: noneBeyond,
  calendarEvents: eventRules,
} as const satisfies Record<EntityName, unknown>;

/** The rules of a record type; its stores and this table agree on what its records are. */
export const recordRules = (entity: EntityName): RecordRules<OrocrmRecord, OutlookRecord> => rules[entity];

/** The direction that is left for a record of somebody's; undefined: neither side may be written. */
export function directionFor(direction: Direction, authority: Authority): Direction | undefined {
  switch (authority) {
    case 'both':
      return direction;
    case 'neither':
      return undefined;
    case 'orocrm':
      return writesOutlook(direction) ? 'orocrm-to-outlook' : undefined;
    case 'outlook':
      return writesOrocrm(direction) ? 'outlook-to-orocrm' : undefined;
  }
}
