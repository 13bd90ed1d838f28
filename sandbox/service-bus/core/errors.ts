/** What the service answers instead of a result; the SDK turns the condition into a code (service-bus.md 8). */
export type Condition =
  | 'amqp:not-found'
  | 'amqp:not-allowed'
  | 'amqp:not-implemented'
  | 'amqp:decode-error'
  | 'amqp:invalid-field'
  | 'amqp:unauthorized-access'
  | 'amqp:link:message-size-exceeded'
  | 'com.microsoft:message-lock-lost'
  | 'com.microsoft:session-lock-lost'
  | 'com.microsoft:session-cannot-be-locked'
  | 'com.microsoft:message-not-found'
  | 'com.microsoft:timeout'
  | 'com.microsoft:argument-error';

export class ServiceBusError extends Error {
  override readonly name = 'ServiceBusError';
  readonly condition: Condition;

  constructor(condition: Condition, description: string) {
    super(description);
    this.condition = condition;
  }
}

export function messageLockLost(): ServiceBusError {
  return new ServiceBusError(
    'com.microsoft:message-lock-lost',
    'The lock supplied is invalid. Either the lock expired, or the message has already been removed from the queue.',
  );
}

export function sessionLockLost(sessionId: string): ServiceBusError {
  return new ServiceBusError(
    'com.microsoft:session-lock-lost',
    `The session lock was lost. Request a new session receiver. Session: ${sessionId}`,
  );
}

/** The SDK recognises a missing queue by this very text, not by the condition (service-bus.md 8). */
export function entityNotFound(address: string): ServiceBusError {
  return new ServiceBusError('amqp:not-found', `The messaging entity '${address}' could not be found.`);
}

export function sessionRequired(): ServiceBusError {
  return new ServiceBusError(
    'amqp:not-allowed',
    'The SessionId was not set on a message, and it cannot be sent to the entity. Entities that have session support enabled can only receive messages that have the SessionId set to a valid value.',
  );
}

export function messageNotFound(what: string): ServiceBusError {
  return new ServiceBusError('com.microsoft:message-not-found', `Failed to find the message: ${what}.`);
}

export function notAllowed(why: string): ServiceBusError {
  return new ServiceBusError('amqp:not-allowed', why);
}
