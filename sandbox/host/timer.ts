import type { RetryContext, TypedData } from './core-contract';
import type { Invoker } from './invoker';
import { describeError, errorMessage, type Logger } from './log';
import type { TimerFunction } from './registered-function';
import { retryDelay } from './retry-policy';
import type { Schedule } from './schedule';
import { startingStatus, type TimerStates, type TimerStatus } from './timer-state';

/** A longer wait is made in parts: setTimeout takes at most 2^31 - 1 ms, and fires at once beyond. */
const longestWait = 24 * 24 * 3600 * 1000;

/** How the platform writes a time that never was. */
const never = '0001-01-01T00:00:00+00:00';

/**
 * Runs one timer function on its schedule: one run at a time, past due and `runOnStartup` once at the start,
 * and after a run that took longer than its interval the next one at once, as TimerListener of
 * azure-webjobs-sdk-extensions does.
 */
export class Timer {
  readonly #timer: TimerFunction;
  readonly #schedule: Schedule;
  readonly #states: TimerStates;
  readonly #invoker: Invoker;
  readonly #logger: Logger;
  readonly #monitored: boolean;
  #status: TimerStatus;
  #wait: NodeJS.Timeout | undefined;
  #retryWait: { timeout: NodeJS.Timeout; cancel: () => void } | undefined;
  #tail: Promise<unknown> = Promise.resolve();
  #stopped = false;

  constructor(
    timer: TimerFunction,
    schedule: Schedule,
    states: TimerStates,
    invoker: Invoker,
    logger: Logger,
  ) {
    this.#timer = timer;
    this.#schedule = schedule;
    this.#states = states;
    this.#invoker = invoker;
    this.#logger = logger;
    this.#monitored = timer.useMonitor && !schedule.isSubMinute;
    this.#status = { next: schedule.next(new Date()) };
  }

  start(): void {
    const now = new Date();
    const stored = this.#monitored ? this.#states.get(this.#timer.name) : undefined;
    this.#status = startingStatus(stored, this.#schedule, now);
    this.#save();
    if (now > this.#status.next) {
      this.#log('warning', `is past due since ${this.#status.next.toISOString()}, running now`);
      this.#runScheduled(true);
    } else if (this.#timer.runOnStartup) {
      this.#runScheduled(false);
    } else {
      this.#arm();
    }
  }

  /** Nothing starts after this; a run under way goes on. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#wait);
    this.#retryWait?.cancel();
  }

  /**
   * A run by hand: after the one under way, if there is one, and without effect on the schedule.
   * @throws whatever the function threw.
   */
  run(): Promise<void> {
    return this.#oneAtATime(() => this.#invokeWithRetries(false));
  }

  #arm(): void {
    if (this.#stopped) {
      return;
    }
    const remaining = this.#status.next.getTime() - Date.now();
    this.#wait = setTimeout(
      () => {
        // Timeouts may be early by a millisecond, and long waits come in parts.
        if (Date.now() < this.#status.next.getTime()) {
          this.#arm();
        } else {
          this.#runScheduled(false);
        }
      },
      Math.max(0, Math.min(remaining, longestWait)),
    );
  }

  #runScheduled(isPastDue: boolean): void {
    const run = this.#oneAtATime(async () => {
      const started = new Date();
      try {
        await this.#invokeWithRetries(isPastDue);
      } finally {
        this.#status = { last: started, next: this.#schedule.next(started), lastUpdated: started };
        this.#save();
      }
    });
    // A failed run is logged by the invoker; the next occurrence comes all the same.
    run
      .catch(() => undefined)
      .finally(() => {
        this.#arm();
      });
  }

  #oneAtATime(work: () => Promise<void>): Promise<void> {
    const run = this.#tail.then(work);
    this.#tail = run.catch(() => undefined);
    return run;
  }

  async #invokeWithRetries(isPastDue: boolean): Promise<void> {
    const { name, bindingName, retry } = this.#timer;
    const maxRetryCount = retry?.maxRetryCount ?? 0;
    let failure: unknown;
    for (let retryCount = 0; !this.#stopped; retryCount += 1) {
      const retryContext = retry && { retryCount, maxRetryCount, ...failureOf(failure) };
      try {
        await this.#invoker.invoke({
          functionName: name,
          input: { name: bindingName, data: this.#info(isPastDue) },
          ...(retryContext === undefined ? {} : { retryContext }),
        });
        return;
      } catch (error) {
        if (retry === undefined || retryCount >= maxRetryCount) {
          throw error;
        }
        failure = error;
        await this.#delay(retryDelay(retry, retryCount + 1));
      }
    }
  }

  #delay(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timeout = setTimeout(resolve, milliseconds);
      const cancel = (): void => {
        clearTimeout(timeout);
        resolve();
      };
      this.#retryWait = { timeout, cancel };
    });
  }

  /** The timer argument in the host's own spelling; the library turns it into camel case. */
  #info(isPastDue: boolean): TypedData {
    const { last, next, lastUpdated } = this.#status;
    const status = { Last: stamp(last), Next: stamp(next), LastUpdated: stamp(lastUpdated) };
    return {
      json: JSON.stringify({
        Schedule: { AdjustForDST: true },
        // Whatever the library's types say, there is none with the monitor off (reference 1.4).
        ScheduleStatus: this.#monitored ? status : null,
        IsPastDue: isPastDue,
      }),
    };
  }

  #save(): void {
    if (!this.#monitored) {
      return;
    }
    try {
      this.#states.set(this.#timer.name, this.#status);
    } catch (error) {
      this.#log('error', `cannot keep its state: ${describeError(error)}`);
    }
  }

  #log(level: 'warning' | 'error', message: string): void {
    this.#logger.log(level, `Function.${this.#timer.name}`, `timer ${message}`);
  }
}

function failureOf(error: unknown): Pick<RetryContext, 'exception'> {
  if (error === undefined) {
    return {};
  }
  return {
    exception: {
      message: errorMessage(error),
      source: '',
      stackTrace: error instanceof Error ? (error.stack ?? '') : '',
    },
  };
}

function stamp(time: Date | undefined): string {
  return time === undefined ? never : time.toISOString().replace('Z', '+00:00');
}
