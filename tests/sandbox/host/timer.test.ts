import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Invocation, Invoker } from '../../../sandbox/host/invoker';
import type { TimerFunction } from '../../../sandbox/host/registered-function';
import { parseSchedule } from '../../../sandbox/host/schedule';
import { Timer } from '../../../sandbox/host/timer';
import { fileTimerStates, memoryTimerStates, type TimerStates } from '../../../sandbox/host/timer-state';

interface Info {
  Schedule: { AdjustForDST: boolean };
  ScheduleStatus: { Last: string; Next: string; LastUpdated: string } | null;
  IsPastDue: boolean;
}

/** Records what is invoked; each run takes as long as told, and fails when told. */
class RecordingInvoker implements Invoker {
  readonly starts: string[] = [];
  readonly invocations: Invocation[] = [];
  running = 0;
  mostAtOnce = 0;
  duration = 0;
  failures = 0;

  async invoke(invocation: Invocation): Promise<Record<string, never>> {
    this.starts.push(new Date().toISOString().slice(11, 19));
    this.invocations.push(invocation);
    this.running += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.running);
    try {
      await new Promise((done) => setTimeout(done, this.duration));
      if (this.failures > 0) {
        this.failures -= 1;
        throw new Error(`failure, ${this.failures} to come`);
      }
      return {};
    } finally {
      this.running -= 1;
    }
  }

  infos(): Info[] {
    return this.invocations.map(({ input }) => JSON.parse(input.data.json ?? '') as Info);
  }

  idle(): Promise<boolean> {
    return Promise.resolve(this.running === 0);
  }

  runAppHooks(): Promise<void> {
    return Promise.resolve();
  }
}

const silent = { log: (): void => undefined };
const base: TimerFunction = {
  ...{ kind: 'timer', name: 'tick', bindingName: 'timerTrigger1', schedule: '' },
  ...{ runOnStartup: false, useMonitor: true },
};

