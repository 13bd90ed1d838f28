import { setTimeout as sleep } from 'node:timers/promises';
import { readBatch, type BatchDocument } from '../batch/items';
import { moveOperation, startOperation } from '../batch/operations';
import type { BatchQueue } from '../batch/queue';
import { runAsynchronous, runSynchronous, type WrittenItem } from '../batch/run-batch';
import { invalid, Refused, requestData, type ApiError } from '../jsonapi/errors';
import { isObject, parseJson, type JsonObject } from '../jsonapi/json';
import type { ResourceDefinition } from '../jsonapi/resource';
import type { EntityId } from '../model/entity';
import { builderFor, documentOf, type ActionContext, type ApiAnswer } from './context';

/** Limits of a synchronous batch (`sync_processing_limit`, `sync_processing_included_data_limit`). */
const syncLimit = 100;
const syncIncludedLimit = 50;
const wholeView = { fields: new Map(), include: [], titles: false } as const;

type Outcome = { readonly items: readonly WrittenItem[] } | { readonly errors: readonly ApiError[] };

function isSynchronous(context: ActionContext, mode: string | undefined): boolean {
  if (!context.world.capabilities.syncBatch || mode === undefined || mode === '') return false;
  if (mode === 'sync' || mode === 'async') return mode === 'sync';
  throw new Refused({
    status: 400,
    title: 'invalid header value exception',
    detail: 'The accepted values for the "X-Mode" are "sync" or "async".',
  });
}

function limitErrors(document: BatchDocument): ApiError[] {
  const over = (section: string, records: string, limit: number): ApiError =>
    requestData(
      `The data limit for the synchronous operation exceeded${section}. The maximum number of ${records} that can be processed by the synchronous operation is ${limit}.`,
    );
  return [
    ...(document.data.length > syncLimit ? [over('', 'records', syncLimit)] : []),
    ...(document.included.length > syncIncludedLimit
      ? [over(' for the section "included"', 'included records', syncIncludedLimit)]
      : []),
  ];
}

/** The body is read by the queue, not by the request: what is no JSON is an error of the operation. */
function readBody(body: Buffer): BatchDocument {
  try {
    return readBatch(parseJson(body.toString('utf8')));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Refused(invalid('request data', `Failed to parse the data file. ${error.message}.`));
  }
}

function synchronous(context: ActionContext, definition: ResourceDefinition, body: Buffer): Outcome {
  try {
    const document = readBody(body);
    const errors = limitErrors(document);
    return errors.length > 0 ? { errors } : runSynchronous(context, definition, document);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { errors: error.errors };
  }
}

function asynchronous(
  context: ActionContext,
  definition: ResourceDefinition,
  body: Buffer,
  id: EntityId,
): void {
  const { world } = context;
  moveOperation(world, id, 'running');
  try {
    moveOperation(world, id, 'success', runAsynchronous(context, definition, readBody(body)));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const errors = error.errors.map((each) => ({ chunk: 0, error: each }));
    const none = { readCount: 0, writeCount: 0, createCount: 0, updateCount: 0, aggregateTime: 0 };
    moveOperation(world, id, 'failed', { summary: { ...none, errorCount: errors.length }, errors });
  }
}

function accepted(context: ActionContext, id: EntityId): ApiAnswer {
  const operation = context.world.get('asyncoperations', id);
  const builder = builderFor(context, wholeView);
  return {
    status: 202,
    headers: { 'Content-Location': `${context.apiUrl}/asyncoperations/${id}` },
    body: documentOf(operation === undefined ? null : builder.primary(operation), [], undefined),
  };
}

function withMeta(object: JsonObject, name: string, value: string | undefined): JsonObject {
  if (value === undefined) return object;
  const meta = isObject(object['meta']) ? object['meta'] : {};
  return { ...object, meta: { ...meta, [name]: value } };
}

function finished(
  context: ActionContext,
  definition: ResourceDefinition,
  items: readonly WrittenItem[],
): ApiAnswer {
  const { world } = context;
  const builder = builderFor(context, wholeView);
  const data = items.flatMap(({ id, dataId }) => {
    const entity = world.get(definition.type, id);
    return entity === undefined ? [] : [withMeta(builder.object(entity), 'dataId', dataId)];
  });
  const included = items
    .flatMap((item) => item.included)
    .flatMap(({ type, id, includeId }) => {
      const entity = world.get(type, id);
      return entity === undefined ? [] : [withMeta(builder.object(entity), 'includeId', includeId)];
    });
  return { status: 200, body: documentOf(data, included, undefined) };
}

/** `PATCH /api/{type}` (reference section 6.4): asynchronous, or synchronous with `X-Mode: sync` since 6.0. */
export async function updateList(
  context: ActionContext,
  definition: ResourceDefinition,
  body: Buffer,
  mode: string | undefined,
  queue: BatchQueue,
): Promise<ApiAnswer> {
  const { world, viewer } = context;
  const wait = isSynchronous(context, mode);
  if (body.length === 0) throw new Refused(requestData('The request data should not be empty.'));
  const { id } = startOperation(world, viewer, definition.type);
  if (!wait) {
    queue.add(() => asynchronous(context, definition, body, id));
    return accepted(context, id);
  }
  let given = false;
  const done = new Promise<Outcome>((resolve, reject) => {
    queue.add(() => {
      try {
        // Nobody waits any more: the operation goes on as an asynchronous one, whose record tells the outcome.
        if (given) asynchronous(context, definition, body, id);
        else resolve(synchronous(context, definition, body));
      } catch (error) {
        reject(error instanceof Error ? error : new Error(String(error)));
      }
    });
  });
  const gaveUp = new AbortController();
  const late = sleep(world.settings.syncWaitMs, undefined, { signal: gaveUp.signal, ref: false }).catch(
    () => undefined,
  );
  const outcome = await Promise.race([done, late]);
  gaveUp.abort();
  given = outcome === undefined;
  if (outcome === undefined) return accepted(context, id);
  world.table('asyncoperations').delete(id);
  if ('errors' in outcome) throw new Refused(...outcome.errors);
  return finished(context, definition, outcome.items);
}
