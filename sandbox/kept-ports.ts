import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';

const schema = z.object({ orocrm: z.int().min(0).max(65535), graph: z.int().min(0).max(65535) });

/** Where the simulators of a kept company listen; 0 takes a free port. */
export type SimulatorPorts = z.output<typeof schema>;

/**
 * The ports at which a kept company was first served. They are part of it: an OroCRM at another address is another
 * OroCRM to the sync, which then holds every mailbox, and Graph's delta links name the address that made them.
 * @param folder where the company is kept; undefined: in memory.
 */
export function keptPorts(folder: string | undefined): SimulatorPorts {
  const file = fileIn(folder);
  return file === undefined || !existsSync(file)
    ? { orocrm: 0, graph: 0 }
    : schema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** Remembers the ports of this start for the next one. */
export function keepPorts(folder: string | undefined, ports: SimulatorPorts): void {
  const file = fileIn(folder);
  if (file !== undefined) writeFileSync(file, JSON.stringify(ports));
}

const fileIn = (folder: string | undefined): string | undefined =>
  folder === undefined ? undefined : resolve(folder, 'ports.json');
