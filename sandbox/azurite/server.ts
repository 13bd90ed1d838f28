import { serveTables } from './serve';

/**
 * The process of its own in which the sandbox's tables run: `server.js PORT [FOLDER]`. It tells its parent the port,
 * and ends with it, or at SIGTERM.
 */
async function main(): Promise<void> {
  const [port = '0', data] = process.argv.slice(2);
  const tables = await serveTables({ port: Number(port), data });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    void tables.stop().finally(() => {
      process.exit(0);
    });
  };
  process.once('SIGTERM', stop);
  // Ctrl-C reaches the whole group of processes; the parent ends the tables last, when nobody needs them any more.
  process.on('SIGINT', () => undefined);
  process.once('disconnect', stop);
  process.send?.({ port: tables.port });
}

main().catch((thrown: unknown) => {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exit(1);
});
