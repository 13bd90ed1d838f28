import { everything, type Action, type ResourceDefinition } from '../jsonapi/resource';
import { compareIds, type Entity, type EntityId } from '../model/entity';
import { fullName } from '../model/users';
import type { World } from '../model/world';
import {
  attribute,
  byAttribute,
  byId,
  byItems,
  byLink,
  items,
  longText,
  serverSet,
  string,
  toMany,
  toOne,
} from './fields';
import type { ResourceOptions } from './options';

function addressesOf(contact: Entity, world: World): readonly EntityId[] {
  return [...world.addressesByContact.get(contact.id)].sort(compareIds);
}

const associations = {
  source: 'string',
  method: 'string',
  owner: 'integer',
  assignedTo: 'integer',
  reportsTo: 'integer',
  addresses: 'integer',
  groups: 'integer',
  accounts: 'integer',
  createdBy: 'integer',
  updatedBy: 'integer',
  organization: 'integer',
  defaultInAccounts: 'integer',
} as const;

/** `contacts` (reference sections 1.1 to 1.3 and 1.6). */
export function contacts(options: ResourceOptions): ResourceDefinition {
  const social = (): ReturnType<typeof string> => string({ max: 255 });
  const { externalIds } = options.capabilities;
  return {
    type: 'contacts',
    integerId: true,
    owned: true,
    attributes: {
      lastContactedDate: serverSet('datetime'),
      lastContactedDateIn: serverSet('datetime'),
      lastContactedDateOut: serverSet('datetime'),
      timesContacted: serverSet('integer'),
      timesContactedIn: serverSet('integer'),
      timesContactedOut: serverSet('integer'),
      namePrefix: string(),
      firstName: string({ max: 100 }),
      middleName: string(),
      lastName: string({ max: 100 }),
      nameSuffix: string(),
      gender: string({ choices: ['male', 'female'] }),
      birthday: attribute('date'),
      description: longText(),
      jobTitle: string(),
      fax: string(),
      skype: social(),
      twitter: social(),
      facebook: social(),
      googlePlus: social(),
      linkedIn: social(),
      createdAt: serverSet('datetime'),
      updatedAt: serverSet('datetime'),
      primaryEmail: string({ email: true }),
      primaryPhone: string(),
      emails: items('email'),
      phones: items('phone'),
      ...(externalIds && { externalId: string({ max: 36 }) }),
      ...options.customFields('contacts'),
    },
    relationships: {
      source: toOne('contactsources'),
      method: toOne('contactmethods'),
      owner: toOne('users', { required: true }),
      assignedTo: toOne('users'),
      reportsTo: toOne('contacts'),
      addresses: toMany('contactaddresses', { endpoint: 'read', inverse: addressesOf }),
      groups: toMany('contactgroups'),
      accounts: toMany('accounts'),
      createdBy: toOne('users'),
      updatedBy: toOne('users'),
      organization: toOne('organizations'),
      defaultInAccounts: toMany('accounts'),
      picture: toOne('files'),
    },
    filters: {
      id: byId('integer'),
      firstName: byAttribute('firstName'),
      lastName: byAttribute('lastName'),
      updatedAt: byAttribute('updatedAt', 'datetime'),
      emails: byItems('emails', 'email'),
      phones: byItems('phones', 'phone'),
      primaryEmail: byAttribute('primaryEmail'),
      primaryPhone: byAttribute('primaryPhone'),
      ...(externalIds && { externalId: byAttribute('externalId', 'string', true) }),
      ...Object.fromEntries(Object.entries(associations).map(([name, kind]) => [name, byLink(name, kind)])),
    },
    sorters: [
      'id',
      'firstName',
      'lastName',
      'updatedAt',
      'emails',
      'phones',
      ...Object.keys(associations),
    ].concat(externalIds ? ['externalId'] : []),
    actions: new Set<Action>([...everything, 'updateList']),
    title: fullName,
  };
}
