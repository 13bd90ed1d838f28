import { RetryMode, ServiceBusClient, type ServiceBusClientOptions } from '@azure/service-bus';
import type { Environment } from './settings';

/** Milliseconds that one attempt of the SDK lasts, waiting for a session among them. */
export const longestSdkWait = 30_000;

/**
 * As the extension's clientRetryOptions, but with short waits: a broker that restarts must be found again
 * within a second or two. They repeat calls to the broker, never a function.
 */
const options: ServiceBusClientOptions = {
  retryOptions: {
    mode: RetryMode.Exponential,
    maxRetries: 3,
    retryDelayInMs: 200,
    maxRetryDelayInMs: 2000,
    timeoutInMs: longestSdkWait,
  },
};

/**
 * What opens clients for the connection that a trigger names: `NAME` holds a connection string, and wins;
 * `NAME__fullyQualifiedNamespace` means identity (reference service-bus 12).
 * @throws Error naming function and setting when neither is set.
 */
export async function resolveConnection(
  functionName: string,
  name: string,
  environment: Environment,
): Promise<() => ServiceBusClient> {
  const connectionString = environment[name] ?? '';
  if (connectionString !== '') {
    return () => new ServiceBusClient(connectionString, options);
  }
  const namespace = environment[`${name}__fullyQualifiedNamespace`] ?? '';
  if (namespace === '') {
    throw new Error(
      `Function "${functionName}" needs the setting ${name} (a connection string) or ` +
        `${name}__fullyQualifiedNamespace (identity).`,
    );
  }
  // Loaded only where it is used: it takes longer to load than everything else here.
  const { DefaultAzureCredential } = await import('@azure/identity');
  const clientId = environment[`${name}__clientId`] ?? '';
  const credential = new DefaultAzureCredential(clientId === '' ? {} : { managedIdentityClientId: clientId });
  return () => new ServiceBusClient(namespace, credential, options);
}
