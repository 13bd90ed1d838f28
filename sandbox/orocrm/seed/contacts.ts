import { ControlError } from '../../control';
import { itemsOf, itemTexts } from '../form/attributes';
import type { Draft } from '../form/draft';
import { primaryLists } from '../form/primary-items';
import { UnitOfWork } from '../form/unit-of-work';
import type { Json, JsonObject } from '../jsonapi/json';
import { compareIds, idOf, type Entity, type EntityId } from '../model/entity';
import { viewerOf } from '../model/users';
import { organizationId, type World } from '../model/world';
import type { People } from './people';
import {
  contactChangeSchema,
  newContactSchema,
  type AddressInput,
  type ContactChange,
  type NewContact,
} from './schemas';

type Values = ReturnType<typeof contactChangeSchema.parse>;

const people = ['owner', 'assignedTo', 'createdBy'] as const;
const records = ['reportsTo', 'source', 'method'] as const;
const emptyContact: Readonly<Record<string, Json>> = {
  emails: [],
  phones: [],
  primaryEmail: null,
  primaryPhone: null,
};

/** A contact as the control path shows it: attributes and links by name, its addresses with it. */
export interface ContactView {
  readonly id: string;
  readonly [field: string]: Json;
}

/** Contacts made, changed and deleted as a human does it in OroCRM's pages: any owner, no API, no permissions. */
export class ContactDesk {
  readonly #world: World;
  readonly #people: People;

  constructor(world: World, seedPeople: People) {
    this.#world = world;
    this.#people = seedPeople;
  }

  /** @throws ZodError, ControlError 404 for an owner that does not exist */
  add(input: NewContact): ContactView {
    const { id: wanted, ...values } = newContactSchema.parse(input);
    const unit = new UnitOfWork(this.#world);
    const draft = unit.create('contacts', wanted === undefined ? undefined : idOf(wanted));
    Object.assign(draft.attributes, emptyContact);
    draft.toOne['organization'] = organizationId;
    this.#apply(draft, values, unit);
    this.#save(unit, values);
    return this.show(draft.id);
  }

  /** Changes what is named. @throws ZodError, ControlError 404 */
  change(id: string, input: ContactChange): ContactView {
    const values = contactChangeSchema.parse(input);
    const unit = new UnitOfWork(this.#world);
    const draft = unit.open('contacts', idOf(id));
    if (draft === undefined) throw new ControlError(404, `There is no contact ${id}.`);
    this.#apply(draft, values, unit);
    this.#save(unit, values);
    return this.show(draft.id);
  }

  delete(id: string): void {
    if (this.#world.get('contacts', idOf(id)) === undefined)
      throw new ControlError(404, `There is no contact ${id}.`);
    const unit = new UnitOfWork(this.#world);
    unit.delete('contacts', idOf(id));
    unit.save(undefined);
  }

  /** All contacts, or those of an owner. */
  list(owner?: string): ContactView[] {
    const wanted = owner === undefined ? undefined : this.#people.user(owner).id;
    return this.#world
      .table('contacts')
      .inOrder()
      .filter((contact) => wanted === undefined || contact.toOne['owner'] === wanted)
      .map((contact) => this.#view(contact));
  }

  /** @throws ControlError 404 */
  show(id: string): ContactView {
    const contact = this.#world.get('contacts', idOf(id));
    if (contact === undefined) throw new ControlError(404, `There is no contact ${id}.`);
    return this.#view(contact);
  }

  #save(unit: UnitOfWork, values: Values): void {
    unit.save(values.as === undefined ? undefined : viewerOf(this.#people.user(values.as)));
  }

  #apply(draft: Draft, values: Values, unit: UnitOfWork): void {
    const { addresses, emails, phones, ...rest } = values;
    for (const [name, value] of Object.entries(rest)) {
      if (value === undefined || name === 'as') continue;
      draft.submitted.add(name);
      if ((people as readonly string[]).includes(name)) {
        draft.toOne[name] = value === null ? null : this.#people.user(value).id;
      } else if ((records as readonly string[]).includes(name))
        draft.toOne[name] = value === null ? null : idOf(value);
      else draft.attributes[name] = value;
    }
    const lists = { emails, phones };
    for (const { list, primary, item } of primaryLists) {
      const texts = lists[list];
      if (texts !== undefined) draft.attributes[list] = itemsOf(texts, item);
      const present = itemTexts(draft.attributes[list], item);
      const marked = draft.attributes[primary];
      if (typeof marked !== 'string' || !present.includes(marked))
        draft.attributes[primary] = present[0] ?? null;
    }
    if (addresses !== undefined) this.#replaceAddresses(draft, addresses, unit);
  }

  #replaceAddresses(contact: Draft, inputs: readonly AddressInput[], unit: UnitOfWork): void {
    const kept = new Set<EntityId>();
    for (const input of inputs) {
      const { id, types, country, region, ...attributes } = input;
      const open = id === undefined ? undefined : unit.open('contactaddresses', idOf(id));
      const address = open ?? unit.create('contactaddresses', id === undefined ? undefined : idOf(id));
      kept.add(address.id);
      address.toOne['owner'] = contact.id;
      if (address.before === undefined) Object.assign(address.attributes, { primary: false });
      for (const [name, value] of Object.entries(attributes)) {
        if (value !== undefined) address.attributes[name] = value;
      }
      if (types !== undefined) address.toMany['types'] = types.map(idOf);
      if (country !== undefined) address.toOne['country'] = idOf(country);
      if (region !== undefined) address.toOne['region'] = region === null ? null : idOf(region);
    }
    const all = unit.addressesOf(contact.id);
    for (const address of all) if (!kept.has(address.id)) address.deleted = true;
    const left = all.filter(({ deleted }) => !deleted);
    const [first] = left;
    if (first !== undefined && !left.some(({ attributes }) => attributes['primary'] === true)) {
      first.attributes['primary'] = true;
    }
  }

  #view(contact: Entity): ContactView {
    const addresses = [...this.#world.addressesByContact.get(contact.id)]
      .sort(compareIds)
      .flatMap((id) => this.#world.get('contactaddresses', id) ?? [])
      .map(({ id, attributes, toOne, toMany }): JsonObject => ({
        id,
        ...attributes,
        ...toOne,
        types: toMany['types'] ?? [],
      }));
    return { id: contact.id, ...contact.attributes, ...contact.toOne, addresses };
  }
}
