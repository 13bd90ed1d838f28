import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { documentPath, withTables } from './document';
import { standardSizes } from './sizes';
import { oneInstallation, tables } from './tables';

const count = z.coerce.number().int().min(0);
const seconds = z.coerce.number().int().min(1);

/** The options, in the names of `Sizes`. */
const schema = z.object({
  mailboxes: count.default(standardSizes.mailboxes),
  records: count.default(standardSizes.records),
  changesPerDay: count.default(standardSizes.changesPerDay),
  oroCrmIntervalSeconds: seconds.default(standardSizes.oroCrmIntervalSeconds),
  outlookIntervalSeconds: seconds.default(standardSizes.outlookIntervalSeconds),
  sweepIntervalSeconds: seconds.default(standardSizes.sweepIntervalSeconds),
  credentials: z.enum(['service', 'own']).default(standardSizes.credentials),
  instanceMemoryMB: z.coerce
    .number()
    .pipe(z.union([z.literal(512), z.literal(2048), z.literal(4096)]))
    .default(standardSizes.instanceMemoryMB),
  alwaysReadyInstances: count.default(standardSizes.alwaysReadyInstances),
  privateNetworking: z.enum(['none', 'data', 'all']).default(standardSizes.privateNetworking),
  storageRedundancy: z.enum(['Standard_LRS', 'Standard_ZRS']).default(standardSizes.storageRedundancy),
});

const names = Object.keys(schema.shape);

/**
 * `npm run costs` prints the tables of `docs/costs.md`; with `-- --mailboxes 40 --instanceMemoryMB 512` one
 * installation; with `-- --write` it puts the tables into the document.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      write: { type: 'boolean' },
      ...Object.fromEntries(names.map((name) => [name, { type: 'string' as const }])),
    },
  });
  const { write, ...given } = values;
  if (write === true) await writeFile(documentPath, withTables(await readFile(documentPath, 'utf8')));
  else
    process.stdout.write(
      `${Object.keys(given).length === 0 ? tables() : oneInstallation(schema.parse(given))}\n`,
    );
}

main().catch((error: unknown) => {
  const message = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
  process.stderr.write(`${message}\n`);
  process.exitCode = 1;
});
