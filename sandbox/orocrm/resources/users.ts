import { everything, type ResourceDefinition } from '../jsonapi/resource';
import { fullName } from '../model/users';
import { attribute, byAttribute, byId, byLink, items, serverSet, string, toMany, toOne } from './fields';
import type { ResourceOptions } from './options';

/** `users` (reference section 4). */
export function users(options: ResourceOptions): ResourceDefinition {
  const { externalIds } = options.capabilities;
  return {
    type: 'users',
    integerId: true,
    attributes: {
      phone: string(),
      title: string(),
      googleId: string(),
      username: string({ required: true, max: 255 }),
      email: string({ required: true, max: 255, email: true }),
      namePrefix: string(),
      firstName: string({ required: true, max: 255 }),
      middleName: string(),
      lastName: string({ required: true, max: 255 }),
      nameSuffix: string(),
      birthday: attribute('date'),
      enabled: attribute('boolean', { initial: false }),
      lastLogin: serverSet('datetime'),
      createdAt: serverSet('datetime'),
      updatedAt: serverSet('datetime'),
      loginCount: serverSet('integer', 0),
      passwordRequestedAt: serverSet('datetime'),
      passwordChangedAt: serverSet('datetime'),
      emails: items('email'),
      password: string({ write: 'create', output: false }),
      ...(externalIds && { externalId: string({ max: 36 }) }),
      ...options.customFields('users'),
    },
    relationships: {
      groups: toMany('usergroups'),
      owner: toOne('businessunits'),
      businessUnits: toMany('businessunits'),
      organizations: toMany('organizations'),
      userRoles: toMany('userroles'),
      organization: toOne('organizations'),
      avatar: toOne('files'),
      auth_status: toOne('userauthstatuses'),
    },
    filters: {
      id: byId('integer'),
      username: byAttribute('username'),
      email: byAttribute('email'),
      firstName: byAttribute('firstName'),
      ...(externalIds && { externalId: byAttribute('externalId', 'string', true) }),
      groups: byLink('groups'),
      owner: byLink('owner'),
      businessUnits: byLink('businessUnits'),
      organizations: byLink('organizations'),
      userRoles: byLink('userRoles'),
      organization: byLink('organization'),
      auth_status: byLink('auth_status', 'string', true),
    },
    sorters: ['id', 'username', 'email', 'firstName', 'owner', 'organization'].concat(
      externalIds ? ['externalId'] : [],
    ),
    actions: everything,
    writable: (viewer, user) => viewer.level === 'organization' || user?.id === viewer.user.id,
    title: fullName,
  };
}
