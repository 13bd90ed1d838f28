import { everything, ownedVisible, type Action, type ResourceDefinition } from '../jsonapi/resource';
import { text } from '../model/entity';
import { attribute, byAttribute, byId, byLink, serverSet, string, toMany, toOne } from './fields';
import type { ResourceOptions } from './options';

const name = (): ReturnType<typeof string> => string({ max: 255 });

/** `contactaddresses` (reference section 1.4). There is no filter on their `updatedAt`: no index has it. */
export function contactAddresses(options: ResourceOptions): ResourceDefinition {
  return {
    type: 'contactaddresses',
    integerId: true,
    attributes: {
      primary: attribute('boolean', { initial: false }),
      label: name(),
      street: string({ max: 500 }),
      street2: string({ max: 500 }),
      city: name(),
      postalCode: name(),
      organization: name(),
      namePrefix: name(),
      firstName: name(),
      middleName: name(),
      lastName: name(),
      nameSuffix: name(),
      createdAt: serverSet('datetime'),
      updatedAt: serverSet('datetime'),
      customRegion: name(),
      ...options.customFields('contactaddresses'),
    },
    relationships: {
      owner: toOne('contacts', { write: 'create', required: true, endpoint: 'read' }),
      types: toMany('addresstypes'),
      country: toOne('countries', { required: true }),
      region: toOne('regions'),
    },
    filters: {
      id: byId('integer'),
      customRegion: byAttribute('customRegion'),
      owner: byLink('owner'),
      types: byLink('types', 'string'),
      country: byLink('country', 'string'),
      region: byLink('region', 'string'),
    },
    sorters: ['id', 'owner', 'types', 'country', 'region'],
    actions: new Set<Action>([...everything, 'updateList']),
    // OroCRM has no permissions of its own on this type; a simulator that showed strangers' addresses would be
    // friendlier than a client may count on.
    visible: (address, viewer, world) => {
      const owner = address.toOne['owner'];
      const contact = owner === undefined || owner === null ? undefined : world.get('contacts', owner);
      return contact === undefined || ownedVisible(contact, viewer);
    },
    title: (address) =>
      ['street', 'street2', 'postalCode', 'city']
        .map((part) => text(address, part) ?? '')
        .filter((part) => part !== '')
        .join(' '),
  };
}
