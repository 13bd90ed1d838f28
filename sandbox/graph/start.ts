import { mkdirSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Control } from '../control';
import { open } from '../store/documents';
import { serverCertificate } from './certificate';
import { describeCall } from './http/describe-call';
import { humanRoutes } from './human/control-routes';
import { Human } from './human/human';
import { expireDelta, simulatorRoutes } from './human/simulator-routes';
import { GraphServer } from './server';
import { GraphService } from './service';
import { settingsSchema, type Settings } from './settings';
import { GraphState } from './state/graph-state';

/** The bearer token that is valid where no others are given. */
export const SANDBOX_TOKEN = 'sandbox-graph-token';

export interface GraphOptions {
  /** 0 (the default) takes a free one. */
  readonly port?: number;
  /** Folder in which everything survives a SIGKILL, certificate and delta links included. */
  readonly data?: string;
  /** Bearer tokens that never expire; default {@link SANDBOX_TOKEN}. */
  readonly tokens?: readonly string[];
  /** Switches that differ from the defaults. */
  readonly settings?: Partial<Settings>;
  /** The clock of time stamps and token expiry. */
  readonly now?: () => Date;
}

/** A running simulator of Microsoft 365. */
export interface RunningGraph {
  /** `https://127.0.0.1:port`, the value for GRAPH_BASE_URL. */
  readonly url: string;
  readonly port: number;
  /** PEM file of the authority to trust, for NODE_EXTRA_CA_CERTS. */
  readonly caFile: string;
  /** Request log, faults, latency, reset; the same as `/_control/…` over https. */
  readonly control: Control;
  /** Acts as the people of the tenant; also the way to seed it. */
  readonly human: Human;
  settings(): Settings;
  changeSettings(change: Partial<Settings>): void;
  /** Makes delta links answer 410. */
  expireDelta(input?: { mailbox?: string; links?: 'delta' | 'next' | 'all' }): void;
  /** The most operations that one mailbox had in flight since the start or the last reset. */
  highestInFlight(): number;
  stop(): Promise<void>;
}

/** Starts a simulated Microsoft Graph v1.0 over https on 127.0.0.1. */
export async function startGraph(options: GraphOptions = {}): Promise<RunningGraph> {
  const { data, now = () => new Date() } = options;
  if (data !== undefined) mkdirSync(data, { recursive: true });
  const certificate = await serverCertificate(data);
  const store = open(data === undefined ? undefined : join(data, 'graph.sqlite'));
  const state = new GraphState(store, now);
  // A token that was told to expire stays so over a restart.
  const tokens = (options.tokens ?? [SANDBOX_TOKEN]).map((token) => ({ token }));
  for (const known of tokens) if (state.token(known.token) === undefined) state.putToken(known);
  const changeSettings = (change: Partial<Settings>): void => {
    state.settings = settingsSchema.parse({ ...state.settings, ...change });
  };
  if (options.settings !== undefined) changeSettings(options.settings);

  const service = new GraphService(state, now);
  const graph = new GraphServer(state, service, now);
  const human = new Human(state);
  const control = new Control({
    describe: (call) => describeCall(call, state.directory),
    reset: () => {
      state.clear();
      state.replaceTokens(tokens);
      service.throttle.reset();
      if (options.settings !== undefined) changeSettings(options.settings);
    },
    routes: [...humanRoutes(human), ...simulatorRoutes(state, now)],
  });
  const server = createServer(
    { key: certificate.key, cert: certificate.cert, keepAliveTimeout: 65_000 },
    control.wrap((request, response, exchange) => graph.handle(request, response, exchange)),
  );
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${port}`,
    port,
    caFile: certificate.caFile,
    control,
    human,
    settings: () => state.settings,
    changeSettings,
    expireDelta: (input = {}) => expireDelta(state, input),
    highestInFlight: () => service.throttle.highestInFlight,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      store.close();
      certificate.discard();
    },
  };
}
