import { restore } from '../../shared/sync/restore';
import type { Services } from '../services';
import { mailboxFilter } from './address';
import { json, param, register } from './route';

/** `GET /history?mailbox=&record=` and `POST /history/{id}/restore`: what was overwritten or deleted. */
export function registerHistory(services: Services): void {
  const { ports } = services;
  register(services, {
    name: 'history',
    methods: ['GET'],
    route: 'history',
    handle: async (request) => {
      const mailbox = mailboxFilter(request);
      const record = request.query.get('record');
      return json(
        await ports.history.list({
          ...(mailbox === undefined ? {} : { mailbox }),
          ...(record === null || record === '' ? {} : { record }),
        }),
      );
    },
  });
  register(services, {
    name: 'history-restore',
    methods: ['POST'],
    route: 'history/{id}/restore',
    handle: async (request) => json(await restore(ports, param(request, 'id'))),
  });
}
