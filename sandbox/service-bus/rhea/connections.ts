/** Connections and their sockets, which rhea's types leave out. */
import type { Socket } from 'node:net';
import type { Connection } from 'rhea';

interface Inside {
  readonly socket?: Socket;
  _write_frame(): void;
}

export function socketOf(connection: Connection): Socket | undefined {
  return inside(connection).socket;
}

/**
 * Sends something after each read that was left unanswered. rhea's clients write small frames without TCP_NODELAY,
 * so the next one waits until the last is acknowledged, which a kernel that has nothing to send puts off by 40 ms
 * (service-bus.md 9.9). An empty frame carries the acknowledgement at once.
 */
export function acknowledgePromptly(connection: Connection): void {
  const socket = inside(connection).socket;
  if (socket === undefined) return;
  let isChecking = false;
  socket.on('data', () => {
    if (isChecking) return;
    isChecking = true;
    const before = socket.bytesWritten;
    setImmediate(() => {
      isChecking = false;
      const isQuiet = socket.bytesWritten === before;
      if (isQuiet && socket.writable && connection.is_open()) inside(connection)._write_frame();
    });
  });
}

function inside(connection: Connection): Inside {
  return connection as unknown as Inside;
}
