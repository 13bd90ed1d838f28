import type { ServiceBusReceivedMessage } from '@azure/service-bus';
import { errorMessage, type Logger } from './log';
import { Outage, pause } from './outage';
import type { QueueListener } from './queue-listener';
import { handleMessages, type MessageHandler, type Settler } from './queue-messages';

/** One session that is ours until it is closed; the SDK's session receiver is one. */
export interface OpenSession extends Settler {
  readonly sessionId: string;
  receiveMessages(
    count: number,
    options: { maxWaitTimeInMs: number; abortSignal: AbortSignal },
  ): Promise<ServiceBusReceivedMessage[]>;
  close(): Promise<void>;
}

export interface SessionListenerOptions {
  readonly category: string;
  /** How many sessions are open or waited for at a time. */
  readonly maxConcurrentSessions: number;
  /** Milliseconds without a message after which a session makes room for another. */
  readonly sessionIdleTimeout: number;
  /** Messages taken at once: 1, or the batch size for cardinality `many`. */
  readonly batchSize: number;
  /** Rejects with code ServiceTimeout when no session had a message for some time. */
  acceptNextSession(): Promise<OpenSession>;
}

/**
 * Handles a queue with sessions: in each session one message after another, as many sessions side by side as
 * host.json allows. All acceptors wait at the broker all the time, since opening a link costs far more than
 * handling a message (reference service-bus 10).
 */
export function createSessionListener(
  options: SessionListenerOptions,
  handle: MessageHandler,
  logger: Logger,
): QueueListener {
  const stopping = new AbortController();
  const { signal } = stopping;
  const outage = new Outage(logger, options.category);
  const busy = new Set<Promise<void>>();

  const accept = async (): Promise<void> => {
    while (!signal.aborted) {
      let session: OpenSession;
      try {
        session = await options.acceptNextSession();
        outage.ended();
      } catch (error) {
        // No session had anything to do for a while: the SDK's way to say so. Ask again at once.
        if (!isTimeout(error) && !isAborted(signal)) {
          await pause(outage.failed(error), signal);
        }
        continue;
      }
      const draining = drain(session);
      busy.add(draining);
      try {
        await draining;
      } catch (error) {
        if (!isAborted(signal)) {
          const reason = errorMessage(error);
          logger.log('warning', options.category, `session ${session.sessionId} was lost: ${reason}`);
        }
      } finally {
        busy.delete(draining);
        await session.close().catch(() => undefined);
      }
    }
  };

  const drain = async (session: OpenSession): Promise<void> => {
    const wait = { maxWaitTimeInMs: options.sessionIdleTimeout, abortSignal: signal };
    let settled = Promise.resolve();
    try {
      while (!signal.aborted) {
        const messages = await session.receiveMessages(options.batchSize, wait);
        await settled;
        if (messages.length === 0) {
          return;
        }
        ({ settled } = await handleMessages(messages, handle, session));
        // Awaited above; until then a refusal is nobody's unhandled rejection.
        settled.catch(() => undefined);
      }
    } finally {
      await settled;
    }
  };

  return {
    category: options.category,
    start() {
      for (let count = 0; count < options.maxConcurrentSessions; count += 1) {
        void accept();
      }
    },
    async stop() {
      stopping.abort();
      await Promise.allSettled(busy);
    },
  };
}

/** Read anew each time: an await may have changed it. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function isTimeout(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'ServiceTimeout' || code === 'OperationTimeoutError';
}
