import type { ServiceBusClient } from '@azure/service-bus';
import { errorMessage } from './log';

/**
 * A client as long as its connection holds. The SDK reconnects by itself, but when a connection fails again
 * while it does so, every later operation of that client may wait for ever (seen with 7.9.5); so a client
 * whose connection has failed is thrown away and the next lease is on a new one.
 */
export interface Lease {
  readonly client: ServiceBusClient;
  /** Its connection has failed: there is nothing to be had of this client any more. */
  isGivenUp(): boolean;
  /**
   * Waits for an operation of this client.
   * @throws what the operation rejects with; Error when the client was given up or the time is over.
   */
  wait<T>(milliseconds: number, operation: Promise<T>): Promise<T>;
}

interface Generation {
  readonly client: ServiceBusClient;
  /** How to let go who waits. Not one promise for all: it would hold on to every message ever raced with it. */
  readonly waiting: Set<(reason: Error) => void>;
}

/** Codes that tell of an entity, a message or a credential: the connection that brought them is sound. */
const soundCodes = new Set([
  ...['ServiceTimeout', 'ServiceBusy', 'MessagingEntityNotFound', 'MessagingEntityDisabled'],
  ...['MessageLockLost', 'SessionLockLost', 'SessionCannotBeLocked', 'MessageNotFound'],
  ...['MessageSizeExceeded', 'UnauthorizedAccess', 'QuotaExceeded', 'OperationTimeoutError'],
]);

/** Where leases come from: one client at a time, for all queues of one connection setting. */
export class ServiceBusConnection {
  readonly #open: () => ServiceBusClient;
  #current: Generation;
  #closed = false;

  constructor(open: () => ServiceBusClient) {
    this.#open = open;
    this.#current = { client: open(), waiting: new Set() };
  }

  lease(): Lease {
    const generation = this.#current;
    return {
      client: generation.client,
      isGivenUp: () => generation !== this.#current,
      wait: async (milliseconds, operation) => {
        try {
          return await waitIn(generation, milliseconds, operation);
        } catch (error) {
          if (isConnectionTrouble(error)) {
            this.#replace(generation, errorMessage(error));
          }
          throw error;
        }
      },
    };
  }

  /** Resolves when the client is closed; who waits is let go. */
  close(): Promise<void> {
    this.#closed = true;
    letGo(this.#current, 'closed');
    return this.#current.client.close();
  }

  #replace(failed: Generation, reason: string): void {
    if (this.#closed || failed !== this.#current) {
      return;
    }
    this.#current = { client: this.#open(), waiting: new Set() };
    letGo(failed, `the connection was given up: ${reason}`);
    // Frees what the broker still holds for it, if it is heard at all; nobody waits for that.
    failed.client.close().catch(() => undefined);
  }
}

function letGo({ waiting }: Generation, reason: string): void {
  for (const reject of waiting) {
    reject(new Error(reason));
  }
}

function waitIn<T>({ waiting }: Generation, milliseconds: number, operation: Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => {
      fail(new Error(`no answer within ${milliseconds} ms`));
    }, milliseconds);
    const end = (): void => {
      clearTimeout(timer);
      waiting.delete(fail);
    };
    const fail = (reason: Error): void => {
      end();
      reject(reason);
    };
    waiting.add(fail);
    operation.then((value) => {
      end();
      resolve(value);
    }, fail);
  });
}

function isConnectionTrouble(error: unknown): boolean {
  if (!(error instanceof Error) || error.name === 'AbortError') {
    return false;
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  // A wrong use of a queue has no code of its own (reference service-bus 8).
  return !soundCodes.has(code) && !/InvalidOperation|not-allowed/i.test(error.message);
}
