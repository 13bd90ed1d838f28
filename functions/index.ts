import { randomBytes, randomUUID } from 'node:crypto';
import { app } from '@azure/functions';
import { DefaultAzureCredential } from '@azure/identity';
import { readEnvironment } from '../shared/config/environment';
import { readStoredSettings } from '../shared/config/settings';
import { settingsSource } from '../shared/config/settings-source';
import { LiveConnections } from '../shared/connections/connections';
import { connectOutlook } from '../shared/outlook/connection';
import { connectServiceBus } from '../shared/queue/connection';
import { serviceBusQueue } from '../shared/queue/send';
import { openSecrets } from '../shared/secrets/open-secrets';
import { openState } from '../shared/state/open-state';
import type { Ports } from '../shared/sync/work';
import { countRequests } from '../shared/telemetry/count-requests';
import { openMetrics } from '../shared/telemetry/open-metrics';
import { registerDeadLetters } from './dead-letters';
import { registerHousekeeping } from './housekeeping';
import { ApiKey } from './http/api-key';
import { registerRoutes } from './http/routes';
import { registerPollOrocrm } from './poll-orocrm';
import { registerPollOutlook } from './poll-outlook';
import { registerPolls } from './polls';
import { registerRecords } from './records';
import type { Services } from './services';
import { registerSweep } from './sweep';

/**
 * The composition root: the only place that builds objects. It throws on bad settings, with one message that names
 * them all, so that an app with wrong settings does not look like one without functions.
 */
function compose(): Services {
  const config = readEnvironment();
  const credential = new DefaultAzureCredential();
  const state = openState(withCredential(config.storage, credential), readStoredSettings);
  const secrets = openSecrets(config, state, credential);
  const clock = (): Date => new Date();
  const log = (line: string): void => console.warn(line);
  const { metrics, ...telemetry } = openMetrics(
    config.metrics && {
      connectionString: config.metrics.connectionString,
      credential: config.metrics.withIdentity ? credential : undefined,
    },
    log,
  );
  app.hook.appTerminate(() => telemetry.close());
  const countOutlook = countRequests(metrics, 'outlook');
  const connections = new LiveConnections({
    mailboxes: state.mailboxes,
    secrets,
    outlook: connectOutlook({
      baseUrl: config.graph.baseUrl,
      auth: config.graph.accessToken === undefined ? { credential } : { token: config.graph.accessToken },
      onRequest: ({ status }) => countOutlook(status),
      onItem: countOutlook,
    }),
    orocrm: config.orocrm,
    now: clock,
    onOrocrmAnswer: countRequests(metrics, 'orocrm'),
  });
  let digestKey: Promise<Buffer> | undefined;
  const ports: Ports = {
    ...state,
    clock,
    newId: randomUUID,
    connections,
    queue: serviceBusQueue(connectServiceBus(withCredential(config.serviceBus, credential))),
    settings: settingsSource(config.settings, state),
    secrets,
    digestKey: () =>
      (digestKey ??= secrets
        .loadOrCreate({ of: 'digests' }, () => randomBytes(32).toString('base64'))
        .then((text) => Buffer.from(text, 'base64'))
        .catch((thrown: unknown) => {
          // A failure is not kept: the next message asks the store again.
          digestKey = undefined;
          throw thrown;
        })),
    metrics,
    log,
  };
  const apiKey = new ApiKey(config.http.key, secrets, Date.now);
  return { config, ports, connections, secrets, apiKey, installSettings: state.settings };
}

function withCredential<S extends object, C>(setting: S, credential: C): S & { readonly credential: C } {
  return { ...setting, credential };
}

const services = compose();
for (const register of [
  registerPollOrocrm,
  registerPollOutlook,
  registerSweep,
  registerHousekeeping,
  registerPolls,
  registerRecords,
  registerDeadLetters,
  registerRoutes,
]) {
  register(services);
}
