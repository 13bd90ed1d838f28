import type { SimulatedOrocrm } from '../../orocrm/start';
import { messageOf } from '../message-of';
import { contactFromResource } from './contact-from-resource';
import { linkedId, type Resource } from './document';
import { FreeIds } from './free-ids';
import { SeedAddresses } from './seed-addresses';
import { addUsers } from './users-from-documents';

const loadable = ['contacts', 'users', 'contactaddresses'];
/** What OroCRM has anyway. */
const present = ['countries', 'regions', 'addresstypes', 'organizations', 'businessunits', 'userroles'];

/** Loads the records of several documents into OroCRM: `prepare` all of them, then `load` each. */
export class SeedRecords {
  readonly #orocrm: SimulatedOrocrm;
  readonly #seedUser: string;
  readonly #users = new Map<string, string>();
  readonly #addresses = new SeedAddresses();
  readonly #ids: FreeIds;
  readonly #loaded = new Map<string, string>();

  constructor(orocrm: SimulatedOrocrm, seedUser: string) {
    this.#orocrm = orocrm;
    this.#seedUser = seedUser;
    this.#ids = new FreeIds(orocrm.contacts.list().flatMap(({ id }) => (typeof id === 'string' ? [id] : [])));
  }

  /** Users and addresses, which contacts of any file may name. */
  prepare(resources: readonly Resource[]): void {
    const users = resources.filter(({ type }) => type === 'users');
    for (const [from, to] of addUsers(users, this.#orocrm)) this.#users.set(from, to);
    this.#addresses.add(resources);
  }

  /** The contacts. @returns what was loaded and what was not, in lines to print */
  load(resources: readonly Resource[]): string[] {
    const faults: string[] = [];
    const contacts = resources.filter(({ type }) => type === 'contacts');
    const loaded = contacts.filter((contact) => this.#add(contact, faults));
    const strange = loaded.filter((contact) => this.#userOf(contact, 'owner') === undefined).length;
    return [
      describeLoaded(resources, loaded.length),
      ...faults,
      ...(strange === 0
        ? []
        : [`${strange} of them without an owner that a file has: given to the seed user`]),
      ...describeRest(resources),
    ];
  }

  /** Addresses that belong to no contact of any document; to be asked when all are loaded. */
  addressesLeft(): string[] {
    return this.#addresses.left();
  }

  /** Users of the documents who own contacts now. */
  owners(): { userId: string; address: string }[] {
    return [...new Set(this.#users.values())].flatMap((userId) => {
      const { email } = this.#orocrm.people.view(this.#orocrm.people.user(userId));
      const owns = this.#orocrm.contacts.list(userId).length > 0;
      return owns && typeof email === 'string' ? [{ userId, address: email }] : [];
    });
  }

  #add(resource: Resource, faults: string[]): boolean {
    const content = JSON.stringify(resource.attributes);
    try {
      if (this.#loaded.get(resource.id) === content) throw new Error('it is there already');
      const contact = contactFromResource(resource);
      this.#orocrm.addContact({
        ...contact,
        ...this.#ids.take(resource.id),
        owner: this.#userOf(resource, 'owner') ?? this.#seedUser,
        assignedTo: this.#userOf(resource, 'assignedTo') ?? null,
        addresses: this.#addresses.of(resource, faults),
      });
      this.#loaded.set(resource.id, content);
      return true;
    } catch (error) {
      faults.push(`contact ${resource.id} is not loaded: ${messageOf(error)}`);
      return false;
    }
  }

  #userOf(resource: Resource, name: string): string | undefined {
    const id = linkedId(resource, name);
    return id === undefined ? undefined : this.#users.get(id);
  }
}

function describeLoaded(resources: readonly Resource[], loaded: number): string {
  const count = (type: string): number => resources.filter((one) => one.type === type).length;
  const [contacts, users, addresses] = [count('contacts'), count('users'), count('contactaddresses')];
  const parts = [
    ...(contacts === 0 ? [] : [`${loaded} of ${contacts} contacts`]),
    ...(users === 0 ? [] : [`${users} users`]),
    ...(addresses === 0 ? [] : [`${addresses} addresses with their contacts`]),
  ];
  return parts.length === 0 ? 'nothing loaded' : `loaded into OroCRM: ${parts.join(', ')}`;
}

function describeRest(resources: readonly Resource[]): string[] {
  const counts = new Map<string, number>();
  for (const { type } of resources) {
    if (![...loadable, ...present].includes(type)) counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  const rest = [...counts].map(([type, count]) => `${count} ${type}`);
  return rest.length === 0 ? [] : [`not loaded, as they are neither contacts nor users: ${rest.join(', ')}`];
}
