import { everything, type ResourceDefinition } from '../jsonapi/resource';
import { text } from '../model/entity';
import { byAttribute, byId, byLink, longText, serverSet, string, toOne } from './fields';

/** `accounts`, as far as contacts refer to them. */
export function accounts(): ResourceDefinition {
  return {
    type: 'accounts',
    integerId: true,
    attributes: {
      name: string({ required: true, max: 255 }),
      description: longText(),
      createdAt: serverSet('datetime'),
      updatedAt: serverSet('datetime'),
    },
    relationships: {
      owner: toOne('users'),
      organization: toOne('organizations'),
      defaultContact: toOne('contacts'),
    },
    filters: { id: byId('integer'), name: byAttribute('name'), owner: byLink('owner') },
    sorters: ['id', 'name', 'owner'],
    actions: everything,
    title: (account) => text(account, 'name') ?? '',
  };
}
