import { UnitOfWork } from '../form/unit-of-work';
import { writeRecord, type Written } from '../form/write-record';
import { Refused, requestData } from '../jsonapi/errors';
import { dependencyErrors, includedObjects } from '../jsonapi/included';
import { isEmpty, isObject, type Json, type JsonObject } from '../jsonapi/json';
import { readMeta, unsupportedFlag, upsertRefused } from '../jsonapi/meta-flags';
import type { ViewOptions } from '../jsonapi/read-options';
import { documentErrors } from '../jsonapi/request-document';
import type { ResourceDefinition } from '../jsonapi/resource';
import type { EntityId } from '../model/entity';
import { builderFor, documentOf, type ActionContext, type ApiAnswer } from './context';
import { idFromPath, listLink } from './get';

/** The document of a write request. @throws Refused where it is empty or wrong in its structure */
function checkedDocument(
  body: Json | undefined,
  definition: ResourceDefinition,
  id: string | undefined,
): JsonObject {
  if (!isObject(body) || isEmpty(body))
    throw new Refused(requestData('The request data should not be empty.'));
  const errors = documentErrors(body, definition.type, id);
  if (errors.length > 0) throw new Refused(...errors);
  return body;
}

function primaryOf(document: JsonObject): JsonObject {
  return isObject(document['data']) ? document['data'] : {};
}

/** Refuses flags that single writes do not take (reference sections 6.4 and 6.5). */
function checkFlags(context: ActionContext, primary: JsonObject, creating: boolean): void {
  const flags = readMeta(primary, '/meta', context.world.capabilities.validateFlag);
  if (flags.errors.length > 0) throw new Refused(...flags.errors);
  if (flags.validate) throw new Refused(unsupportedFlag('validate', '/meta'));
  if (flags.update && creating) throw new Refused(unsupportedFlag('update', '/meta'));
  if (flags.upsert === false) return;
  throw new Refused(creating ? upsertRefused(flags.upsert, '/meta') : unsupportedFlag('upsert', '/meta'));
}

function write(
  context: ActionContext,
  definition: ResourceDefinition,
  document: JsonObject,
  id: EntityId | undefined,
): Written {
  const data = primaryOf(document);
  const included = includedObjects(document);
  const unlinked = dependencyErrors(data, included);
  if (unlinked.length > 0) throw new Refused(...unlinked);
  checkFlags(context, data, id === undefined);
  const { world, catalogue, viewer } = context;
  const unit = new UnitOfWork(world);
  const written = writeRecord(
    { world, catalogue, viewer, unit },
    {
      type: definition.type,
      data,
      included: included.map((object, index) => ({ object, pointer: `/included/${index}` })),
      id,
      base: '/data',
      root: undefined,
      known: new Map(),
    },
  );
  unit.save(viewer);
  return written;
}

/** The written record, followed by what was included with it; each of those with the id the client gave it. */
function answer(
  context: ActionContext,
  definition: ResourceDefinition,
  view: ViewOptions,
  written: Written,
): ApiAnswer {
  const { world } = context;
  const builder = builderFor(context, view);
  const entity = world.get(definition.type, written.id);
  const data = entity === undefined ? null : builder.primary(entity);
  const own = written.included.flatMap(({ type, id, includeId }): JsonObject[] => {
    const linked = world.get(type, id);
    if (linked === undefined) return [];
    const object = builder.object(linked);
    const meta = isObject(object['meta']) ? object['meta'] : {};
    return [{ ...object, meta: { ...meta, includeId } }];
  });
  const others = builder.included.filter(
    ({ type, id }) => !own.some((object) => object['type'] === type && object['id'] === id),
  );
  return {
    status: written.created ? 201 : 200,
    headers: written.created ? { Location: `${context.apiUrl}/${definition.type}/${written.id}` } : {},
    body: documentOf(data, [...own, ...others], listLink(context, definition)),
  };
}

/** `POST /api/{type}` */
export function create(
  context: ActionContext,
  definition: ResourceDefinition,
  body: Json | undefined,
): ApiAnswer {
  const view = context.options.view(context.query);
  const document = checkedDocument(body, definition, undefined);
  return answer(context, definition, view, write(context, definition, document, undefined));
}

/** `PATCH /api/{type}/{id}`: fields that are left out stay as they are. */
export function update(
  context: ActionContext,
  definition: ResourceDefinition,
  id: string,
  body: Json | undefined,
): ApiAnswer {
  const view = context.options.view(context.query);
  const document = checkedDocument(body, definition, id);
  const written = write(context, definition, document, idFromPath(context, definition, id));
  return answer(context, definition, view, written);
}
