import { decideHeld } from '../../shared/sync/held';
import type { Services } from '../services';
import { json, param, register } from './route';

/** `POST /held/{id}/release` and `/discard`: a person's decision on held deletions. */
export function registerHeld(services: Services): void {
  const { ports } = services;
  for (const [verb, decision] of [
    ['release', 'released'],
    ['discard', 'discarded'],
  ] as const) {
    register(services, {
      name: `held-${verb}`,
      methods: ['POST'],
      route: `held/{id}/${verb}`,
      access: 'own-mailbox',
      handle: async (request, reach) => {
        const { id } = reach.own(await ports.held.load(param(request, 'id')), 'held deletion');
        return json(await decideHeld(ports, id, decision));
      },
    });
  }
}
