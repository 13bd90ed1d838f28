import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { parseJson } from './settings';
import type { Schedule } from './schedule';

/** When a timer last ran and is due next; `last` is absent before its first run. */
export interface TimerStatus {
  readonly last?: Date | undefined;
  readonly next: Date;
  readonly lastUpdated?: Date | undefined;
}

/** Keeps the status of timers over restarts, so that a missed occurrence is made up for. */
export interface TimerStates {
  get(functionName: string): TimerStatus | undefined;
  set(functionName: string, status: TimerStatus): void;
}

const statesSchema = z.record(
  z.string(),
  z.object({
    last: z.coerce.date().optional(),
    next: z.coerce.date(),
    lastUpdated: z.coerce.date().optional(),
  }),
);

/**
 * States in one small JSON file, replaced as a whole so that a crash leaves the old or the new one.
 * @throws Error when the file is there and not usable.
 */
export function fileTimerStates(file: string): TimerStates {
  const states = new Map(Object.entries(read(file)));
  return {
    get: (functionName) => states.get(functionName),
    set(functionName, status) {
      states.set(functionName, status);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(states), null, 2));
      renameSync(`${file}.new`, file);
    },
  };
}

/** States that end with the process. */
export function memoryTimerStates(): TimerStates {
  const states = new Map<string, TimerStatus>();
  return {
    get: (functionName) => states.get(functionName),
    set: (functionName, status) => {
      states.set(functionName, status);
    },
  };
}

function read(file: string): Record<string, TimerStatus> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
      return {};
    }
    throw error;
  }
  return statesSchema.parse(parseJson(file, text));
}

/**
 * The status to start with: the stored one, unless the schedule has changed since; then one from the new
 * schedule, never past due by the old one (azure-webjobs-sdk-extensions: ScheduleMonitor.CheckPastDueAsync).
 */
export function startingStatus(stored: TimerStatus | undefined, schedule: Schedule, now: Date): TimerStatus {
  if (stored === undefined) {
    return { next: schedule.next(now), lastUpdated: now };
  }
  const basis = stored.last ?? stored.lastUpdated ?? now;
  const expected = schedule.next(basis);
  if (expected.getTime() === stored.next.getTime()) {
    return stored;
  }
  return now > expected
    ? { next: schedule.next(now), lastUpdated: now }
    : { next: expected, lastUpdated: basis };
}
