import { allowedOnItem, allowedOnList } from './actions/allow';
import type { ActionContext, ApiAnswer } from './actions/context';
import { remove, removeList } from './actions/delete';
import { get, getProfile, load } from './actions/get';
import { answerErrors } from './actions/operation-errors';
import { list } from './actions/list';
import {
  changeRelationship,
  getRelated,
  getRelationship,
  relationshipMethods,
  relationshipOf,
} from './actions/relationships';
import { updateList } from './actions/update-list';
import { create, update } from './actions/write';
import type { BatchQueue } from './batch/queue';
import { extraFields } from './form/messages';
import { invalid, MethodRefused, Refused } from './jsonapi/errors';
import { isObject, type Json } from './jsonapi/json';
import type { ResourceDefinition } from './jsonapi/resource';

/** A request below the prefix, after its caller is known. */
export interface ApiRequest {
  readonly method: string;
  /** Path below the prefix, cut at its slashes and decoded. */
  readonly segments: readonly string[];
  /** The parsed body; undefined where there is none. */
  readonly document: Json | undefined;
  readonly body: Buffer;
  /** `X-Mode` */
  readonly mode: string | undefined;
}

function definitionOf(context: Pick<ActionContext, 'catalogue'>, type: string): ResourceDefinition {
  const definition = context.catalogue.find(type);
  if (definition !== undefined) return definition;
  throw new Refused({ ...invalid('entity type', `Unknown entity type: ${type}.`), status: 404 });
}

/** Methods that an address has, for `Allow`. @throws Refused 404 */
export function allowedMethods(
  context: Pick<ActionContext, 'catalogue'>,
  segments: readonly string[],
): readonly string[] {
  const [type = '', id, third, fourth] = segments;
  if (type === 'userprofile' && id === undefined) return ['OPTIONS', 'GET'];
  const definition = definitionOf(context, type);
  if (id === undefined) return allowedOnList(definition);
  if (third === undefined) return allowedOnItem(definition);
  if (third === 'relationships' && fourth !== undefined)
    return relationshipMethods(relationshipOf(definition, fourth));
  if (definition.type === 'asyncoperations' && third === 'errors') return ['OPTIONS', 'GET'];
  return relationshipMethods(relationshipOf(definition, third)).filter(
    (method) => method === 'OPTIONS' || method === 'GET',
  );
}

/** Writes in the plain format are not simulated: they fail as the fields of a JSON:API body would there. */
function refusePlainWrite(context: ActionContext, request: ApiRequest): void {
  if (context.format === 'jsonapi' || !['POST', 'PATCH'].includes(request.method)) return;
  throw new Refused(extraFields(isObject(request.document) ? Object.keys(request.document) : []));
}

/** Serves one request of the JSON:API. @throws Refused, MethodRefused */
export async function serve(
  context: ActionContext,
  request: ApiRequest,
  queue: BatchQueue,
): Promise<ApiAnswer> {
  const { method, segments, document } = request;
  const allowed = allowedMethods(context, segments);
  if (allowed.length === 0)
    throw new Refused({ ...invalid('relationship', 'Unsupported subresource.'), status: 404 });
  if (!allowed.includes(method)) throw new MethodRefused(allowed.join(', '));
  refusePlainWrite(context, request);
  const [type = '', id, third, fourth] = segments;
  if (type === 'userprofile') return getProfile(context);
  const definition = definitionOf(context, type);
  if (id === undefined) {
    switch (method) {
      case 'POST':
        return create(context, definition, document);
      case 'PATCH':
        return updateList(context, definition, request.body, request.mode, queue);
      case 'DELETE':
        return removeList(context, definition);
      default:
        return list(context, definition);
    }
  }
  if (third === undefined) {
    switch (method) {
      case 'PATCH':
        return update(context, definition, id, document);
      case 'DELETE':
        return remove(context, definition, id);
      default:
        return get(context, definition, id);
    }
  }
  if (definition.type === 'asyncoperations') return answerErrors(context, load(context, definition, id));
  if (third !== 'relationships' || fourth === undefined) return getRelated(context, definition, id, third);
  if (method === 'GET') return getRelationship(context, definition, id, fourth);
  return changeRelationship(context, definition, { id, name: fourth, method }, document);
}
