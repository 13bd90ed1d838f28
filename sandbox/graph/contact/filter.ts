import { extendedPredicate, isPath, textOf, undocumentedFilter } from '../extended/extended-filter';
import { parseFilter, type Filter } from '../odata/filter';
import type { Item } from '../state/items';
import type { ContactValues } from './properties';

type Predicate = (item: Item<ContactValues>) => boolean;

function emailPredicate(condition: Filter, variable: string): Predicate {
  const fits =
    condition.kind === 'compare' &&
    condition.operator === 'eq' &&
    isPath(condition.left, `${variable}/address`);
  if (!fits) throw undocumentedFilter();
  const wanted = textOf(condition.right).toLowerCase();
  return ({ values }) => values.emailAddresses.some(({ address }) => address.toLowerCase() === wanted);
}

/**
 * The contacts that a `$filter` keeps. Only what is documented is understood: by extended property, or by
 * e-mail address (reference: Graph 1.1, 1.2).
 * @throws GraphError 400 ErrorInvalidUrlQueryFilter, or ErrorInvalidExtendedProperty for a bad property id
 */
export function contactPredicate(text: string): Predicate {
  const filter = parseFilter(text);
  if (filter.kind !== 'any') throw undocumentedFilter();
  switch (filter.collection) {
    case 'singleValueExtendedProperties': {
      const holds = extendedPredicate(filter.condition, filter.variable);
      return ({ extended }) => holds(extended);
    }
    case 'emailAddresses':
      return emailPredicate(filter.condition, filter.variable);
    default:
      throw undocumentedFilter();
  }
}
