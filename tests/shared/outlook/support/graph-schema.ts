import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';

const file = path.resolve(process.cwd(), '../shared/fixtures/graph/schema.json');

/** Whether the contract data is there; where it must be (CI), its absence fails the tests that ask for it. */
export const hasGraphSchema = existsSync(file) || process.env['CI'] === 'true';

if (!hasGraphSchema) console.log('Skipped: the JSON Schema of Microsoft Graph is not beside this project.');

/** Validates what is sent, an item of this type, against Graph's own metadata. */
export function graphValidator(type: 'contact' | 'event' | 'linkedResource' | 'todoTask'): ValidateFunction {
  const schema = JSON.parse(readFileSync(file, 'utf8')) as { $id: string };
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addSchema(schema);
  return ajv.compile({ $ref: `${schema.$id}#/$defs/${type}` });
}
