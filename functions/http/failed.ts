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
    handle: async (request) => json(await ports.failed.list(mailboxFilter(request))),
  });
  register(services, {
    name: 'failed-retry',
    methods: ['POST'],
    route: 'failed/{id}/retry',
    handle: async (request) => json(await retryFailed(ports, param(request, 'id')), 202),
  });
}
