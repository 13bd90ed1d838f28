import type { LiveConnections } from '../shared/connections/connections';
import type { EnvironmentConfig } from '../shared/config/environment';
import type { SecretStore } from '../shared/sync/ports/secrets';
import type { SettingsState } from '../shared/sync/ports/settings';
import type { Ports } from '../shared/sync/work';
import type { ApiKey } from './http/api-key';

/** What the triggers call: everything is built in index.ts. */
export interface Services {
  readonly config: EnvironmentConfig;
  readonly ports: Ports;
  readonly connections: LiveConnections;
  readonly secrets: SecretStore;
  readonly apiKey: ApiKey;
  /** The installation level of the settings, as stored. */
  readonly installSettings: SettingsState;
}
