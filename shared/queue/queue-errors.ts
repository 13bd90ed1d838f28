import { isServiceBusError, type ServiceBusErrorCode } from '@azure/service-bus';
import { SyncError, type SyncErrorDetails } from '../errors';

const checkNamespace =
  'Check the namespace named in SERVICE_BUS, its queues, and that the application may send to them.';

/** Sorts a fault of Service Bus into what can be done about it. */
export function queueError(thrown: unknown): SyncError {
  if (thrown instanceof SyncError) return thrown;
  if (thrown instanceof Error && /^(Authentication|CredentialUnavailable)/.test(thrown.name)) {
    return fault('Service Bus cannot be used: no identity.', thrown, {
      kind: 'operator',
      code: 'unauthorized',
      action: checkNamespace,
    });
  }
  if (!isServiceBusError(thrown)) {
    return fault('Service Bus cannot be reached.', thrown, { kind: 'retry', code: 'unreachable' });
  }
  const known = knownFaults[thrown.code];
  return known === undefined
    ? fault(`Service Bus failed (${thrown.code}).`, thrown, { kind: 'retry', code: 'server-error' })
    : fault(known.message, thrown, known.details);
}

const knownFaults: Partial<
  Record<ServiceBusErrorCode, { readonly message: string; readonly details: SyncErrorDetails }>
> = {
  UnauthorizedAccess: {
    message: 'Service Bus refused access.',
    details: { kind: 'operator', code: 'unauthorized', action: checkNamespace },
  },
  MessagingEntityNotFound: {
    message: 'Service Bus has no such queue.',
    details: { kind: 'operator', code: 'not-found', action: checkNamespace },
  },
  MessagingEntityDisabled: {
    message: 'The queue is disabled.',
    details: { kind: 'operator', code: 'forbidden', action: checkNamespace },
  },
  MessageSizeExceeded: {
    message: 'A message is larger than Service Bus takes.',
    details: { kind: 'give-up', code: 'refused-value' },
  },
  QuotaExceeded: {
    message: 'A queue is full.',
    details: {
      kind: 'retry',
      code: 'throttled',
      action: 'Find out why messages are not handled, or enlarge the queue.',
    },
  },
  ServiceBusy: { message: 'Service Bus is busy.', details: { kind: 'retry', code: 'throttled' } },
  ServiceTimeout: {
    message: 'Service Bus did not answer in time.',
    details: { kind: 'retry', code: 'unreachable' },
  },
  ServiceCommunicationProblem: {
    message: 'Service Bus cannot be reached.',
    details: { kind: 'retry', code: 'unreachable' },
  },
};

const fault = (message: string, cause: unknown, details: SyncErrorDetails): SyncError =>
  new SyncError(message, { ...details, cause });
