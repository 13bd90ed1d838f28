import { mailboxAddress } from '../../shared/records/ids';
import { retryFailed } from '../../shared/sync/retry-failed';
import type { Services } from '../services';
import { json, param, register } from './route';

/** `GET /failed?mailbox=` and `POST /failed/{id}/retry`: records that could not be written. */
export function registerFailed(services: Services): void {
  const { ports } = services;
  register(services, {
    name: 'failed',
    methods: ['GET'],
    route: 'failed',
    handle: async (request) => {
      const mailbox = request.query.get('mailbox');
      return json(await ports.failed.list(mailbox === null ? undefined : mailboxAddress(mailbox)));
    },
  });
  register(services, {
    name: 'failed-retry',
    methods: ['POST'],
    route: 'failed/{id}/retry',
    handle: async (request) => json(await retryFailed(ports, param(request, 'id')), 202),
  });
}
