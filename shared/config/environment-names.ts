import { IANAZone } from 'luxon';
import { z } from 'zod';

/** A text of the environment; an empty one counts as none, as platforms cannot always unset a setting. */
const text = z
  .string()
  .transform((value) => value.trim())
  .transform((value) => (value === '' ? undefined : value))
  .optional();

const checked = (allowed: string, fits: (value: string) => boolean) =>
  text.refine((value) => value === undefined || fits(value), { error: allowed });

const address = (protocols: readonly string[], example: string) =>
  checked(`an address such as ${example}, without user, query or fragment`, (value) => {
    if (!URL.canParse(value)) return false;
    const url = new URL(value);
    return protocols.includes(url.protocol) && url.username + url.password + url.search + url.hash === '';
  });

const web = ['https:', 'http:'];
const secure = ['https:'];

const flag = checked('true or false', (value) => /^(true|false)$/i.test(value)).transform(
  (value) => value?.toLowerCase() === 'true',
);

/** A connection string has the parts that its client cannot do without. */
const connectionString = (what: string, ...parts: readonly RegExp[]) =>
  checked(`a connection string of ${what}`, (value) => parts.every((part) => part.test(value)));

/** Every name that is read from the environment, but for `SYNC_…`, with what is allowed. */
export const environmentNames = z.object({
  OROCRM_URL: address(web, 'https://crm.example.com'),
  OROCRM_API_PREFIX: checked('a path such as /api', (value) => /^\/[\w./-]*$/.test(value)),
  OROCRM_CLIENT_ID: text,
  OROCRM_CLIENT_SECRET: text,
  OROCRM_USERNAME: text,
  OROCRM_API_KEY: text,
  OROCRM_CA_FILE: text,
  OROCRM_TLS_INSECURE: flag,
  OROCRM_TIME_ZONE: checked('an IANA time zone such as Europe/Berlin', (value) =>
    IANAZone.isValidZone(value),
  ),
  GRAPH_BASE_URL: address(secure, 'https://graph.microsoft.com'),
  GRAPH_ACCESS_TOKEN: text,
  STATE_STORAGE: connectionString(
    'a storage account',
    /(^|;)\s*(UseDevelopmentStorage=true|AccountName=|TableEndpoint=)/i,
  ),
  STATE_STORAGE__tableServiceUri: address(secure, 'https://account.table.core.windows.net'),
  SERVICE_BUS: connectionString(
    'a Service Bus namespace',
    /(^|;)\s*Endpoint=sb:\/\/[^;]+/i,
    /(^|;)\s*SharedAccess(Key|Signature)=/i,
  ),
  SERVICE_BUS__fullyQualifiedNamespace: checked('a host name such as name.servicebus.windows.net', (value) =>
    /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(value),
  ),
  KEY_VAULT_URI: address(secure, 'https://name.vault.azure.net'),
  APPLICATIONINSIGHTS_CONNECTION_STRING: connectionString(
    'Application Insights',
    /(^|;)\s*InstrumentationKey=[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\s*(;|$)/,
  ),
  /** The host reads the same, so its form is the platform's (Functions reference 3.3). */
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: checked(
    'Authorization=AAD, or ClientId=<id of the identity>;Authorization=AAD',
    (value) => /^(ClientId=[\da-f-]{36};)?Authorization=AAD;?$/i.test(value),
  ),
  FUNCTIONS_KEY: text,
  /** Set by the platform where its authentication is on. */
  WEBSITE_AUTH_ENABLED: text,
  /** Set by the platform in Azure only. */
  WEBSITE_INSTANCE_ID: text,
  /** `Development` on a developer's machine. */
  AZURE_FUNCTIONS_ENVIRONMENT: text,
});

export type EnvironmentValues = z.output<typeof environmentNames>;
export type EnvironmentName = keyof EnvironmentValues;
