import type { ApiError } from '../jsonapi/errors';
import { isObject, type Json, type JsonObject } from '../jsonapi/json';
import { isVisible, type ResourceDefinition } from '../jsonapi/resource';
import { mixedId, type Entity } from '../model/entity';
import type { Viewer } from '../model/users';
import { organizationId, type World } from '../model/world';
import type { Catalogue } from '../resources/catalogue';
import { addressErrors } from './address-rules';
import { submit } from './attributes';
import { contactErrors, replaceAddresses } from './contact-rules';
import type { Draft } from './draft';
import { extraFields, foreignOwner, noSuchEntity, notBlank, notValid, noViewPermission } from './messages';
import { listForPrimary, markPrimary, primaryLists } from './primary-items';
import { readLinks, type Resolve, type SubmittedLink } from './references';
import { taskErrors } from './task-rules';
import type { UnitOfWork } from './unit-of-work';
import { completeUser, takePassword, userErrors } from './user-rules';

/** What forms need to know beside the request. */
export interface FormContext {
  readonly world: World;
  readonly catalogue: Catalogue;
  readonly viewer: Viewer;
  readonly unit: UnitOfWork;
  readonly resolve: Resolve;
}

const section = (data: JsonObject, name: 'attributes' | 'relationships'): JsonObject => {
  const value = data[name];
  return isObject(value) ? value : {};
};

/**
 * One resource object of a request, filled into its record step by step, as OroCRM's forms do: read, fill in,
 * repair, validate. Errors name their place below `base`.
 */
export class RecordForm {
  readonly draft: Draft;
  readonly definition: ResourceDefinition;
  readonly #context: FormContext;
  readonly #base: string;
  /** Place of errors of the record as a whole; undefined for a single primary record, whose errors have none. */
  readonly #root: string | undefined;
  readonly #attributes: JsonObject;
  readonly #relationships: JsonObject;
  readonly #errors: ApiError[] = [];
  #links: readonly SubmittedLink[] = [];

  constructor(context: FormContext, draft: Draft, data: JsonObject, base: string, root: string | undefined) {
    this.draft = draft;
    this.definition = context.catalogue.of(draft.type);
    this.#context = context;
    this.#base = base;
    this.#root = root;
    this.#attributes = section(data, 'attributes');
    this.#relationships = section(data, 'relationships');
  }

