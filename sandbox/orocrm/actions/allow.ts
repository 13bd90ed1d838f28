import type { Action, ResourceDefinition } from '../jsonapi/resource';

const listMethods: readonly (readonly [string, Action])[] = [
  ['GET', 'list'],
  ['PATCH', 'updateList'],
  ['POST', 'create'],
  ['DELETE', 'deleteList'],
];
const itemMethods: readonly (readonly [string, Action])[] = [
  ['GET', 'get'],
  ['PATCH', 'update'],
  ['DELETE', 'delete'],
];

function methods(definition: ResourceDefinition, table: typeof listMethods): readonly string[] {
  const allowed = table.filter(([, action]) => definition.actions.has(action)).map(([method]) => method);
  return allowed.length === 0 ? [] : ['OPTIONS', ...allowed];
}

/** Methods of `/api/{type}`; none: the address does not exist for the type. */
export const allowedOnList = (definition: ResourceDefinition): readonly string[] =>
  methods(definition, listMethods);

/** Methods of `/api/{type}/{id}` */
export const allowedOnItem = (definition: ResourceDefinition): readonly string[] =>
  methods(definition, itemMethods);
