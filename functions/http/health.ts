import type { Services } from '../services';
import { json, register } from './route';

/** `GET /health`: anonymous; alive, and how old the last success is. No names. */
export function registerHealth(services: Services): void {
  const { ports } = services;
  register(services, {
    name: 'health',
    methods: ['GET'],
    route: 'health',
    access: 'anyone',
    handle: async () => {
      const successes: number[] = [];
      for (const { address } of await ports.mailboxes.list()) {
        for (const entity of ports.connections.entities) {
          const { value } = await ports.progress.load(address, entity);
          if (value.lastSuccess !== undefined) successes.push(Date.parse(value.lastSuccess));
        }
      }
      const age =
        successes.length === 0 ? null : Math.round((ports.clock().getTime() - Math.max(...successes)) / 1000);
      return json({ status: 'alive', lastSuccessAgeSeconds: age });
    },
  });
}
