import { undocumentedFilter, isPath, textOf } from '../extended/extended-filter';
import { parseFilter } from '../odata/filter';
import type { Item } from '../state/items';
import { STATUSES, type TaskValues } from './properties';

/**
 * The tasks that a `$filter` keeps: by status, which clients of To Do are known to use. Nothing is documented, and
 * combined conditions are known to be answered wrongly, so the rest is refused; linked resources above all
 * (reference: Graph 3).
 * @throws GraphError 400 ErrorInvalidUrlQueryFilter
 */
export function taskPredicate(text: string): (item: Item<TaskValues>) => boolean {
  const filter = parseFilter(text);
  if (filter.kind !== 'compare' || !isPath(filter.left, 'status')) throw undocumentedFilter();
  const status = STATUSES.find((candidate) => candidate === textOf(filter.right));
  if (status === undefined || (filter.operator !== 'eq' && filter.operator !== 'ne'))
    throw undocumentedFilter();
  const wanted = filter.operator === 'eq';
  return ({ values }) => (values.status === status) === wanted;
}
