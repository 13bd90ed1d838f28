import { z } from 'zod';
import { messageOf } from '../message-of';

const identifier = z.object({ type: z.string(), id: z.string() });
const link = z.object({ data: z.union([z.null(), identifier, z.array(identifier)]).optional() });

const resource = z.object({
  type: z.string().min(1),
  id: z.string().min(1),
  attributes: z.record(z.string(), z.unknown()).default({}),
  relationships: z.record(z.string(), link).default({}),
});

export type Resource = z.output<typeof resource>;

const document = z.object({
  data: z.union([resource, z.array(resource)]),
  included: z.array(resource).default([]),
});

/** A document as a recorder keeps it, together with the request that it answers. */
const recording = z.object({ body: document }).transform(({ body }) => body);

/** The records of a JSON:API document, the included ones as well. @throws Error that says why it is none */
export function readDocument(text: string): Resource[] {
  const parsed = z.union([document, recording]).safeParse(parseJson(text));
  if (!parsed.success)
    throw new Error('it is no JSON:API document with records (`data` with `type` and `id`)');
  const { data, included } = parsed.data;
  return [...(Array.isArray(data) ? data : [data]), ...included];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new Error(`it is no JSON (${messageOf(error)})`, {
      cause: error,
    });
  }
}

/** Id of the record that a to-one relationship names. */
export function linkedId({ relationships }: Resource, name: string): string | undefined {
  const data = relationships[name]?.data;
  return data === undefined || data === null || Array.isArray(data) ? undefined : data.id;
}

/** Ids of the records that a to-many relationship names. */
export function linkedIds({ relationships }: Resource, name: string): string[] {
  const data = relationships[name]?.data;
  return Array.isArray(data) ? data.map(({ id }) => id) : [];
}
