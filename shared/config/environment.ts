import { SyncError } from '../errors';
import type { SettingsPatch } from '../sync/ports/settings';
import { crossFaults } from './environment-faults';
import { environmentNames, type EnvironmentValues } from './environment-names';
import { settingsOfEnvironment } from './settings';

/** The service user of OroCRM. Its secret is absent where it lies in the key vault. */
export type OrocrmServiceUser =
  | { readonly kind: 'client'; readonly clientId: string; readonly secret: string | undefined }
  | { readonly kind: 'wsse'; readonly username: string; readonly secret: string | undefined };

/** Where something of Azure is: a connection string, or a place that the application's identity may use. */
export type StorageSetting = { readonly connectionString: string } | { readonly tableServiceUri: string };
export type ServiceBusSetting =
  { readonly connectionString: string } | { readonly fullyQualifiedNamespace: string };

/** Everything that the environment says. */
export interface EnvironmentConfig {
  readonly orocrm: {
    readonly installation: {
      readonly url: string;
      readonly apiPrefix: string;
      readonly caFile: string | undefined;
      readonly tlsInsecure: boolean;
    };
    /** Absent where every mailbox has a credential of its own. */
    readonly service: OrocrmServiceUser | undefined;
    /** IANA name: the zone of all-day events. */
    readonly timeZone: string;
  };
  readonly graph: {
    readonly baseUrl: string;
    /** A ready token, for development; absent: the application's identity. */
    readonly accessToken: string | undefined;
  };
  readonly storage: StorageSetting;
  readonly serviceBus: ServiceBusSetting;
  /** Absent: secrets are kept in an encrypted row, for local use. */
  readonly keyVaultUri: string | undefined;
  /** Where metrics go; absent: nowhere. */
  readonly metrics:
    | {
        readonly connectionString: string;
        /** Only whom Entra knows may send them (Functions reference 3.3). */
        readonly withIdentity: boolean;
      }
    | undefined;
  readonly http: {
    /** The key that callers present; absent: the one in the secret store. */
    readonly key: string | undefined;
    /** The platform authenticates, so its header with the principal can be trusted. */
    readonly platformAuthentication: boolean;
    /** A developer's machine, whose host listens on loopback only. */
    readonly openToLoopback: boolean;
  };
  /** Defaults of the installation, from `SYNC_…`. */
  readonly settings: SettingsPatch;
}

/**
 * Reads the environment, once and for all.
 * @throws SyncError `operator` whose message names every setting that is wrong or missing, and no secret.
 */
export function readEnvironment(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): EnvironmentConfig {
  const parsed = environmentNames.safeParse(environment);
  const { settings, faults: settingFaults } = settingsOfEnvironment(environment);
  const faults = [
    ...(parsed.error?.issues ?? []).map(({ path, message }) => `${path.join('.')} must be ${message}.`),
    ...crossFaults(environment),
    ...settingFaults.map(({ message }) => message),
  ];
  if (parsed.data === undefined || faults.length > 0) {
    throw new SyncError(`Some settings are wrong:\n${faults.map((fault) => `- ${fault}`).join('\n')}`, {
      kind: 'operator',
      code: 'wrong-setting',
      action: 'Correct these settings of the application and start it again.',
    });
  }
  return { ...toConfig(parsed.data), settings };
}

function toConfig(values: EnvironmentValues): Omit<EnvironmentConfig, 'settings'> {
  return {
    orocrm: {
      installation: {
        url: values.OROCRM_URL ?? '',
        apiPrefix: values.OROCRM_API_PREFIX ?? '/api',
        caFile: values.OROCRM_CA_FILE,
        tlsInsecure: values.OROCRM_TLS_INSECURE,
      },
      service: serviceOf(values),
      timeZone: values.OROCRM_TIME_ZONE ?? 'UTC',
    },
    graph: {
      baseUrl: values.GRAPH_BASE_URL ?? 'https://graph.microsoft.com',
      accessToken: values.GRAPH_ACCESS_TOKEN,
    },
    // As the platform does it: a connection string wins when both are given (Service Bus reference 12).
    storage:
      values.STATE_STORAGE === undefined
        ? { tableServiceUri: values.STATE_STORAGE__tableServiceUri ?? '' }
        : { connectionString: values.STATE_STORAGE },
    serviceBus:
      values.SERVICE_BUS === undefined
        ? { fullyQualifiedNamespace: values.SERVICE_BUS__fullyQualifiedNamespace ?? '' }
        : { connectionString: values.SERVICE_BUS },
    keyVaultUri: values.KEY_VAULT_URI,
    metrics:
      values.APPLICATIONINSIGHTS_CONNECTION_STRING === undefined
        ? undefined
        : {
            connectionString: values.APPLICATIONINSIGHTS_CONNECTION_STRING,
            withIdentity: values.APPLICATIONINSIGHTS_AUTHENTICATION_STRING !== undefined,
          },
    http: {
      key: values.FUNCTIONS_KEY,
      platformAuthentication: values.WEBSITE_AUTH_ENABLED?.toLowerCase() === 'true',
      openToLoopback:
        values.AZURE_FUNCTIONS_ENVIRONMENT === 'Development' && values.WEBSITE_INSTANCE_ID === undefined,
    },
  };
}

function serviceOf(values: EnvironmentValues): OrocrmServiceUser | undefined {
  const { OROCRM_CLIENT_ID: clientId, OROCRM_USERNAME: username } = values;
  if (clientId !== undefined) return { kind: 'client', clientId, secret: values.OROCRM_CLIENT_SECRET };
  if (username !== undefined) return { kind: 'wsse', username, secret: values.OROCRM_API_KEY };
  return undefined;
}
