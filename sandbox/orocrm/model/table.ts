import type { Collection, DocumentStore } from '../../store/documents';
import { compareIds, entitySchema, type Entity, type EntityId, type EntityType } from './entity';
import type { Index } from './indexes';

/** All records of one type, and the indexes that follow them. */
export class Table {
  readonly #documents: Collection<Entity>;
  readonly #indexes: readonly Index[];
  #inOrder: readonly Entity[] | undefined;

  constructor(store: DocumentStore, type: EntityType, indexes: readonly Index[] = []) {
    this.#documents = store.collection(`orocrm:${type}`, (value) => entitySchema.parse(value));
    this.#indexes = indexes;
    for (const entity of this.#documents.all()) this.#tell(undefined, entity);
  }

  get size(): number {
    return this.#documents.size;
  }

  get(id: EntityId): Entity | undefined {
    return this.#documents.get(id);
  }

  /** By id, as the database answers without an ORDER BY worth the name. */
  inOrder(): readonly Entity[] {
    this.#inOrder ??= [...this.#documents.all()].sort((a, b) => compareIds(a.id, b.id));
    return this.#inOrder;
  }

  put(entity: Entity): void {
    const before = this.#documents.get(entity.id);
    this.#documents.put(entity.id, entity);
    this.#tell(before, entity);
  }

  delete(id: EntityId): void {
    const before = this.#documents.get(id);
    if (before === undefined) return;
    this.#documents.delete(id);
    this.#tell(before, undefined);
  }

  clear(): void {
    this.#documents.clear();
    this.#inOrder = undefined;
    for (const index of this.#indexes) index.clear();
  }

  #tell(before: Entity | undefined, after: Entity | undefined): void {
    this.#inOrder = undefined;
    for (const index of this.#indexes) index.change(before, after);
  }
}
