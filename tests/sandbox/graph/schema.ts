import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import { z } from 'zod';

const file = resolve(process.cwd(), '../shared/fixtures/graph/schema.json');
const propertySchema = z.looseObject({ 'x-navigation': z.boolean().optional() });
const schema = z.looseObject({
  $id: z.string(),
  $defs: z.record(z.string(), z.looseObject({ properties: z.record(z.string(), propertySchema).optional() })),
});

/** Whether the contract data is there; in CI it has to be. */
const isThere = existsSync(file) || process.env['CI'] === 'true';
if (!isThere) process.stdout.write(`skipped: checks against ${file}, which is absent\n`);

/** `describe`, or `describe.skip` where the contract data is absent. */
export const describeWithSchema = isThere ? describe : describe.skip;

export function readSchema(): z.infer<typeof schema> {
  return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

const validators = new Map<string, ValidateFunction>();
let ajv: Ajv2020 | undefined;

function validatorOf(type: string): ValidateFunction {
  const known = validators.get(type);
  if (known !== undefined) return known;
  const contract = readSchema();
  if (ajv === undefined) {
    ajv = new Ajv2020({ strict: false, allErrors: true });
    ajv.addSchema(contract);
  }
  const validate = ajv.getSchema(`${contract.$id}#/$defs/${type}`);
  if (validate === undefined) throw new Error(`The schema has no type ${type}.`);
  validators.set(type, validate);
  return validate;
}

/** What is wrong with `value` as a type of the schema; empty when nothing is. */
export function faultsOf(type: string, value: unknown): string[] {
  const validate = validatorOf(type);
  void validate(value);
  return (validate.errors ?? []).map(({ instancePath, message, params }) =>
    [instancePath, message, JSON.stringify(params)].join(' '),
  );
}

/** The types that are checked, by how `@odata.context` names their collection. */
const TYPES: Readonly<Record<string, string>> = {
  contact: 'contact',
  contacts: 'contact',
  lists: 'todoTaskList',
  todoTaskList: 'todoTaskList',
  events: 'event',
  event: 'event',
  calendarView: 'event',
  instances: 'event',
  tasks: 'todoTask',
  todoTask: 'todoTask',
  linkedResources: 'linkedResource',
};

const answerSchema = z.looseObject({
  '@odata.context': z.string().optional(),
  error: z.unknown().optional(),
  value: z.array(z.unknown()).optional(),
  responses: z.array(z.looseObject({ status: z.number(), body: z.unknown().optional() })).optional(),
});

/**
 * Holds an answer of the simulator, whichever it is, to the schema: items alone, in lists and in delta pages,
 * errors, and what is in a batch. Throws with all that is wrong.
 */
export function checkAnswer(body: unknown): void {
  const parsed = answerSchema.safeParse(body);
  if (!isThere || !parsed.success) return;
  const { '@odata.context': context = '', error, value, responses } = parsed.data;
  const faults: string[] = [];
  if (error !== undefined && !JSON.stringify(error).includes('ControlError')) {
    faults.push(...faultsOf('odataErrorResponse', body));
  }
  const [, collection = '', single] = /[/#(](\w+)\)?(\/\$entity)?$/.exec(context) ?? [];
  const type = TYPES[collection];
  if (type !== undefined) {
    for (const entity of single === undefined ? (value ?? []) : [body])
      faults.push(...faultsOf(type, entity));
  }
  for (const item of responses ?? []) checkAnswer(item.body);
  if (faults.length > 0) throw new Error(`Not as the schema has it: ${faults.join('; ')}`);
}
