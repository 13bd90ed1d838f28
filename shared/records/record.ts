import type { FolderId, OrocrmId, OutlookId } from './ids';

export const entityNames = ['contacts', 'tasks', 'calendarEvents'] as const;
export type EntityName = (typeof entityNames)[number];

export const sides = ['orocrm', 'outlook'] as const;
export type Side = (typeof sides)[number];

/** What every OroCRM record has, whatever its type. Texts are never null: '' means none. */
export interface OrocrmRecord {
  readonly id: OrocrmId;
  /** `updatedAt`: whole seconds, UTC, as sent by OroCRM. */
  readonly version: string;
  readonly createdAt: string;
  readonly owner: OrocrmId | '';
}

/** What every Outlook item has, whatever its type. */
export interface OutlookRecord {
  readonly id: OutlookId;
  /** The item's etag. */
  readonly version: string;
  readonly createdAt: string;
  /** The OroCRM_id that the item carries, as found; '' when none. */
  readonly mark: string;
  readonly folder: FolderId | '';
}
