import {
  readOnly,
  type AttributeDefinition,
  type RelationshipDefinition,
  type ResourceDefinition,
} from '../jsonapi/resource';
import { text, type EntityType } from '../model/entity';
import { byAttribute, byId, serverSet, toOne } from './fields';

function dictionary(
  type: EntityType,
  integerId: boolean,
  attributes: Record<string, AttributeDefinition>,
  relationships: Record<string, RelationshipDefinition> = {},
): ResourceDefinition {
  return {
    type,
    integerId,
    attributes,
    relationships,
    filters: { id: byId(integerId ? 'integer' : 'string', true) },
    sorters: ['id'],
    actions: readOnly,
    title: (entity) => text(entity, 'name') ?? text(entity, 'label') ?? '',
  };
}

/** Types that others refer to, as far as a client of contacts, tasks and users can meet them. */
export const dictionaries: readonly ResourceDefinition[] = [
  dictionary('organizations', true, { name: serverSet('string'), enabled: serverSet('boolean') }),
  dictionary(
    'businessunits',
    true,
    { name: serverSet('string') },
    { organization: toOne('organizations', { endpoint: 'read' }) },
  ),
  dictionary('userroles', true, { role: serverSet('string'), label: serverSet('string') }),
  dictionary('usergroups', true, { name: serverSet('string') }),
  dictionary('userauthstatuses', false, {
    name: serverSet('string'),
    priority: serverSet('integer'),
    default: serverSet('boolean'),
  }),
  {
    ...dictionary('taskpriorities', false, { label: serverSet('string'), order: serverSet('integer') }),
    filters: { id: byId('string', true), order: byAttribute('order', 'integer') },
    sorters: ['id', 'order'],
  },
  dictionary('taskstatuses', false, {
    name: serverSet('string'),
    priority: serverSet('integer'),
    default: serverSet('boolean'),
  }),
  dictionary('contactgroups', true, { label: serverSet('string') }),
  dictionary('contactsources', false, { label: serverSet('string') }),
  dictionary('contactmethods', false, { label: serverSet('string') }),
  {
    ...dictionary('files', true, { originalFilename: serverSet('string') }),
    actions: new Set(['get'] as const),
  },
];
