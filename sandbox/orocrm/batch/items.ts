import { writeRecord, type IncludedInput, type WriteContext, type Written } from '../form/write-record';
import { invalid, Refused, requestData, type ApiError } from '../jsonapi/errors';
import { linkedKeys, objectKey } from '../jsonapi/included';
import { isEmpty, isList, isObject, textOf, type Json, type JsonObject } from '../jsonapi/json';
import { readMeta, unsupportedFlag, upsertRefused } from '../jsonapi/meta-flags';
import { resourceErrors } from '../jsonapi/request-document';
import type { ResourceDefinition } from '../jsonapi/resource';
import { idOf, type EntityId } from '../model/entity';

/** A batch request taken apart. */
export interface BatchDocument {
  readonly data: readonly Json[];
  readonly included: readonly JsonObject[];
}

/** Reads the body of a batch. @throws Refused where there is nothing to do */
export function readBatch(body: Json): BatchDocument {
  const data = isObject(body) ? body['data'] : undefined;
  if (data === undefined)
    throw new Refused(requestData('The primary data object collection should exist', '/data'));
  if (isEmpty(data))
    throw new Refused(requestData('The primary data object collection should not be empty', '/data'));
  if (!isList(data))
    throw new Refused(requestData('The primary data object collection should be an array', '/data'));
  const included = isObject(body) && isList(body['included']) ? body['included'] : [];
  const errors = included.flatMap((item, index): ApiError[] => {
    const pointer = `/included/${index}`;
    if (!isObject(item)) return [requestData('The item should be an object', pointer)];
    for (const name of ['type', 'id']) {
      if (item[name] === undefined) return [requestData(`The '${name}' property is required`, pointer)];
      if (typeof item[name] !== 'string')
        return [requestData(`The '${name}' property should be a string`, pointer)];
    }
    const first = included.findIndex((other) => objectKey(other) === objectKey(item));
    return first < index
      ? [requestData(`The item duplicates the item with the index ${first}`, pointer)]
      : [];
  });
  if (errors.length > 0) throw new Refused(...errors);
  return { data, included: included.filter(isObject) };
}

/** Included records of a batch: each is done once, with the first item that leads to it. */
export class IncludedPool {
  /** Ids of those that are done, by the key they were sent with. */
  readonly done = new Map<string, EntityId>();
  readonly #inputs = new Map<string, IncludedInput>();
  readonly #linked = new Set<string>();

  constructor(objects: readonly JsonObject[]) {
    for (const [index, object] of objects.entries()) {
      this.#inputs.set(objectKey(object) ?? '', { object, pointer: `/included/${index}` });
    }
  }

  /**
   * What an item needs and nobody has done yet. Only links that lead from the item count: an address that
   * names its owner, but is not named by it, hangs in the air.
   */
  neededBy(item: JsonObject): IncludedInput[] {
    const needed = new Map<string, IncludedInput>();
    const follow = (object: JsonObject): void => {
      for (const key of linkedKeys(object)) {
        const input = this.#inputs.get(key);
        if (input === undefined || needed.has(key)) continue;
        this.#linked.add(key);
        if (this.done.has(key)) continue;
        needed.set(key, input);
        follow(input.object);
      }
    };
    follow(item);
    return [...needed.values()];
  }

  finish(written: Written): void {
    for (const { type, id, includeId } of written.included) this.done.set(`${type}::${includeId}`, id);
  }

  /** Errors for what no item led to; OroCRM finds them at the end, when everything else is saved. */
  unlinkedErrors(): ApiError[] {
    return [...this.#inputs]
      .filter(([key]) => !this.#linked.has(key))
      .map(([, { pointer }]) =>
        requestData(
          'The entity should have a relationship with at least one primary entity and this should be explicitly specified in the request',
          pointer,
        ),
      );
  }
}

/** Writes one item of a batch within a unit of work. @throws Refused with places such as `/data/3/attributes/…` */
export function writeItem(
  context: WriteContext,
  definition: ResourceDefinition,
  item: Json,
  index: number,
  pool: IncludedPool,
): Written {
  const base = `/data/${index}`;
  if (!isObject(item)) throw new Refused(requestData('The item should be an object', base));
  if (typeof item['type'] === 'string' && item['type'] !== definition.type) {
    const known = context.catalogue.find(item['type']) !== undefined;
    throw new Refused(
      known
        ? invalid(
            'entity type',
            `The entity type "${item['type']}" is not supported by this batch operation.`,
            { pointer: base },
          )
        : invalid('entity type', `Unknown entity type: ${item['type']}.`, { pointer: base }),
    );
  }
  const flags = readMeta(item, `${base}/meta`, context.world.capabilities.validateFlag);
  if (flags.errors.length > 0) throw new Refused(...flags.errors);
  if (flags.validate) throw new Refused(unsupportedFlag('validate', `${base}/meta`));
  if (flags.upsert !== false) throw new Refused(upsertRefused(flags.upsert, `${base}/meta`));
  if (flags.update && item['id'] === undefined) {
    const detail = 'The identifier of an entity must be set in the context.';
    throw new Refused(invalid('entity identifier', detail, { pointer: base }));
  }
  const errors = resourceErrors(item, definition.type, undefined, base);
  if (errors.length > 0) throw new Refused(...errors);
  const id = flags.update ? numericId(item['id'], base) : undefined;
  try {
    return writeRecord(context, {
      type: definition.type,
      data: item,
      included: pool.neededBy(item),
      id,
      base,
      root: base,
      known: pool.done,
    });
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    // Every error of a batch has a place; one that came without belongs to the item.
    throw new Refused(
      ...error.errors.map((each) => (each.pointer === undefined ? { ...each, pointer: base } : each)),
    );
  }
}

function numericId(id: Json | undefined, base: string): EntityId {
  const sent = textOf(id);
  if (/^-?\d+$/.test(sent)) return idOf(sent);
  const detail = `Expected integer value. Given "${sent}".`;
  throw new Refused(invalid('entity identifier', detail, { pointer: `${base}/id` }));
}
