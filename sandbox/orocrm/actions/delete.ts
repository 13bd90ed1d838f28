import { UnitOfWork } from '../form/unit-of-work';
import { accessDenied, Refused } from '../jsonapi/errors';
import type { ResourceDefinition } from '../jsonapi/resource';
import { select } from '../jsonapi/select';
import type { ActionContext, ApiAnswer } from './context';
import { load } from './get';

/** Records that one request deletes, at most (`max_delete_entities`); the rest stays, without a word. */
const maxDeletes = 100;

/** `DELETE /api/{type}/{id}`: for good, with everything that hangs on the record. */
export function remove(context: ActionContext, definition: ResourceDefinition, id: string): ApiAnswer {
  const entity = load(context, definition, id);
  if (definition.writable?.(context.viewer, entity) === false) {
    throw new Refused(accessDenied('No access by "DELETE" permission to the entity.'));
  }
  const unit = new UnitOfWork(context.world);
  unit.delete(entity.type, entity.id);
  unit.save(context.viewer);
  return { status: 204 };
}

/** `DELETE /api/{type}?filter[…]` */
export function removeList(context: ActionContext, definition: ResourceDefinition): ApiAnswer {
  const { world, viewer, wanted } = context;
  const filters = context.options.deletion(context.query, definition);
  const found = select(world, definition, viewer, filters, []).filter(
    (entity) => definition.writable?.(viewer, entity) !== false,
  );
  const doomed = found.slice(0, maxDeletes);
  const unit = new UnitOfWork(world);
  for (const { type, id } of doomed) unit.delete(type, id);
  unit.save(viewer);
  return {
    status: 204,
    headers: {
      ...(wanted.has('totalCount') && { 'X-Include-Total-Count': String(found.length) }),
      ...(wanted.has('deletedCount') && { 'X-Include-Deleted-Count': String(doomed.length) }),
    },
  };
}
