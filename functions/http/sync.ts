import { z } from 'zod';
import { entityNames } from '../../shared/records/record';
import { firstSyncModes } from '../../shared/sync/ports/settings';
import { startRun } from '../../shared/sync/runs/start-run';
import type { Services } from '../services';
import { parseAddress } from './address';
import { readJson, register, runStarted } from './route';
import { parseBody } from './parse-body';

const body = z.strictObject({
  mailbox: z.string().min(1).optional(),
  entities: z.array(z.enum(entityNames)).min(1).optional(),
  kind: z.enum(['full', 'changes', 'resync']).default('full'),
  mode: z.enum(firstSyncModes).optional(),
  dryRun: z.boolean().optional(),
  confirm: z.boolean().optional(),
});

/** `POST /sync`: starts a run, or joins an equal one under way. Without a mailbox: of all that the caller may reach. */
export function registerSync(services: Services): void {
  register(services, {
    name: 'sync',
    methods: ['POST'],
    route: 'sync',
    access: 'own-mailbox',
    handle: async (request, reach) => {
      const given = parseBody(body, await readJson(request));
      const { entities, mode, dryRun, confirm, kind } = given;
      const mailbox = reach.limit(given.mailbox === undefined ? undefined : parseAddress(given.mailbox));
      const runId = await startRun(services.ports, {
        kind,
        ...(mailbox === undefined ? {} : { mailbox }),
        ...(entities === undefined
          ? {}
          : { entities: entityNames.filter((name) => entities.includes(name)) }),
        ...(mode === undefined ? {} : { mode }),
        ...(dryRun === undefined ? {} : { dryRun }),
        ...(confirm === undefined ? {} : { confirm }),
      });
      return runStarted(request, runId);
    },
  });
}
