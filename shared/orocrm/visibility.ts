import type { OrocrmRecord } from '../records/record';
import type { OrocrmId } from '../records/ids';
import type { Query } from './json-api/client';

/** With the service credential a mailbox sees exactly the records of its user (rules, section 1). */
export function isVisible(record: OrocrmRecord, owner: OrocrmId | undefined): boolean {
  return owner === undefined || record.owner === owner;
}

export const ownerFilter = (owners: readonly OrocrmId[] | undefined): Query =>
  owners === undefined ? {} : { 'filter[owner]': owners.join(',') };
