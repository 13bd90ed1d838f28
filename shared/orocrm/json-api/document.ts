import { z } from 'zod';

const identifierSchema = z.object({
  type: z.string(),
  // OroCRM sends texts; a number is the same id (reference 1.5).
  id: z.union([z.string(), z.number().transform(String)]),
});

/** Names a resource: `{ type: 'users', id: '109' }`. */
export type Identifier = z.infer<typeof identifierSchema>;

const relationshipSchema = z.object({
  data: z.union([z.null(), identifierSchema, z.array(identifierSchema)]).optional(),
});

const resourceSchema = identifierSchema.extend({
  attributes: z.record(z.string(), z.unknown()).default({}),
  relationships: z.record(z.string(), relationshipSchema).default({}),
  meta: z.record(z.string(), z.unknown()).default({}),
});

/** A resource as it came in: its attributes are still unknown. */
export type Resource = z.infer<typeof resourceSchema>;

export const oneSchema = z.object({ data: resourceSchema, included: z.array(resourceSchema).default([]) });
export const manySchema = z.object({
  data: z.array(resourceSchema),
  included: z.array(resourceSchema).default([]),
});

/** The related resources of an answer, by type and id. */
export class Related {
  private readonly byKey: ReadonlyMap<string, Resource>;

  constructor(included: readonly Resource[]) {
    this.byKey = new Map(included.map((resource) => [`${resource.type}/${resource.id}`, resource]));
  }

  find(identifier: Identifier): Resource | undefined {
    return this.byKey.get(`${identifier.type}/${identifier.id}`);
  }
}

/** What a to-one relationship names; null for none; undefined when the answer does not tell. */
export function toOne(resource: Resource, name: string): Identifier | null | undefined {
  const data = resource.relationships[name]?.data;
  return Array.isArray(data) ? undefined : data;
}

/** What a to-many relationship names; undefined when the answer does not tell. */
export function toMany(resource: Resource, name: string): readonly Identifier[] | undefined {
  const data = resource.relationships[name]?.data;
  return Array.isArray(data) ? data : undefined;
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

interface RelationshipDocument {
  readonly data: Identifier | null | readonly Identifier[];
}

/** A resource as it is sent. */
export interface ResourceDocument {
  readonly type: string;
  readonly id?: string;
  readonly meta?: { readonly update: true };
  readonly attributes?: Readonly<Record<string, Json>>;
  readonly relationships?: Readonly<Record<string, RelationshipDocument>>;
}

/** One record to write with the related resources that are written along with it. */
export interface WriteDocument {
  readonly data: ResourceDocument;
  readonly included: readonly ResourceDocument[];
}
