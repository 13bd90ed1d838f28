import type { SimulatedOrocrm } from '../../orocrm/start';
import { textsOf } from './attributes';
import type { Resource } from './document';
import { FreeIds } from './free-ids';

/** Adds the users. @returns the id that each of them has now, by its id in the documents */
export function addUsers(resources: readonly Resource[], orocrm: SimulatedOrocrm): Map<string, string> {
  const ids = new Map<string, string>();
  for (const resource of resources) {
    const { username, email, firstName, lastName, ...rest } = textsOf(resource, [
      ...(['username', 'email', 'firstName', 'lastName'] as const),
      ...(['middleName', 'namePrefix', 'nameSuffix', 'phone', 'title'] as const),
    ]);
    const name = username ?? email ?? `user-${resource.id}`;
    const present = orocrm.people.users();
    const same = present.find((user) => user['username'] === name || user['email'] === (email ?? name));
    if (same !== undefined) {
      ids.set(resource.id, same.id);
      continue;
    }
    const added = orocrm.addUser({
      ...rest,
      ...new FreeIds(present.map(({ id }) => id)).take(resource.id),
      username: name,
      ...(email ? { email } : {}),
      ...(firstName ? { firstName } : {}),
      ...(lastName ? { lastName } : {}),
      enabled: resource.attributes['enabled'] !== false,
    });
    ids.set(resource.id, added.id);
  }
  return ids;
}
