import { z } from 'zod';

/** What the host's process tells its parent. */
export const hostReport = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready'), url: z.string(), port: z.number() }),
  z.object({ kind: z.literal('usage'), cpuMilliseconds: z.number(), peakMemoryBytes: z.number() }),
]);
export type HostReport = z.infer<typeof hostReport>;

/** What the parent may ask. */
export const hostQuestion = z.object({ kind: z.literal('usage') });
export type HostQuestion = z.infer<typeof hostQuestion>;

/** What this process has used since its start. */
export interface HostUsage {
  readonly cpuMilliseconds: number;
  readonly peakMemoryBytes: number;
}

export function ownUsage(): HostUsage {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  return { cpuMilliseconds: (userCPUTime + systemCPUTime) / 1000, peakMemoryBytes: maxRSS * 1024 };
}
