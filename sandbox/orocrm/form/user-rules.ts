import { hashed } from '../auth/credentials';
import type { ApiError } from '../jsonapi/errors';
import { idOf } from '../model/entity';
import { businessUnitId, organizationId, userRoleId, type World } from '../model/world';
import { externalIdErrors } from './contact-rules';
import type { Draft } from './draft';
import { emailTaken, usernameTaken, weakPassword } from './messages';
import { lengthOf } from './texts';
import type { UnitOfWork } from './unit-of-work';

/** What a new user has unless the request says otherwise. */
export function completeUser(user: Draft): void {
  user.toOne['owner'] ??= businessUnitId;
  user.toOne['organization'] ??= organizationId;
  user.toOne['auth_status'] ??= idOf('active');
  user.toMany['organizations'] ??= [organizationId];
  user.toMany['businessUnits'] ??= [user.toOne['owner']];
  user.toMany['userRoles'] ??= [userRoleId];
}

/** Takes the password out of the form: kept as a digest, never answered. */
export function takePassword(user: Draft, pointer: string): ApiError[] {
  const password = user.attributes['password'];
  if (!user.submitted.has('password') || typeof password !== 'string') {
    if (user.submitted.has('password')) delete user.attributes['password'];
    return [];
  }
  user.attributes['password'] = hashed(password);
  return lengthOf(password) < 8 ? [weakPassword(pointer)] : [];
}

/** User names and e-mail addresses are unique; upper and lower case differ unless the setting says otherwise. */
export function userErrors(user: Draft, unit: UnitOfWork, world: World, base: string): ApiError[] {
  const { username, email } = user.attributes;
  const sameEmail = (other: unknown): boolean =>
    typeof email === 'string' &&
    typeof other === 'string' &&
    (world.settings.caseInsensitiveEmails ? other.toLowerCase() === email.toLowerCase() : other === email);
  const others = world
    .table('users')
    .inOrder()
    .filter(({ id }) => id !== user.id);
  return [
    ...(others.some((other) => other.attributes['username'] === username && typeof username === 'string')
      ? [usernameTaken(`${base}/attributes/username`)]
      : []),
    ...(others.some((other) => sameEmail(other.attributes['email']))
      ? [emailTaken(`${base}/attributes/email`)]
      : []),
    ...externalIdErrors(user, unit, world),
  ];
}
