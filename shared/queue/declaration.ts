/**
 * The queues of the system, declared once: the code sends to and listens on these, the sandbox broker creates
 * them, and the infrastructure templates are compared with them by a test.
 */
export interface QueueDeclaration {
  readonly name: string;
  readonly requiresSession: boolean;
  /** Window in which a message with an id seen before is dropped; absent: no duplicate detection. */
  readonly duplicateDetectionSeconds?: number;
  readonly lockSeconds: number;
  readonly maxDeliveryCount: number;
  /** A message that waited longer is dropped, or dead-lettered where `deadLetterOnExpiry` is set. */
  readonly timeToLiveSeconds: number;
  readonly deadLetterOnExpiry: boolean;
}

/** Reads of one shard of one side, in order; ids repeat on purpose, so duplicates are dropped. */
export const pollsQueue = {
  name: 'polls',
  requiresSession: true,
  duplicateDetectionSeconds: 600,
  lockSeconds: 300,
  maxDeliveryCount: 5,
  timeToLiveSeconds: 3600,
  deadLetterOnExpiry: false,
} as const satisfies QueueDeclaration;

/** Work on one mailbox, in order. No duplicate detection: a second edit of a record is no duplicate. */
export const recordsQueue = {
  name: 'records',
  requiresSession: true,
  lockSeconds: 300,
  maxDeliveryCount: 10,
  timeToLiveSeconds: 14 * 24 * 3600,
  deadLetterOnExpiry: true,
} as const satisfies QueueDeclaration;

export const queues: readonly (QueueDeclaration & { readonly name: 'polls' | 'records' })[] = [
  pollsQueue,
  recordsQueue,
];
