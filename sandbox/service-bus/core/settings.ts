import type { QueueDeclaration } from '../../../shared/queue/declaration';
import { deadLetterPath } from './dead-letter';

/** How a queue behaves; times in milliseconds. */
export interface QueueSettings {
  readonly name: string;
  readonly requiresSession: boolean;
  readonly duplicateWindow: number | undefined;
  readonly lockMilliseconds: number;
  /** Infinity: deliveries may fail for ever. */
  readonly maxDeliveryCount: number;
  /** Infinity: messages wait for ever. */
  readonly timeToLive: number;
  readonly deadLetterOnExpiry: boolean;
}

export function queueSettings(declaration: QueueDeclaration): QueueSettings {
  return {
    name: declaration.name,
    requiresSession: declaration.requiresSession,
    duplicateWindow:
      declaration.duplicateDetectionSeconds === undefined
        ? undefined
        : declaration.duplicateDetectionSeconds * 1000,
    lockMilliseconds: declaration.lockSeconds * 1000,
    maxDeliveryCount: declaration.maxDeliveryCount,
    timeToLive: declaration.timeToLiveSeconds * 1000,
    deadLetterOnExpiry: declaration.deadLetterOnExpiry,
  };
}

/** In a dead-letter queue there are no sessions, nothing expires and nothing is given up (service-bus.md 5). */
export function deadLetterSettings(declaration: QueueDeclaration): QueueSettings {
  return {
    name: `${declaration.name}/${deadLetterPath}`,
    requiresSession: false,
    duplicateWindow: undefined,
    lockMilliseconds: declaration.lockSeconds * 1000,
    maxDeliveryCount: Infinity,
    timeToLive: Infinity,
    deadLetterOnExpiry: false,
  };
}
