import { ControlError } from '../../control';
import type { Draft } from '../form/draft';
import { UnitOfWork } from '../form/unit-of-work';
import type { Json } from '../jsonapi/json';
import { idOf, type Entity, type EntityType } from '../model/entity';
import { viewerOf } from '../model/users';
import type { World } from '../model/world';
import type { People } from './people';

/** A record as the control path shows it: attributes and links by name. */
export interface RecordView {
  readonly id: string;
  readonly [field: string]: Json;
}

/** Which record a person works on, and who does it (a user by id, name or e-mail address). */
interface Work {
  /** Id of a record that has to be there. */
  readonly open?: string | undefined;
  /** Id for a new record, where it is chosen by hand. */
  readonly wanted?: string | undefined;
  readonly as: string | undefined;
}

/** Records of one type made, changed and deleted as a human does it in OroCRM's pages: any owner, no API, no permissions. */
export abstract class Desk<View extends RecordView> {
  protected readonly world: World;
  protected readonly people: People;
  readonly #type: EntityType;
  /** What a record is called in errors, `contact`. */
  readonly #called: string;

  protected constructor(world: World, people: People, type: EntityType, called: string) {
    this.world = world;
    this.people = people;
    this.#type = type;
    this.#called = called;
  }

  /** All records, or those of an owner. @throws ControlError 404 for an owner that does not exist */
  list(owner?: string): View[] {
    const wanted = owner === undefined ? undefined : this.people.user(owner).id;
    return this.world
      .table(this.#type)
      .inOrder()
      .filter((record) => wanted === undefined || record.toOne['owner'] === wanted)
      .map((record) => this.view(record));
  }

  /** @throws ControlError 404 */
  show(id: string): View {
    const record = this.world.get(this.#type, idOf(id));
    if (record === undefined) throw this.#missing(id);
    return this.view(record);
  }

  /** @throws ControlError 404 */
  delete(id: string): void {
    if (this.world.get(this.#type, idOf(id)) === undefined) throw this.#missing(id);
    const unit = new UnitOfWork(this.world);
    unit.delete(this.#type, idOf(id));
    unit.save(undefined);
  }

  protected abstract view(record: Entity): View;

  /** Opens or makes a record, lets `fill` write it, and saves. @throws ControlError 404 */
  protected work(work: Work, fill: (draft: Draft, unit: UnitOfWork) => void): View {
    const unit = new UnitOfWork(this.world);
    const draft =
      work.open === undefined
        ? unit.create(this.#type, work.wanted === undefined ? undefined : idOf(work.wanted))
        : unit.open(this.#type, idOf(work.open));
    if (draft === undefined) throw this.#missing(work.open ?? '');
    fill(draft, unit);
    unit.save(work.as === undefined ? undefined : viewerOf(this.people.user(work.as)));
    return this.show(draft.id);
  }

  /** A link to a user by id, name or e-mail address. @throws ControlError 404 */
  protected linkUser(draft: Draft, name: string, user: string | null): void {
    draft.toOne[name] = user === null ? null : this.people.user(user).id;
  }

  #missing(id: string): ControlError {
    return new ControlError(404, `There is no ${this.#called} ${id}.`);
  }
}
