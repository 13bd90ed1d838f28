import { changed, text, type Entity, type EntityId } from '../model/entity';
import type { Viewer } from '../model/users';
import type { World } from '../model/world';
import type { ApiError } from '../jsonapi/errors';
import { isList, isObject, textOf, type Json, type JsonObject } from '../jsonapi/json';

export type OperationStatus = 'new' | 'running' | 'success' | 'failed';

/** How far an operation has come (reference section 6.4). */
export interface Summary {
  readonly readCount: number;
  readonly writeCount: number;
  readonly errorCount: number;
  readonly createCount: number;
  readonly updateCount: number;
  readonly aggregateTime: number;
}

/** An error with the number of the chunk it came up in, counted from one. */
export interface ChunkError {
  readonly chunk: number;
  readonly error: ApiError;
}

/** Starts an operation; it is kept 30 days at least, which no sandbox outlives. */
export function startOperation(world: World, viewer: Viewer, entityType: string): Entity {
  const now = world.clock.stamp();
  const operation: Entity = {
    type: 'asyncoperations',
    id: world.nextId('asyncoperations'),
    attributes: {
      entityType,
      status: 'new',
      progress: null,
      createdAt: now,
      updatedAt: now,
      summary: null,
      errors: [],
    },
    toOne: { owner: viewer.user.id, organization: viewer.organization },
    toMany: {},
  };
  world.table('asyncoperations').put(operation);
  return operation;
}

/** Moves an operation on; unknown ids are passed over, for a reset may have come between. */
export function moveOperation(
  world: World,
  id: EntityId,
  status: OperationStatus,
  outcome?: { readonly summary: Summary; readonly errors: readonly ChunkError[] },
): void {
  const operation = world.get('asyncoperations', id);
  if (operation === undefined) return;
  const attributes: Record<string, Json> = { status, updatedAt: world.clock.stamp() };
  if (outcome !== undefined) {
    attributes['summary'] = { ...outcome.summary };
    attributes['progress'] = 1;
    attributes['errors'] = storedErrors(id, outcome.errors);
  }
  world.table('asyncoperations').put(changed(operation, { attributes }));
}

/** Error ids are operation, chunk and a running number that starts anew, one higher, for each chunk with errors. */
function storedErrors(id: EntityId, errors: readonly ChunkError[]): Json[] {
  const chunks = [...new Set(errors.map(({ chunk }) => chunk))].sort((a, b) => a - b);
  return chunks.flatMap((chunk, chunkIndex) =>
    errors
      .filter((each) => each.chunk === chunk)
      .map(({ error }, index): JsonObject => {
        const place: Record<string, Json> = {
          ...(error.pointer !== undefined && { pointer: error.pointer }),
          ...(error.parameter !== undefined && { parameter: error.parameter }),
        };
        return {
          id: `${id}-${chunk}-${chunkIndex + 1 + index}`,
          status: error.status,
          title: error.title,
          detail: error.detail ?? null,
          source: Object.keys(place).length > 0 ? place : null,
        };
      }),
  );
}

/** The errors of an operation as resource objects. */
export function operationErrors(operation: Entity): JsonObject[] {
  const errors = operation.attributes['errors'];
  if (!isList(errors)) return [];
  return errors.filter(isObject).map(({ id, ...attributes }) => ({
    type: 'asyncoperationerrors',
    id: textOf(id),
    attributes,
  }));
}

export function statusOf(world: World, id: EntityId): OperationStatus | undefined {
  const operation = world.get('asyncoperations', id);
  return operation === undefined ? undefined : (text(operation, 'status') as OperationStatus);
}
