import { accessDenied, invalid, notFound, Refused } from '../jsonapi/errors';
import { isVisible, type ResourceDefinition } from '../jsonapi/resource';
import { idOf, type Entity } from '../model/entity';
import { builderFor, documentOf, type ActionContext, type ApiAnswer } from './context';

/** An id from the address; `mine` is the current user. @throws Refused where the type has numeric ids */
export function idFromPath(context: ActionContext, definition: ResourceDefinition, id: string): Entity['id'] {
  if (definition.type === 'users' && id === 'mine') return context.viewer.user.id;
  if (definition.integerId && !/^-?\d+$/.test(id)) {
    throw new Refused(invalid('entity identifier', `Expected integer value. Given "${id}".`));
  }
  return idOf(id);
}

/** The record of an id. @throws Refused 404 where there is none, 403 where it is there but hidden */
export function load(context: ActionContext, definition: ResourceDefinition, id: string): Entity {
  const entity = context.world.get(definition.type, idFromPath(context, definition, id));
  if (entity === undefined) throw notFound();
  if (!isVisible(definition, entity, context.viewer, context.world)) throw new Refused(accessDenied());
  return entity;
}

/** `GET /api/{type}/{id}` */
export function get(context: ActionContext, definition: ResourceDefinition, id: string): ApiAnswer {
  const view = context.options.view(context.query);
  const builder = builderFor(context, view);
  const data = builder.primary(load(context, definition, id));
  const links = listLink(context, definition);
  return { status: 200, body: documentOf(data, builder.included, links) };
}

/** `GET /api/userprofile`: the user of the token, under another type name. */
export function getProfile(context: ActionContext): ApiAnswer {
  const view = context.options.view(context.query);
  const builder = builderFor(context, view);
  const alias = { type: 'userprofile', self: '/userprofile' };
  return {
    status: 200,
    body: documentOf(builder.primary(context.viewer.user, alias), builder.included, undefined),
  };
}

export function listLink(
  context: ActionContext,
  definition: ResourceDefinition,
): Readonly<Record<string, string>> | undefined {
  if (context.baseUrl === undefined || !definition.actions.has('list')) return undefined;
  return { self: `${context.baseUrl}/${definition.type}` };
}
