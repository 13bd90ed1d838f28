import type { EntityName } from '../../../shared/records/record';
import type { Person } from '../person';
import type { Sandbox } from '../sandbox';

export interface OrocrmSide {
  readonly id: string;
  readonly name: string;
  readonly detail: number;
}

export interface OutlookSide extends OrocrmSide {
  /** The OroCRM id that it carries, or ''. */
  readonly mark: string;
}

/**
 * One record type as people work on it, for scenarios that are the same for all: a record has a name, which is its
 * key, and a detail from 0 to 9 that is not.
 */
export interface Desk {
  readonly entity: EntityName;
  /** What the installation must be told first. */
  prepare?(sandbox: Sandbox): Promise<void>;
  /** Writes that a create of one record takes, and an update of its detail. */
  addOrocrm(person: Person, name: string, detail: number): Promise<string>;
  editOrocrm(person: Person, id: string, detail: number): Promise<void>;
  deleteOrocrm(person: Person, id: string): Promise<void>;
  orocrm(person: Person): Promise<readonly OrocrmSide[]>;
  addOutlook(person: Person, name: string, detail: number, mark?: string): Promise<string>;
  editOutlook(person: Person, id: string, detail: number): Promise<void>;
  deleteOutlook(person: Person, id: string): Promise<void>;
  /** What is live. */
  outlook(person: Person): Promise<readonly OutlookSide[]>;
}
