import type { ResourceDefinition } from '../jsonapi/resource';
import { byId, serverSet, toOne } from './fields';

/** `asyncoperations` (reference section 6.4): read one by one; its owner and errors are seen by who started it. */
export const asyncOperations: ResourceDefinition = {
  type: 'asyncoperations',
  integerId: true,
  attributes: {
    entityType: serverSet('string'),
    status: serverSet('string'),
    progress: serverSet('integer'),
    createdAt: serverSet('datetime'),
    updatedAt: serverSet('datetime'),
    elapsedTime: serverSet('integer'),
    summary: serverSet('object'),
  },
  relationships: {
    owner: toOne('users', { endpoint: 'none' }),
    organization: toOne('organizations', { endpoint: 'none' }),
  },
  filters: { id: byId('integer') },
  sorters: ['id'],
  actions: new Set(['get'] as const),
  visible: (operation, viewer) =>
    viewer.level === 'organization' || operation.toOne['owner'] === viewer.user.id,
  title: (operation) => `Operation ${operation.id}`,
};
