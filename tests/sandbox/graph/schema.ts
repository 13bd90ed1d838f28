import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { z } from 'zod';

const file = resolve(process.cwd(), '../shared/fixtures/graph/schema.json');
const schema = z.object({ $id: z.string(), $defs: z.record(z.string(), z.looseObject({})) });

/** Whether the contract data is there; in CI it has to be. */
export const hasSchema = existsSync(file) || process.env['CI'] === 'true';
if (!hasSchema) console.warn('skipped: tests against ../shared/fixtures/graph/schema.json, which is absent');

/** `describe`, or `describe.skip` where the contract data is absent. */
export const describeWithSchema = hasSchema ? describe : describe.skip;

export function readSchema(): z.infer<typeof schema> {
  return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** What is wrong with `value` as a type of the schema; empty when nothing is. */
export function faultsOf(type: string, value: unknown): string[] {
  const contract = readSchema();
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addSchema(contract);
  const validate = ajv.getSchema(`${contract.$id}#/$defs/${type}`);
  if (validate === undefined) throw new Error(`The schema has no type ${type}.`);
  void validate(value);
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    [instancePath, message, JSON.stringify(params)].join(' '),
  );
}
