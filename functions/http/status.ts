import { status } from '../../shared/sync/status';
import type { Services } from '../services';
import { json, register } from './route';

/** `GET /status`: per mailbox and entity. */
export function registerStatus(services: Services): void {
  register(services, {
    name: 'status',
    methods: ['GET'],
    route: 'status',
    access: 'own-mailbox',
    handle: async (_request, reach) => json(await status(services.ports, reach.limit(undefined))),
  });
}
