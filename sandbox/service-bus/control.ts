import { z } from 'zod';

/** What the broker's process is started with, and what it and its parent say to each other over IPC. */

const declaration = z.object({
  name: z.string().min(1),
  requiresSession: z.boolean(),
  duplicateDetectionSeconds: z.number().positive().optional(),
  lockSeconds: z.number().positive(),
  maxDeliveryCount: z.number().int().positive(),
  timeToLiveSeconds: z.number().positive(),
  deadLetterOnExpiry: z.boolean(),
});

export const brokerOptions = z.object({
  /** 0 takes a free one. */
  port: z.number().int().min(0).max(65_535),
  /** Absent: in memory only. */
  dataFile: z.string().min(1).optional(),
  queues: z.array(declaration),
});
export type BrokerOptions = z.output<typeof brokerOptions>;

const counts = z.object({
  active: z.number(),
  locked: z.number(),
  deferred: z.number(),
  scheduled: z.number(),
  deadLetter: z.number(),
});

/** From the parent. */
export const command = z.object({
  id: z.number(),
  kind: z.enum(['counts', 'drop-connections', 'stop']),
});
export type Command = z.output<typeof command>;

/** From the broker. */
export const report = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), port: z.number(), key: z.string() }),
  z.object({ kind: z.literal('failed'), message: z.string() }),
  z.object({ kind: z.literal('done'), id: z.number() }),
  z.object({ kind: z.literal('counts'), id: z.number(), counts: z.record(z.string(), counts) }),
]);
export type Report = z.output<typeof report>;

/** Key and port as the SDK wants them; the last flag makes it speak plain TCP (service-bus.md 1). */
export function connectionString(port: number, key: string): string {
  return `Endpoint=sb://127.0.0.1:${port};SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=${key};UseDevelopmentEmulator=true;`;
}