describe('timers', () => {
  let invoker: RecordingInvoker;
  let timer: Timer | undefined;

  beforeEach(() => {
    jest.useFakeTimers({ now: new Date('2026-01-01T00:00:00.500Z') });
    invoker = new RecordingInvoker();
  });
  afterEach(() => {
    timer?.stop();
    jest.useRealTimers();
  });

  const start = (
    schedule: string,
    options: Partial<TimerFunction> = {},
    states: TimerStates = memoryTimerStates(),
  ): Timer => {
    const parsed = parseSchedule('tick', schedule);
    timer = new Timer({ ...base, ...options, schedule }, parsed, states, invoker, silent);
    timer.start();
    return timer;
  };
  const pass = (milliseconds: number): Promise<void> => jest.advanceTimersByTimeAsync(milliseconds);

  test('runs at every occurrence, and not before the first', async () => {
    start('*/10 * * * * *');
    await pass(9499);
    expect(invoker.starts).toEqual([]);
    await pass(20_001);
    expect(invoker.starts).toEqual(['00:00:10', '00:00:20', '00:00:30']);
  });

  test('one run at a time; one that took too long is followed at once, once', async () => {
    invoker.duration = 25_000;
    start('*/10 * * * * *');
    await pass(80_000);
    expect(invoker.mostAtOnce).toBe(1);
    expect(invoker.starts).toEqual(['00:00:10', '00:00:35', '00:01:00']);
  });

  test('a failed run is not repeated, and the next occurrence comes', async () => {
    invoker.failures = 1;
    start('*/10 * * * * *');
    await pass(20_000);
    expect(invoker.starts).toEqual(['00:00:10', '00:00:20']);
  });

  test('runOnStartup runs once at the start', async () => {
    start('0 0 * * * *', { runOnStartup: true });
    await pass(3_600_000);
    expect(invoker.starts).toEqual(['00:00:00', '01:00:00']);
  });

  test('stop: nothing starts after it', async () => {
    start('* * * * * *').stop();
    await pass(10_000);
    expect(invoker.starts).toEqual([]);
  });

  test('stop ends waiting for a retry', async () => {
    invoker.failures = 9;
    const retry = { strategy: 'fixedDelay', maxRetryCount: 5, delay: 60_000 } as const;
    start('0 0 * * * *', { retry });
    const run = timer?.run();
    await pass(1);
    timer?.stop();
    await run;
    expect(invoker.starts).toHaveLength(1);
  });

  test('an occurrence months away is waited for, beyond what setTimeout takes', async () => {
    start('0 0 0 1 7 *');
    await pass(60 * 86_400_000);
    expect(invoker.starts).toEqual([]);
    await pass(121 * 86_400_000);
    expect(invoker.starts).toEqual(['00:00:00']);
  });

  test('a run by hand waits for the one under way and leaves the schedule alone', async () => {
    invoker.duration = 3000;
    const running = start('*/10 * * * * *');
    await pass(10_000);
    const byHand = running.run();
    await pass(10_000);
    await byHand;
    expect(invoker.mostAtOnce).toBe(1);
    expect(invoker.starts).toEqual(['00:00:10', '00:00:13', '00:00:20']);
  });

  test('a run by hand says what went wrong', async () => {
    invoker.failures = 1;
    const run = start('0 0 * * * *').run();
    const outcome = expect(run).rejects.toThrow('failure, 0 to come');
    await pass(1);
    await outcome;
  });

  test('the timer object: status with the monitor, none without or under a minute', async () => {
    start('0 */5 * * * *');
    await pass(600_000);
    expect(invoker.infos()).toEqual([
      {
        Schedule: { AdjustForDST: true },
        ScheduleStatus: {
          Last: '0001-01-01T00:00:00+00:00',
          Next: '2026-01-01T00:05:00.000+00:00',
          LastUpdated: '2026-01-01T00:00:00.500+00:00',
        },
        IsPastDue: false,
      },
      {
        Schedule: { AdjustForDST: true },
        ScheduleStatus: {
          Last: '2026-01-01T00:05:00.000+00:00',
          Next: '2026-01-01T00:10:00.000+00:00',
          LastUpdated: '2026-01-01T00:05:00.000+00:00',
        },
        IsPastDue: false,
      },
    ]);
    timer?.stop();
    start('0 */5 * * * *', { useMonitor: false, runOnStartup: true });
    await pass(1);
    timer?.stop();
    start('*/5 * * * * *', { runOnStartup: true });
    await pass(1);
    expect(invoker.infos().map(({ ScheduleStatus }) => ScheduleStatus === null)).toEqual([
      ...[false, false, true, true],
    ]);
  });

  describe('with a state file', () => {
    let folder: string;
    let file: string;

    beforeEach(() => {
      folder = mkdtempSync(join(tmpdir(), 'timer-state-'));
      file = join(folder, 'deep', 'timers.json');
    });
    afterEach(() => {
      rmSync(folder, { recursive: true });
    });

    test('what was missed while down is made up for once, and said to be past due', async () => {
      start('0 */5 * * * *', {}, fileTimerStates(file));
      await pass(300_000);
      timer?.stop();
      jest.setSystemTime(new Date('2026-01-01T00:21:00.000Z'));
      start('0 */5 * * * *', {}, fileTimerStates(file));
      await pass(300_000);
      expect(invoker.starts).toEqual(['00:05:00', '00:21:00', '00:25:00']);
      expect(invoker.infos().map(({ IsPastDue }) => IsPastDue)).toEqual([false, true, false]);
      expect(invoker.infos()[1]?.ScheduleStatus?.Last).toBe('2026-01-01T00:05:00.000+00:00');
    });

    test('an occurrence missed before the first run counts too', async () => {
      start('0 0 * * * *', {}, fileTimerStates(file)).stop();
      jest.setSystemTime(new Date('2026-01-01T01:10:00.000Z'));
      start('0 0 * * * *', {}, fileTimerStates(file));
      await pass(1);
      expect(invoker.starts).toEqual(['01:10:00']);
    });

    test('a changed schedule is not past due by the old one', async () => {
      start('0 0 * * * *', {}, fileTimerStates(file)).stop();
      jest.setSystemTime(new Date('2026-01-01T03:10:00.000Z'));
      start('0 30 * * * *', {}, fileTimerStates(file));
      await pass(1200_000);
      expect(invoker.starts).toEqual(['03:30:00']);
    });

    test('a schedule of under a minute leaves no trace', async () => {
      start('*/5 * * * * *', {}, fileTimerStates(file));
      await pass(20_000);
      expect(() => readFileSync(file)).toThrow('ENOENT');
    });

    test('a file that is no state is an error', () => {
      const broken = join(folder, 'broken.json');
      writeFileSync(broken, '{"tick":{"next":"whenever"}}');
      expect(() => fileTimerStates(broken)).toThrow();
      writeFileSync(broken, 'nonsense');
      expect(() => fileTimerStates(broken)).toThrow('broken.json is no JSON');
    });
  });

  test('retries: fixed and exponential, with the context that the handler sees', async () => {
    invoker.failures = 2;
    start('0 0 * * * *', { retry: { strategy: 'fixedDelay', maxRetryCount: 3, delay: 1000 } });
    await Promise.all([timer?.run(), pass(10_000)]);
    expect(invoker.starts).toEqual(['00:00:00', '00:00:01', '00:00:02']);
    const contexts = invoker.invocations.map(({ retryContext }) => [
      retryContext?.retryCount,
      retryContext?.maxRetryCount,
      retryContext?.exception?.message,
    ]);
    expect(contexts).toEqual([
      [0, 3, undefined],
      [1, 3, 'failure, 1 to come'],
      [2, 3, 'failure, 0 to come'],
    ]);
    timer?.stop();

    invoker = new RecordingInvoker();
    invoker.failures = 9;
    const backoff = { strategy: 'exponentialBackoff', minimum: 1000, maximum: 3000 } as const;
    start('0 0 * * * *', { retry: { ...backoff, maxRetryCount: 3 } });
    const run = expect(timer?.run()).rejects.toThrow('failure, 5 to come');
    await pass(20_000);
    await run;
    expect(invoker.starts).toEqual(['00:00:10', '00:00:11', '00:00:13', '00:00:16']);
  });
});
