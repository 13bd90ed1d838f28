import type { TokenCredential } from '@azure/identity';
import { ServiceBusClient, type ServiceBusClientOptions } from '@azure/service-bus';

/** Where the queues are: a connection string (also of a local broker), or a namespace and an identity. */
export type QueueConnection =
  | { readonly connectionString: string }
  | { readonly fullyQualifiedNamespace: string; readonly credential: TokenCredential };

// The client's own default waits half a minute between tries; no handler may sleep that long.
const options: ServiceBusClientOptions = {
  retryOptions: { maxRetries: 3, retryDelayInMs: 500, maxRetryDelayInMs: 2000, timeoutInMs: 20_000 },
};

/** One client per process. Only a connection string can name a broker without TLS (Service Bus reference 1). */
export const connectServiceBus = (connection: QueueConnection): ServiceBusClient =>
  'connectionString' in connection
    ? new ServiceBusClient(connection.connectionString, options)
    : new ServiceBusClient(connection.fullyQualifiedNamespace, connection.credential, options);
