import type { DatabaseSync } from 'node:sqlite';
import type { QueuedMessage } from '../core/message';
import { joinPayload, parsePayload } from '../core/payload';
import type { QueueStorage, StoredQueue } from '../core/storage';
import { duplicateRow, messageRow, sessionStateRow, type MessageRow } from './schema';

/** Writes one queue into the tables. `begin` is called before each write. */
export function sqliteQueue(
  database: DatabaseSync,
  queue: number,
  begin: () => void,
  nextSequenceNumber: (next: number) => void,
): QueueStorage {
  const insert = database.prepare(
    `INSERT INTO messages (queue, sequence_number, enqueue_sequence_number, enqueued_at, expires_at, delivery_count,
      message_id, session_id, time_to_live, dead_letter_source, deferred, due, locked, content)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const mark = database.prepare(
    'UPDATE messages SET delivery_count = ?, deferred = ?, locked = ? WHERE queue = ? AND sequence_number = ?',
  );
  const rewrite = database.prepare('UPDATE messages SET content = ? WHERE queue = ? AND sequence_number = ?');
  const remove = database.prepare('DELETE FROM messages WHERE queue = ? AND sequence_number = ?');
  const putState = database.prepare(
    'INSERT OR REPLACE INTO session_states (queue, session_id, state) VALUES (?, ?, ?)',
  );
  const dropState = database.prepare('DELETE FROM session_states WHERE queue = ? AND session_id = ?');
  const putSeen = database.prepare(
    'INSERT OR REPLACE INTO duplicates (queue, message_id, sequence_number, until) VALUES (?, ?, ?, ?)',
  );
  const dropSeen = database.prepare('DELETE FROM duplicates WHERE queue = ? AND message_id = ?');
  /** Payloads as they are in the file, to write them again only when they changed. */
  const written = new WeakMap<QueuedMessage, QueuedMessage['payload']>();

  return {
    added(message) {
      begin();
      written.set(message, message.payload);
      insert.run(
        queue,
        message.sequenceNumber,
        message.enqueueSequenceNumber,
        message.enqueuedAt,
        Number.isFinite(message.expiresAt) ? message.expiresAt : null,
        message.deliveryCount,
        message.messageId,
        message.sessionId ?? null,
        message.timeToLive ?? null,
        message.deadLetterSource ?? null,
        isDeferred(message) ? 1 : 0,
        message.state.kind === 'scheduled' ? message.state.due : null,
        message.state.kind === 'locked' ? 1 : 0,
        joinPayload(message.payload),
      );
    },
    changed(message) {
      begin();
      const { deliveryCount, sequenceNumber, state, payload } = message;
      const locked = state.kind === 'locked' ? 1 : 0;
      mark.run(deliveryCount, isDeferred(message) ? 1 : 0, locked, queue, sequenceNumber);
      if (written.get(message) === payload) return;
      rewrite.run(joinPayload(payload), queue, sequenceNumber);
      written.set(message, payload);
    },
    removed(sequenceNumber) {
      begin();
      remove.run(queue, sequenceNumber);
    },
    sessionState(sessionId, state) {
      begin();
      if (state === undefined) dropState.run(queue, sessionId);
      else putState.run(queue, sessionId, state);
    },
    duplicateSeen(messageId, sequenceNumber, until) {
      begin();
      putSeen.run(queue, messageId, sequenceNumber, until);
    },
    duplicateForgotten(messageId) {
      begin();
      dropSeen.run(queue, messageId);
    },
    nextSequenceNumber,
  };
}

/** Reads one queue back. */
export function storedQueue(database: DatabaseSync, queue: number, nextSequenceNumber: number): StoredQueue {
  const rows = (sql: string): unknown[] => database.prepare(sql).all(queue);
  const messages = rows('SELECT * FROM messages WHERE queue = ? ORDER BY sequence_number').map((row) =>
    messageRow.parse(row),
  );
  const states = rows('SELECT * FROM session_states WHERE queue = ?');
  const seen = rows('SELECT * FROM duplicates WHERE queue = ? ORDER BY until');
  return {
    nextSequenceNumber,
    messages: messages.map(toMessage),
    interrupted: new Set(messages.filter((row) => row.locked).map((row) => row.sequence_number)),
    sessionStates: states
      .map((row) => sessionStateRow.parse(row))
      .map((row) => [row.session_id, row.state] as const),
    duplicates: seen
      .map((row) => duplicateRow.parse(row))
      .map((row) => ({
        messageId: row.message_id,
        sequenceNumber: row.sequence_number,
        until: row.until,
      })),
  };
}

function toMessage(row: MessageRow): QueuedMessage {
  return {
    sequenceNumber: row.sequence_number,
    enqueueSequenceNumber: row.enqueue_sequence_number,
    enqueuedAt: row.enqueued_at,
    expiresAt: row.expires_at ?? Infinity,
    deliveryCount: row.delivery_count,
    messageId: row.message_id,
    sessionId: row.session_id,
    timeToLive: row.time_to_live,
    deadLetterSource: row.dead_letter_source,
    payload: parsePayload(row.content),
    state: stateOf(row),
  };
}

function stateOf(row: MessageRow): QueuedMessage['state'] {
  if (row.due !== undefined) return { kind: 'scheduled', due: row.due };
  return row.deferred ? { kind: 'deferred' } : { kind: 'available' };
}

function isDeferred({ state }: QueuedMessage): boolean {
  return state.kind === 'deferred' || (state.kind === 'locked' && state.deferred);
}
