import { idOf, text, type Entity, type EntityId } from './entity';
import { organizationId, type World } from './world';

/** How far a user's permissions reach: the own records, or those of the whole organization. */
export type AccessLevel = 'user' | 'organization';

/** The user a request acts as. */
export interface Viewer {
  readonly user: Entity;
  readonly organization: EntityId;
  readonly level: AccessLevel;
}

export function isEnabled(user: Entity): boolean {
  return user.attributes['enabled'] === true;
}

export function viewerOf(user: Entity): Viewer {
  const level = user.attributes['accessLevel'] === 'organization' ? 'organization' : 'user';
  return { user, organization: user.toOne['organization'] ?? organizationId, level };
}

/** A user by name, else by e-mail address, as OroCRM's login does. */
export function findUser(world: World, login: string): Entity | undefined {
  const [byName] = world.usersByName.get(login.toLowerCase());
  const [byEmail] = world.usersByEmail.get(login.toLowerCase());
  const id = byName ?? byEmail;
  return id === undefined ? undefined : world.get('users', id);
}

/** A user by id, user name or e-mail address. */
export function userByAnyName(world: World, name: string): Entity | undefined {
  return world.get('users', idOf(name)) ?? findUser(world, name);
}

/** First and last name, as titles show them. */
export function fullName(person: Entity): string {
  return ['namePrefix', 'firstName', 'middleName', 'lastName', 'nameSuffix']
    .map((part) => text(person, part))
    .filter((part) => part !== null && part !== '')
    .join(' ');
}
