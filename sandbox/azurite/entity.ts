import { z } from 'zod';

/** A row as Azurite's handlers give and expect it. */
export interface Entity {
  readonly PartitionKey: string;
  readonly RowKey: string;
  readonly properties: Record<string, string | number | boolean | null>;
  lastModifiedTime: string;
  eTag: string;
}

const entitySchema: z.ZodType<Entity> = z.object({
  PartitionKey: z.string(),
  RowKey: z.string(),
  properties: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
  lastModifiedTime: z.string(),
  eTag: z.string(),
});

export const readEntity = (json: string): Entity => entitySchema.parse(JSON.parse(json));

/**
 * Stamps a row that is about to be written. Azurite's own stamps are finer than a millisecond by chance only, so two
 * writes in one could bear the same etag, and an optimistic save would overwrite a change it never saw.
 */
export class Stamps {
  #last = 0n;

  stamp(entity: Entity): void {
    const now = BigInt(Date.now()) * 10_000n;
    this.#last = now > this.#last ? now : this.#last + 1n;
    const seconds = new Date(Number(this.#last / 10_000_000n) * 1000).toISOString().slice(0, 19);
    const time = `${seconds}.${(this.#last % 10_000_000n).toString().padStart(7, '0')}Z`;
    entity.lastModifiedTime = time;
    entity.eTag = `W/"datetime'${encodeURIComponent(time)}'"`;
    entity.properties['Timestamp'] = time;
    entity.properties['Timestamp@odata.type'] = 'Edm.DateTime';
  }
}

const bare = (etag: string): string => etag.replaceAll(':', '%3A');

/** Whether a row with this etag may be written under this condition. */
export const etagFits = (present: string, condition: string | undefined): boolean =>
  condition === undefined || condition === '*' || bare(present) === bare(condition);
