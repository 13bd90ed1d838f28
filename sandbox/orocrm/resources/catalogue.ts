import type { AttributeDefinition, ResourceDefinition } from '../jsonapi/resource';
import type { EntityType } from '../model/entity';
import type { Settings } from '../settings';
import { capabilitiesOf } from '../versions';
import { accounts } from './accounts';
import { addressTypes, countries, regions } from './address-dictionaries';
import { asyncOperations } from './async-operations';
import { contactAddresses } from './contact-addresses';
import { contacts } from './contacts';
import { dictionaries } from './dictionaries';
import { string } from './fields';
import type { ResourceOptions } from './options';
import { tasks } from './tasks';
import { users } from './users';

/** Definitions of all resource types under the present settings. */
export class Catalogue {
  readonly #definitions: ReadonlyMap<string, ResourceDefinition>;

  constructor(settings: Settings) {
    const options: ResourceOptions = {
      capabilities: capabilitiesOf(settings.version),
      customFields: (type) =>
        Object.fromEntries(
          (settings.customFields[type] ?? []).map((name): [string, AttributeDefinition] => [name, string()]),
        ),
    };
    const all = [
      contacts(options),
      contactAddresses(options),
      users(options),
      accounts(),
      tasks(options),
      countries,
      regions,
      addressTypes,
      asyncOperations,
      ...dictionaries,
    ];
    this.#definitions = new Map(all.map((definition) => [definition.type, definition]));
  }

  /** The definition of a type name as sent; undefined where there is no such type. */
  find(type: string): ResourceDefinition | undefined {
    return this.#definitions.get(type);
  }

  of(type: EntityType): ResourceDefinition {
    const definition = this.#definitions.get(type);
    if (definition === undefined) throw new Error(`no definition of ${type}`);
    return definition;
  }
}
