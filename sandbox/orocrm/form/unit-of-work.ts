import { compareIds, type Entity, type EntityId, type EntityType } from '../model/entity';
import type { Viewer } from '../model/users';
import type { World } from '../model/world';
import { draftOf, entityOf, newDraft, type Draft } from './draft';
import { stamp } from './stamps';
import { keepWorkflow } from './task-workflow';

const key = (type: EntityType, id: EntityId): string => `${type}::${id}`;

/**
 * The records that one request writes. All are saved together or not at all; reads through it see what is
 * not saved yet.
 */
export class UnitOfWork {
  readonly #world: World;
  readonly #drafts = new Map<string, Draft>();

  constructor(world: World) {
    this.#world = world;
  }

  /** The record as this request leaves it; undefined where it is absent or deleted here. */
  find(type: EntityType, id: EntityId): Entity | undefined {
    const draft = this.#drafts.get(key(type, id));
    if (draft === undefined) return this.#world.get(type, id);
    return draft.deleted ? undefined : entityOf(draft);
  }

  /** The record for writing; undefined where it is absent. */
  open(type: EntityType, id: EntityId): Draft | undefined {
    const open = this.#drafts.get(key(type, id));
    if (open !== undefined) return open.deleted ? undefined : open;
    const entity = this.#world.get(type, id);
    if (entity === undefined) return undefined;
    const draft = draftOf(entity);
    this.#drafts.set(key(type, id), draft);
    return draft;
  }

  /** A new record; `id` only where somebody chooses it by hand. */
  create(type: EntityType, id?: EntityId): Draft {
    if (id !== undefined) this.#world.reserve(type, id);
    const draft = newDraft(type, id ?? this.#world.nextId(type));
    this.#drafts.set(key(type, draft.id), draft);
    return draft;
  }

  /** Addresses of a contact as this request leaves them, by id. */
  addressesOf(contact: EntityId): Draft[] {
    const ids = new Set(this.#world.addressesByContact.get(contact));
    for (const draft of this.#drafts.values()) {
      if (draft.type !== 'contactaddresses') continue;
      if (draft.toOne['owner'] === contact) ids.add(draft.id);
    }
    return [...ids]
      .sort(compareIds)
      .flatMap((id) => this.open('contactaddresses', id) ?? [])
      .filter((address) => address.toOne['owner'] === contact);
  }

  /** Marks a contact's addresses, and whatever else goes with a record, as deleted. */
  delete(type: EntityType, id: EntityId): void {
    const draft = this.open(type, id);
    if (draft === undefined) return;
    if (type === 'contacts') for (const address of this.addressesOf(id)) address.deleted = true;
    if (type === 'tasks') {
      for (const item of this.#world.workflowItemsByTask.get(id)) this.delete('workflowitems', item);
    }
    if (type === 'users') this.#disown(id);
    draft.deleted = true;
  }

  /** ON DELETE SET NULL: what a deleted user owned stays, without an owner. */
  #disown(user: EntityId): void {
    for (const type of ['contacts', 'tasks'] as const) {
      for (const id of this.#world.byOwner[type]?.get(user) ?? []) {
        const owned = this.open(type, id);
        if (owned !== undefined) owned.toOne['owner'] = null;
      }
    }
  }

  /** Sets times and authors, puts new tasks under their workflow, and saves. `viewer` is undefined where somebody works without the API. */
  save(viewer: Viewer | undefined): void {
    stamp([...this.#drafts.values()], this, this.#world, viewer);
    keepWorkflow([...this.#drafts.values()], this, this.#world);
    this.#world.store.transaction(() => {
      for (const draft of this.#drafts.values()) {
        const table = this.#world.table(draft.type);
        if (draft.deleted) table.delete(draft.id);
        else if (!unchanged(draft)) table.put(entityOf(draft));
      }
    });
  }
}

function unchanged(draft: Draft): boolean {
  return draft.before !== undefined && JSON.stringify(entityOf(draft)) === JSON.stringify(draft.before);
}
