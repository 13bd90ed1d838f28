import { retryFailed } from '../../shared/sync/retry-failed';
import type { Services } from '../services';
import { mailboxFilter } from './address';
import { json, param, register } from './route';

/** `GET /failed?mailbox=` and `POST /failed/{id}/retry`: records that could not be written. */
export function registerFailed(services: Services): void {
  const { ports } = services;
  register(services, {
    name: 'failed',
    methods: ['GET'],
    route: 'failed',
    access: 'own-mailbox',
    handle: async (request, reach) => json(await ports.failed.list(reach.limit(mailboxFilter(request)))),
  });
  register(services, {
    name: 'failed-retry',
    methods: ['POST'],
    route: 'failed/{id}/retry',
    access: 'own-mailbox',
    handle: async (request, reach) => {
      const { id } = reach.own(await ports.failed.load(param(request, 'id')), 'failed record');
      return json(await retryFailed(ports, id), 202);
    },
  });
}
