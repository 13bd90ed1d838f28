import { runId } from '../../shared/records/ids';
import { describe, describeRun } from '../../shared/sync/runs/describe-run';
import type { Services } from '../services';
import { mailboxFilter } from './address';
import { json, param, register } from './route';

const listed = 50;

/** `GET /runs/{runId}` and `GET /runs?mailbox=`, latest first. */
export function registerRuns(services: Services): void {
  const { ports } = services;
  register(services, {
    name: 'run',
    methods: ['GET'],
    route: 'runs/{runId}',
    access: 'own-mailbox',
    handle: async (request, reach) =>
      json(reach.own(await describeRun(ports, runId(param(request, 'runId'))), 'run')),
  });
  register(services, {
    name: 'runs',
    methods: ['GET'],
    route: 'runs',
    access: 'own-mailbox',
    handle: async (request, reach) => {
      const runs = await ports.runs.list(reach.limit(mailboxFilter(request)), listed);
      return json(await Promise.all(runs.map((run) => describe(ports, run))));
    },
  });
}
