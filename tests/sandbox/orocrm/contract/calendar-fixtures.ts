import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { Json } from '../../../../sandbox/orocrm/jsonapi/json';
import { folder } from './fixture';

const json: z.ZodType<Json> = z.json();

/** One step of a test of calendar events: a request, or what was true after it. */
const step = z.strictObject({
  request: z
    .strictObject({
      method: z.enum(['GET', 'POST', 'PUT', 'DELETE']),
      path: z.string(),
      query: z.record(z.string(), json).optional(),
      body: json.optional(),
      /** User name; the administrator where it is left out. */
      as: z.string().optional(),
    })
    .optional(),
  bodyNotRecorded: z.literal(true).optional(),
  expectStatus: z.int().optional(),
  expectBody: json.optional(),
  expectEquals: json.optional(),
  /** Rows of a window of the calendar that they name. */
  expectEvents: z.array(json).optional(),
  expectAttendeeCount: z.int().optional(),
});
export type CalendarStep = z.output<typeof step>;

const fixture = z.object({ steps: z.array(step).default([]) });
const own = resolve(folder, 'calendarevents');

/** Names such as `rest-calendar-test--get-default-calendar-action`. */
export function calendarFixtures(): string[] {
  return readdirSync(own)
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replace(/\.json$/, ''));
}

export function calendarSteps(name: string): CalendarStep[] {
  return fixture.parse(JSON.parse(readFileSync(resolve(own, `${name}.json`), 'utf8'))).steps;
}
