import type { LinkedResource } from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import { parseOrocrmId, type OrocrmId } from '../../records/ids';

/** By this name a linked resource is ours (DESIGN section 2). */
export const applicationName = 'OroCRM';

export const linkedResource = z.object({
  id: z.string().nullish(),
  applicationName: z.string().nullish(),
  externalId: z.string().nullish(),
});
type Linked = z.output<typeof linkedResource>;

export const isOurs = (resource: Linked): boolean => resource.applicationName === applicationName;

/** The mark of a task: the `externalId` of the first linked resource of ours that has one; '' when none. */
export const markIn = (resources: readonly Linked[]): string =>
  resources.find((resource) => isOurs(resource) && resource.externalId)?.externalId ?? '';

/** The address of a record's page in OroCRM. */
export type RecordPage = (id: OrocrmId) => string;

/** The linked resource that carries a mark, and leads to the record's page from To Do. */
export function linkTo(mark: string, recordPage: RecordPage): LinkedResource {
  const id = parseOrocrmId(mark);
  return {
    applicationName,
    externalId: mark,
    displayName: `Task ${mark}`,
    ...(id === undefined ? {} : { webUrl: recordPage(id) }),
  };
}