  get #isNew(): boolean {
    return this.draft.before === undefined;
  }

  /** Reads the links. Errors here end the request before anything is filled in. */
  read(): ApiError[] {
    const { catalogue, resolve } = this.#context;
    const { links, errors } = readLinks(
      this.#relationships,
      this.definition.relationships,
      this.#base,
      catalogue,
      resolve,
    );
    this.#links = links;
    return errors;
  }

  fill(): void {
    for (const name of [...Object.keys(this.#attributes), ...Object.keys(this.#relationships)]) {
      this.draft.submitted.add(name);
    }
    this.#refuseExtraFields();
    const oldPrimaries = primaryLists.map(({ primary }) => this.draft.attributes[primary]);
    const derived = this.draft.type === 'contacts' ? this.#derivedLists() : {};
    this.#fillAttributes(derived);
    if (this.draft.type === 'contacts') this.#markPrimaries(oldPrimaries);
    if (this.draft.type === 'users') {
      this.#errors.push(...takePassword(this.draft, `${this.#base}/attributes/password`));
    }
    for (const link of this.#links) this.#fillLink(link);
    if (this.#isNew) this.#fillDefaults();
  }

  validate(): ApiError[] {
    const { unit, world } = this.#context;
    const missing = this.#missingLinks();
    if (this.draft.type === 'contacts') {
      const { whole, fields } = contactErrors(this.draft, unit, world, this.#base, this.#root);
      return [...whole, ...this.#errors, ...missing, ...fields];
    }
    if (this.draft.type === 'tasks') {
      return [...this.#errors, ...missing, ...taskErrors(this.draft, world, this.#base)];
    }
    if (this.draft.type === 'contactaddresses') {
      return [...addressErrors(this.draft, world, this.#root), ...this.#errors, ...missing];
    }
    if (this.draft.type !== 'users') return [...this.#errors, ...missing];
    return [...this.#errors, ...userErrors(this.draft, unit, world, this.#base), ...missing];
  }

  /** Links that must be there and are not; a link that was refused for another reason is not named twice. */
  #missingLinks(): ApiError[] {
    return Object.entries(this.definition.relationships).flatMap(([name, { required }]) => {
      const pointer = `${this.#base}/relationships/${name}/data`;
      const asked = this.#isNew || this.draft.submitted.has(name);
      if (required !== true || !asked || (this.draft.toOne[name] ?? null) !== null) return [];
      return this.#errors.some((error) => error.pointer === pointer) ? [] : [notBlank(pointer)];
    });
  }

  #refuseExtraFields(): void {
    const { attributes, relationships } = this.definition;
    const known = (name: string): boolean => {
      const write = attributes[name]?.write;
      return write !== undefined && (write !== 'create' || this.#isNew);
    };
    const extra = [
      ...Object.keys(this.#attributes).filter((name) => !known(name)),
      ...Object.keys(this.#relationships).filter((name) => relationships[name] === undefined),
    ];
    if (extra.length > 0) this.#errors.push(extraFields(extra, this.#root));
  }

  /** Lists that follow from a primary sent alone. */
  #derivedLists(): Readonly<Record<string, Json>> {
    const derived: Record<string, Json> = {};
    for (const lists of primaryLists) {
      const primary = this.#attributes[lists.primary];
      if (primary === undefined || this.#attributes[lists.list] !== undefined) continue;
      derived[lists.list] = listForPrimary(this.draft, lists, primary);
    }
    return derived;
  }

  #fillAttributes(derived: Readonly<Record<string, Json>>): void {
    const today = this.#context.world.clock.stamp().slice(0, 10);
    for (const [name, definition] of Object.entries(this.definition.attributes)) {
      const pointer = `${this.#base}/attributes/${name}`;
      const sent = this.#attributes[name];
      const initial = definition.initial ?? (definition.kind === 'items' ? [] : null);
      if (derived[name] !== undefined) this.draft.attributes[name] = derived[name];
      else if (definition.write === 'ignored' || (definition.write === 'create' && !this.#isNew)) {
        if (this.#isNew && definition.kind !== 'datetime') this.draft.attributes[name] = initial;
      } else if (sent !== undefined) {
        const { value, errors } = submit(sent, definition, pointer, today);
        this.draft.attributes[name] = value ?? definition.initial ?? null;
        this.#errors.push(...errors);
      } else if (this.#isNew) {
        this.draft.attributes[name] = initial;
        if (definition.required === true) this.#errors.push(notBlank(pointer));
      }
    }
  }

  #markPrimaries(oldPrimaries: readonly (Json | undefined)[]): void {
    for (const [index, lists] of primaryLists.entries()) {
      const primary = this.#attributes[lists.primary] !== undefined;
      const list = this.#attributes[lists.list] !== undefined || primary;
      this.#errors.push(
        ...markPrimary(this.draft, lists, { list, primary }, oldPrimaries[index], this.#base),
      );
    }
  }

  #fillLink(link: SubmittedLink): void {
    const { unit, world, viewer, catalogue } = this.#context;
    const definition = this.definition.relationships[link.name];
    if (definition === undefined || definition.write === 'ignored') return;
    // A changed owner of an address is passed over in silence (reference section 1.4).
    if (definition.write === 'create' && !this.#isNew) return;
    const records = link.references.map(({ type, id }) => unit.find(type, id));
    if (records.includes(undefined)) {
      this.#errors.push(noSuchEntity(link.pointer));
      return;
    }
    // A record that this very request makes is seen by it, whoever will own it.
    const hidden = (record: Entity | undefined): boolean =>
      record !== undefined &&
      world.get(record.type, record.id) !== undefined &&
      !isVisible(catalogue.of(record.type), record, viewer, world);
    if (records.some(hidden)) {
      this.#errors.push(noViewPermission(link.pointer));
      return;
    }
    if (!definition.many && (link.many ? link.references.length > 0 : link.references.length > 1)) {
      this.#errors.push(notValid(link.pointer));
      return;
    }
    const ids = link.references.map((key) => (definition.mixed === undefined ? key.id : mixedId(key)));
    if (definition.inverse !== undefined) {
      if (this.draft.type === 'contacts') this.#errors.push(...replaceAddresses(this.draft, link, unit));
    } else if (definition.many) this.draft.toMany[link.name] = [...new Set(ids)];
    else this.#setOne(link, ids[0] ?? null);
  }

  #setOne(link: SubmittedLink, id: Draft['id'] | null): void {
    const { viewer } = this.#context;
    const owned = this.definition.owned === true && link.name === 'owner';
    if (owned && id !== null && viewer.level === 'user' && id !== viewer.user.id) {
      this.#errors.push(foreignOwner(link.pointer));
      return;
    }
    this.draft.toOne[link.name] = id;
  }

  #fillDefaults(): void {
    const { viewer } = this.#context;
    if (['contacts', 'accounts', 'tasks'].includes(this.draft.type)) {
      if (!this.draft.submitted.has('owner')) this.draft.toOne['owner'] = viewer.user.id;
      this.draft.toOne['organization'] ??= organizationId;
    }
    if (this.draft.type === 'users') completeUser(this.draft);
  }
}
