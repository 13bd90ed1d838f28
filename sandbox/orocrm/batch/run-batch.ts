import { UnitOfWork } from '../form/unit-of-work';
import type { Written } from '../form/write-record';
import { Refused, type ApiError } from '../jsonapi/errors';
import type { ResourceDefinition } from '../jsonapi/resource';
import type { Viewer } from '../model/users';
import type { World } from '../model/world';
import type { Catalogue } from '../resources/catalogue';
import { IncludedPool, writeItem, type BatchDocument } from './items';
import type { ChunkError, Summary } from './operations';

/** Items that the message queue takes at a time. */
const chunkSize = 100;

interface BatchContext {
  readonly world: World;
  readonly catalogue: Catalogue;
  readonly viewer: Viewer;
}

/** A primary record of a batch with the id it was sent with. */
export interface WrittenItem extends Written {
  readonly dataId: string | undefined;
}

function errorsOf(error: unknown): readonly ApiError[] {
  if (error instanceof Refused) return error.errors;
  throw error;
}

function sentId(item: unknown): string | undefined {
  if (typeof item !== 'object' || item === null || !('id' in item)) return undefined;
  return typeof item.id === 'string' ? item.id : undefined;
}

/** Asynchronous: each item stands for itself; one that is refused does not stop the others. */
export function runAsynchronous(
  context: BatchContext,
  definition: ResourceDefinition,
  document: BatchDocument,
): { summary: Summary; errors: ChunkError[] } {
  const pool = new IncludedPool(document.included);
  const errors: ChunkError[] = [];
  const counts = { create: 0, update: 0, failed: 0 };
  for (const [index, item] of document.data.entries()) {
    const unit = new UnitOfWork(context.world);
    try {
      const written = writeItem({ ...context, unit }, definition, item, index, pool);
      unit.save(context.viewer);
      pool.finish(written);
      counts[written.created ? 'create' : 'update'] += 1;
    } catch (error) {
      counts.failed += 1;
      const chunk = Math.floor(index / chunkSize) + 1;
      errors.push(...errorsOf(error).map((each) => ({ chunk, error: each })));
    }
  }
  errors.push(...pool.unlinkedErrors().map((error) => ({ chunk: 0, error })));
  return {
    summary: {
      aggregateTime: document.data.length,
      readCount: document.data.length,
      writeCount: counts.create + counts.update,
      errorCount: errors.length,
      createCount: counts.create,
      updateCount: counts.update,
    },
    errors,
  };
}

/**
 * Synchronous: all or nothing, and the answer has the errors of every item. Included records that nothing
 * leads to are noticed only after everything was saved, as OroCRM does it.
 */
export function runSynchronous(
  context: BatchContext,
  definition: ResourceDefinition,
  document: BatchDocument,
): { items: readonly WrittenItem[] } | { errors: readonly ApiError[] } {
  const pool = new IncludedPool(document.included);
  const unit = new UnitOfWork(context.world);
  const errors: ApiError[] = [];
  const items: WrittenItem[] = [];
  for (const [index, item] of document.data.entries()) {
    try {
      const written = writeItem({ ...context, unit }, definition, item, index, pool);
      pool.finish(written);
      items.push({ ...written, dataId: sentId(item) });
    } catch (error) {
      errors.push(...errorsOf(error));
    }
  }
  if (errors.length > 0) return { errors };
  unit.save(context.viewer);
  const unlinked = pool.unlinkedErrors();
  return unlinked.length > 0 ? { errors: unlinked } : { items };
}
