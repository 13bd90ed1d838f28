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
 * Sends what a read has brought about as one packet, and something after each read that was left unanswered. rhea
 * writes each frame by itself, and its clients without TCP_NODELAY: there the next frame waits until the last is
 * acknowledged, which a kernel that has nothing to send puts off by 40 ms (service-bus.md 9.9). An empty frame
 * carries the acknowledgement at once.
 */
export function writePromptly(connection: Connection): void {
  const socket = inside(connection).socket;
  if (socket === undefined) return;
  let isCorked = false;
  socket.on('data', () => {
    if (isCorked) return;
    isCorked = true;
    const before = socket.bytesWritten;
    socket.cork();
    setImmediate(() => {
      isCorked = false;
      const isQuiet = socket.bytesWritten === before;
      if (isQuiet && socket.writable && connection.is_open()) inside(connection)._write_frame();
      socket.uncork();
    });
  });
}

function inside(connection: Connection): Inside {
  return connection as unknown as Inside;
}
