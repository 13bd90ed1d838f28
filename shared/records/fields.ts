import type { EntityName } from './record';

interface EntityFields {
  /** All mapped fields, in the order of the mapping table (spec 5). */
  readonly all: readonly string[];
  /** Fields that can identify a record by themselves; a key in which all of these are empty matches nothing (spec 4). */
  readonly text: readonly string[];
  /** Key fields by default (spec 4). */
  readonly key: readonly string[];
}

/** The mapped fields of each entity. */
export const entityFields = {
  contacts: {
    all: [
      'firstName',
      'middleName',
      'lastName',
      'nameSuffix',
      'description',
      'emails',
      'phone',
      'jobTitle',
      'birthday',
      'gender',
      'fax',
      'billingAddress',
      'shippingAddress',
      'otherAddress',
    ],
    text: [
      'firstName',
      'middleName',
      'lastName',
      'nameSuffix',
      'description',
      'emails',
      'phone',
      'jobTitle',
      'fax',
      'billingAddress',
      'shippingAddress',
      'otherAddress',
    ],
    key: ['firstName', 'lastName', 'gender', 'birthday'],
  },
  tasks: {
    all: ['subject', 'priority', 'dueDate', 'status'],
    text: ['subject'],
    key: ['subject', 'priority'],
  },
  calendarEvents: {
    all: ['title', 'start', 'end', 'allDay', 'recurrence'],
    text: ['title'],
    key: ['title', 'start', 'end', 'allDay'],
  },
} as const satisfies Record<EntityName, EntityFields>;

export const fieldNames = (entity: EntityName): readonly string[] => entityFields[entity].all;
export const textFields = (entity: EntityName): readonly string[] => entityFields[entity].text;
export const defaultKeyFields = (entity: EntityName): readonly string[] => entityFields[entity].key;
