import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { Json } from '../../../../sandbox/orocrm/jsonapi/json';

/** Contract data of OroCRM: requests and answers of its own functional tests (see the README beside it). */
export const folder = resolve(process.cwd(), '../shared/fixtures/oro');

const json: z.ZodType<Json> = z.json();
const request = z.object({
  method: z.string(),
  path: z.string(),
  query: z.record(z.string(), json).optional(),
  headers: z.record(z.string(), z.string()).optional(),
  body: json.optional(),
});
const error = z.object({
  title: z.string(),
  detail: z.string().optional(),
  source: z.record(z.string(), z.string()).optional(),
});
const step = z.strictObject({
  request: request.optional(),
  bodyNotRecorded: z.literal(true).optional(),
  then: z.string().optional(),
  expectStatus: z.int().optional(),
  expectBodyContains: json.optional(),
  expectEquals: json.optional(),
  expectError: error.optional(),
  expectErrors: z.array(error).optional(),
  expectOperationErrors: json.optional(),
  expectAllow: z.string().optional(),
  expectAttributesAbsent: z.array(z.string()).optional(),
  expectCount: z.int().optional(),
});
const fixture = z.union([
  z.object({ steps: z.array(step) }),
  z.object({ _role: z.enum(['request', 'response']), body: json }),
]);

export type Step = z.output<typeof step>;
export type FixtureRequest = z.output<typeof request>;
export type ExpectedError = z.output<typeof error>;
export type Fixture = z.output<typeof fixture>;

/** Folders of the contract data that the simulator answers for. */
const folders = [
  'contacts',
  'contactaddresses',
  'users',
  'addressdictionaries',
  'oauth',
  'batch',
  'filters',
  'externalid',
  'tasks',
  'workflow',
];

/** Whether the contract data lies beside this project. */
export const present = existsSync(folder);

/** Names such as `contacts/contact-test--get.json`. */
export function fixtureNames(): string[] {
  return folders.flatMap((name) =>
    readdirSync(resolve(folder, name))
      .filter((file) => file.endsWith('.json'))
      .map((file) => `${name}/${file}`),
  );
}

export function loadFixture(name: string): Fixture {
  return fixture.parse(JSON.parse(readFileSync(resolve(folder, name), 'utf8')));
}
