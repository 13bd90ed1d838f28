import { status } from '../../shared/sync/status';
import type { Services } from '../services';
import { json, register } from './route';

/** `GET /status`: per mailbox and entity. */
export function registerStatus(services: Services): void {
  register(services, {
    name: 'status',
    methods: ['GET'],
    route: 'status',
    handle: async () => json(await status(services.ports)),
  });
}
