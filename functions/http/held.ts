import { decideHeld } from '../../shared/sync/held';
import type { Services } from '../services';
import { json, param, register } from './route';

/** `POST /held/{id}/release` and `/discard`: a person's decision on held deletions. */
export function registerHeld(services: Services): void {
  for (const [verb, decision] of [
    ['release', 'released'],
    ['discard', 'discarded'],
  ] as const) {
    register(services, {
      name: `held-${verb}`,
      methods: ['POST'],
      route: `held/{id}/${verb}`,
      handle: async (request) => json(await decideHeld(services.ports, param(request, 'id'), decision)),
    });
  }
}
