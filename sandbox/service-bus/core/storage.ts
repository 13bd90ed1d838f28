import type { QueuedMessage } from './message';

/** Where one queue keeps what must outlive the process. */
export interface QueueStorage {
  added(message: QueuedMessage): void;
  /** State, delivery count or payload changed. */
  changed(message: QueuedMessage): void;
  removed(sequenceNumber: number): void;
  sessionState(sessionId: string, state: Buffer | undefined): void;
  duplicateSeen(messageId: string, sequenceNumber: number, until: number): void;
  duplicateForgotten(messageId: string): void;
  /** The number that the next message will get: numbers are never used twice, also when all messages are gone. */
  nextSequenceNumber(next: number): void;
}

/** What a queue had when the process ended. */
export interface StoredQueue {
  readonly nextSequenceNumber: number;
  readonly messages: readonly QueuedMessage[];
  /** Messages that a receiver held: their delivery has failed. */
  readonly interrupted: ReadonlySet<number>;
  readonly sessionStates: readonly (readonly [sessionId: string, state: Buffer])[];
  readonly duplicates: readonly {
    readonly messageId: string;
    readonly sequenceNumber: number;
    readonly until: number;
  }[];
}

const ignore = (): void => undefined;

/** Keeps nothing: a queue in memory only. */
export const forgetful: QueueStorage = {
  added: ignore,
  changed: ignore,
  removed: ignore,
  sessionState: ignore,
  duplicateSeen: ignore,
  duplicateForgotten: ignore,
  nextSequenceNumber: ignore,
};
