import { UnitOfWork } from '../form/unit-of-work';
import { writeRecord } from '../form/write-record';
import { accessDenied, invalid, MethodRefused, notFound, Refused, requestData } from '../jsonapi/errors';
import { linkage } from '../jsonapi/document';
import { objectKey } from '../jsonapi/included';
import { isList, isObject, type Json, type JsonObject } from '../jsonapi/json';
import { compareKeys, linkedKeys } from '../jsonapi/links';
import { relationshipDocumentErrors } from '../jsonapi/request-document';
import { isVisible, type RelationshipDefinition, type ResourceDefinition } from '../jsonapi/resource';
import type { Entity } from '../model/entity';
import { builderFor, documentOf, type ActionContext, type ApiAnswer } from './context';
import { idFromPath } from './get';
import { answerPage } from './list';
import { pagesOnly } from './pages-only';

/** A relationship of a type. @throws Refused 404 where the type has none of that name */
export function relationshipOf(definition: ResourceDefinition, name: string): RelationshipDefinition {
  const relationship = definition.relationships[name];
  if (relationship === undefined) {
    throw new Refused({ ...invalid('relationship', 'Unsupported subresource.'), status: 404 });
  }
  return relationship;
}

/** Methods of `/relationships/{name}`, in the order in which OroCRM names them. */
export function relationshipMethods({ endpoint, many }: RelationshipDefinition): readonly string[] {
  if (endpoint === 'none') return [];
  if (endpoint === 'read') return ['OPTIONS', 'GET'];
  return many ? ['OPTIONS', 'GET', 'PATCH', 'POST', 'DELETE'] : ['OPTIONS', 'GET', 'PATCH'];
}

function parent(context: ActionContext, definition: ResourceDefinition, id: string): Entity {
  const entity = context.world.get(definition.type, idFromPath(context, definition, id));
  if (entity === undefined) throw notFound('The parent entity does not exist.');
  if (!isVisible(definition, entity, context.viewer, context.world)) {
    throw new Refused(accessDenied('No access to the parent entity.'));
  }
  return entity;
}

/** `GET /api/{type}/{id}/relationships/{name}`: identifiers only. */
export function getRelationship(
  context: ActionContext,
  definition: ResourceDefinition,
  id: string,
  name: string,
): ApiAnswer {
  const { many } = relationshipOf(definition, name);
  const entity = parent(context, definition, id);
  const keys = [...linkedKeys(entity, definition, name, context.world)].sort(compareKeys);
  const own = `${context.apiUrl}/${definition.type}/${id}`;
  const links =
    context.baseUrl === undefined
      ? undefined
      : { self: `${own}/relationships/${name}`, related: `${own}/${name}` };
  return { status: 200, body: documentOf(linkage(keys, many), [], links) };
}

/** `GET /api/{type}/{id}/{name}`: the linked records themselves. */
export function getRelated(
  context: ActionContext,
  definition: ResourceDefinition,
  id: string,
  name: string,
): ApiAnswer {
  const { target, many, mixed } = relationshipOf(definition, name);
  const { world, viewer, catalogue, options } = context;
  const entity = parent(context, definition, id);
  const related = catalogue.of(target);
  const found = [...linkedKeys(entity, definition, name, world)]
    .sort(compareKeys)
    .flatMap((each) => world.get(each.type, each.id) ?? [])
    .filter((each) => isVisible(catalogue.of(each.type), each, viewer, world));
  if (mixed !== undefined) {
    const asked = options.list(context.query, pagesOnly);
    return answerPage(context, found, asked, `${context.apiUrl}/${definition.type}/${id}/${name}`, true);
  }
  if (many) {
    const asked = options.list(context.query, related);
    const kept = found.filter((each) => asked.filters.every(({ test }) => test(each)));
    return answerPage(context, kept, asked, `${context.apiUrl}/${definition.type}/${id}/${name}`);
  }
  const builder = builderFor(context, options.view(context.query));
  const [only] = found;
  const data = only === undefined ? null : builder.primary(only);
  return { status: 200, body: documentOf(data, builder.included, undefined) };
}

function newLinks(
  context: ActionContext,
  definition: ResourceDefinition,
  entity: Entity,
  name: string,
  method: string,
  data: Json,
): Json {
  if (method === 'PATCH' || !isList(data)) return data;
  const sent = data.flatMap((item) => (isObject(item) ? [item] : []));
  const named = new Set(sent.map(objectKey));
  const present = linkedKeys(entity, definition, name, context.world)
    .map(({ type, id }): JsonObject => ({ type, id }))
    .filter((each) => !named.has(objectKey(each)));
  return method === 'DELETE' ? present : [...present, ...sent];
}

/** `PATCH`, `POST`, `DELETE /api/{type}/{id}/relationships/{name}` */
export function changeRelationship(
  context: ActionContext,
  definition: ResourceDefinition,
  place: { readonly id: string; readonly name: string; readonly method: string },
  body: Json | undefined,
): ApiAnswer {
  const relationship = relationshipOf(definition, place.name);
  const methods = relationshipMethods(relationship);
  if (!methods.includes(place.method)) throw new MethodRefused(methods.join(', '));
  if (!isObject(body)) throw new Refused(requestData('The request data should not be empty.'));
  const wrong = relationshipDocumentErrors(body, relationship.many);
  if (wrong.length > 0) throw new Refused(...wrong);
  const { world, catalogue, viewer } = context;
  const entity = parent(context, definition, place.id);
  const data = newLinks(context, definition, entity, place.name, place.method, body['data'] ?? null);
  const unit = new UnitOfWork(world);
  try {
    writeRecord(
      { world, catalogue, viewer, unit },
      {
        type: definition.type,
        data: { type: definition.type, id: entity.id, relationships: { [place.name]: { data } } },
        included: [],
        id: entity.id,
        base: '/data',
        root: undefined,
        known: new Map(),
      },
    );
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    // The body is the relationship itself here, so errors have no place within a record.
    throw new Refused(
      ...error.errors.map(({ status, title, detail }) => ({
        status,
        title,
        ...(detail !== undefined && { detail }),
      })),
    );
  }
  unit.save(viewer);
  return { status: 204 };
}
