import { Cron } from 'croner';
import { normaliseCron } from './cron-fields';
import { errorMessage } from './log';

/** When a timer is due. All times are UTC, as on Flex Consumption. */
export interface Schedule {
  /** The first occurrence strictly after `time`. */
  next(time: Date): Date;
  /** More than one occurrence a minute: the platform keeps no state for such timers. */
  readonly isSubMinute: boolean;
}

/**
 * @throws Error naming the function when the platform would not take the schedule, or when it never occurs.
 */
export function parseSchedule(functionName: string, text: string): Schedule {
  try {
    return createSchedule(text);
  } catch (error) {
    throw new Error(`Function "${functionName}" has a wrong schedule: ${errorMessage(error)}`, {
      cause: error,
    });
  }
}

function createSchedule(text: string): Schedule {
  // Day of month and day of week must both fit, as in NCrontab; most cron libraries take either.
  const cron = new Cron(normaliseCron(text), {
    mode: '6-part',
    domAndDow: true,
    timezone: 'UTC',
    paused: true,
  });
  const next = (time: Date): Date => {
    const date = cron.nextRun(time);
    if (date === null) {
      throw new Error(`"${text}" never occurs`);
    }
    return date;
  };
  const first = next(new Date());
  return { next, isSubMinute: next(first).getTime() - first.getTime() < 60_000 };
}
