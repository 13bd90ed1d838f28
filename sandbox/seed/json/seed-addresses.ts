import { messageOf } from '../message-of';
import { addressFromResource, type NewAddress } from './address-from-resource';
import { linkedId, linkedIds, type Resource } from './document';
import { FreeIds } from './free-ids';

/** The addresses of all documents, waiting for their contacts. */
export class SeedAddresses {
  readonly #byId = new Map<string, Resource>();
  readonly #used = new Set<string>();
  readonly #ids = new FreeIds();

  add(resources: readonly Resource[]): void {
    for (const resource of resources) {
      if (resource.type === 'contactaddresses' && !this.#byId.has(resource.id)) {
        this.#byId.set(resource.id, resource);
      }
    }
  }

  /** Those that the contact names, and those that name the contact. What cannot be loaded goes into `faults`. */
  of(contact: Resource, faults: string[]): NewAddress[] {
    const named = linkedIds(contact, 'addresses');
    const missing = named.filter((id) => !this.#byId.has(id));
    if (missing.length > 0)
      faults.push(`contact ${contact.id}: no file has its addresses ${missing.join(', ')}`);
    return [...this.#byId.values()]
      .filter((address) => named.includes(address.id) || linkedId(address, 'owner') === contact.id)
      .flatMap((address) => {
        this.#used.add(address.id);
        try {
          return [{ ...addressFromResource(address), ...this.#ids.take(address.id) }];
        } catch (error) {
          faults.push(`address ${address.id} of contact ${contact.id} is not loaded: ${messageOf(error)}`);
          return [];
        }
      });
  }

  /** Ids of those that no contact has taken. */
  left(): string[] {
    return [...this.#byId.keys()].filter((id) => !this.#used.has(id));
  }
}
