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
    access: 'own-mailbox',
    handle: async (request, reach) => {
      const mailbox = reach.limit(mailboxFilter(request));
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
    access: 'own-mailbox',
    handle: async (request, reach) => {
      const { id } = reach.own(await ports.history.load(param(request, 'id')), 'history entry');
      return json(await restore(ports, id));
    },
  });
}
