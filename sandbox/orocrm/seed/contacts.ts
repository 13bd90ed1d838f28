import { itemsOf, itemTexts } from '../form/attributes';
import type { Draft } from '../form/draft';
import { primaryLists } from '../form/primary-items';
import type { UnitOfWork } from '../form/unit-of-work';
import type { Json, JsonObject } from '../jsonapi/json';
import { compareIds, idOf, type Entity, type EntityId } from '../model/entity';
import { organizationId, type World } from '../model/world';
import { Desk, type RecordView } from './desk';
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
export type ContactView = RecordView;

/** Contacts as a human works on them. */
export class ContactDesk extends Desk<ContactView> {
  constructor(world: World, seedPeople: People) {
    super(world, seedPeople, 'contacts', 'contact');
  }

  /** @throws ZodError, ControlError 404 for an owner that does not exist */
  add(input: NewContact): ContactView {
    const { id: wanted, ...values } = newContactSchema.parse(input);
    return this.work({ wanted, as: values.as }, (draft, unit) => {
      Object.assign(draft.attributes, emptyContact);
      draft.toOne['organization'] = organizationId;
      this.#apply(draft, values, unit);
    });
  }

  /** Changes what is named. @throws ZodError, ControlError 404 */
  change(id: string, input: ContactChange): ContactView {
    const values = contactChangeSchema.parse(input);
    return this.work({ open: id, as: values.as }, (draft, unit) => {
      this.#apply(draft, values, unit);
    });
  }

  #apply(draft: Draft, values: Values, unit: UnitOfWork): void {
    const { addresses, emails, phones, ...rest } = values;
    for (const [name, value] of Object.entries(rest)) {
      if (value === undefined || name === 'as') continue;
      draft.submitted.add(name);
      if ((people as readonly string[]).includes(name)) {
        this.linkUser(draft, name, value);
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

  protected view(contact: Entity): ContactView {
    const addresses = [...this.world.addressesByContact.get(contact.id)]
      .sort(compareIds)
      .flatMap((id) => this.world.get('contactaddresses', id) ?? [])
      .map(({ id, attributes, toOne, toMany }): JsonObject => ({
        id,
        ...attributes,
        ...toOne,
        types: toMany['types'] ?? [],
      }));
    return { id: contact.id, ...contact.attributes, ...contact.toOne, addresses };
  }
}
