import { idOf, type Entity, type EntityType } from '../model/entity';

/** Dictionaries that OroCRM fills at installation, as `id: label`. */
const shipped: Partial<Record<EntityType, Readonly<Record<string, string>>>> = {
  addresstypes: { billing: 'Billing', shipping: 'Shipping' },
  contactsources: { call: 'Call', tv: 'TV', website: 'Website', other: 'Other' },
  contactmethods: { fax: 'Fax', phone: 'Phone', email: 'Email' },
  userauthstatuses: { active: 'Active', reset: 'Reset' },
  taskpriorities: { low: 'Low', normal: 'Normal', high: 'High' },
  taskstatuses: { open: 'Open', in_progress: 'In Progress', closed: 'Closed' },
};

function attributesOf(type: string, id: string, label: string, index: number): Entity['attributes'] {
  switch (type) {
    case 'userauthstatuses':
      return { name: label, priority: 1, default: id === 'active' };
    case 'taskstatuses':
      return { name: label, priority: index + 1, default: id === 'open' };
    case 'taskpriorities':
      return { label, order: index + 1 };
    default:
      return { label };
  }
}

export function dictionaryEntities(): Entity[] {
  return Object.entries(shipped).flatMap(([type, values]) =>
    Object.entries(values).map(([id, label], index): Entity => ({
      type: type as EntityType,
      id: idOf(id),
      attributes: attributesOf(type, id, label, index),
      toOne: {},
      toMany: {},
    })),
  );
}
