import { readFileSync } from 'node:fs';

export interface Usage {
  /** CPU milliseconds since the process began. */
  readonly cpuMs: number;
  /** The most memory that it ever held, in MB. */
  readonly peakMb: number;
}

const ticksPerSecond = 100;

/** What another process has used, from /proc; undefined where there is none (not Linux). */
export function usageOf(pid: number): Usage | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces; utime and stime are the 12th and 13th fields behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return { cpuMs: (ticks * 1000) / ticksPerSecond, peakMb: Math.round(Number(peak ?? 0) / 1024) };
  } catch {
    return undefined;
  }
}
