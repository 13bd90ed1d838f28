import { idOf, type Entity, type EntityType } from '../model/entity';

/** Dictionaries that OroCRM fills at installation, as `id: label`. */
const shipped: Partial<Record<EntityType, Readonly<Record<string, string>>>> = {
  addresstypes: { billing: 'Billing', shipping: 'Shipping' },
  contactsources: { call: 'Call', tv: 'TV', website: 'Website', other: 'Other' },
  contactmethods: { fax: 'Fax', phone: 'Phone', email: 'Email' },
  userauthstatuses: { active: 'Active', reset: 'Reset' },
};

export function dictionaryEntities(): Entity[] {
  return Object.entries(shipped).flatMap(([type, values]) =>
    Object.entries(values).map(([id, label]): Entity => ({
      type: type as EntityType,
      id: idOf(id),
      attributes:
        type === 'userauthstatuses' ? { name: label, priority: 1, default: id === 'active' } : { label },
      toOne: {},
      toMany: {},
    })),
  );
}
