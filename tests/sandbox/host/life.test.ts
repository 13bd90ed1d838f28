import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type * as SpawnHostModule from '../../../sandbox/host/spawn-host';
import { compileHost, startTestHost, type RunningHost } from './compiled-host';

interface Report {
  at: number;
  hook?: string;
  sawStart?: boolean;
  timer?: string;
  info?: { isPastDue: boolean; schedule: object; scheduleStatus: object | null };
  triggerMetadata?: unknown;
  retryContext?: { retryCount: number; maxRetryCount: number; exception?: { message: string } };
}

describe('the life of a host', () => {
  const compiled = compileHost();
  let folder: string;
  let reportFile: string;
  let host: RunningHost | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'host-life-'));
    reportFile = join(folder, 'report.jsonl');
  });
  afterEach(async () => {
    await host?.stop();
    rmSync(folder, { recursive: true });
  });
  afterAll(() => {
    compiled.remove();
  });

  const start = async (everySecond: string, ...more: string[]): Promise<RunningHost> => {
    host = await startTestHost({
      main: compiled.main,
      app: resolve(__dirname, 'apps/whole'),
      environment: { ECHO_ROUTE: 'x', EVERY_SECOND: everySecond, REPORT_FILE: reportFile },
      arguments: more,
    });
    return host;
  };
  const reports = (timer?: string): Report[] =>
    existsSync(reportFile)
      ? readFileSync(reportFile, 'utf8')
          .split('\n')
          .filter((line) => line !== '')
          .map((line) => JSON.parse(line) as Report)
          .filter((report) => timer === undefined || report.timer === timer)
      : [];
  const until = async (condition: () => boolean): Promise<void> => {
    const deadline = Date.now() + 15_000;
    while (!condition()) {
      if (Date.now() > deadline) {
        throw new Error(`in vain:\n${JSON.stringify(reports())}\n${host?.output() ?? ''}`);
      }
      await new Promise((done) => setTimeout(done, 20));
    }
  };
  const never = '0 0 0 1 1 *';

  test('timers run on their seconds through the library: camel case, no metadata, no status', async () => {
    await start('* * * * * *');
    await until(() => reports('everySecond').length >= 3);
    for (const { info } of reports('everySecond').slice(0, 3)) {
      expect(info).toEqual({ schedule: { adjustForDST: true }, scheduleStatus: null, isPastDue: false });
    }
    const seconds = reports('everySecond').map(({ at }) => Math.floor(at / 1000));
    expect(new Set(seconds).size).toBe(seconds.length);
    expect(reports('onStartup')).toHaveLength(1);
    expect(reports('yearly')).toEqual([]);
  });

  test('run by hand: 202 at once, in any case of the name, whatever the run does', async () => {
    const { url } = await start(never);
    const post = async (name: string, body?: string, method = 'POST'): Promise<number> => {
      const init = body === undefined ? { method } : { method, body };
      return (await fetch(`${url}/admin/functions/${name}`, init)).status;
    };
    expect(await post('YEARLY', '{"input":null}')).toBe(202);
    expect(await post('yearly')).toBe(202);
    expect(await post('failing', '{}')).toBe(202);
    expect(await post('missing')).toBe(404);
    expect(await post('text')).toBe(400);
    expect(await post('yearly', 'no json')).toBe(400);
    expect(await post('yearly', undefined, 'GET')).toBe(404);
    await until(() => reports('yearly').length === 2 && reports('failing').length === 1);
    expect(reports('yearly')[0]).toMatchObject({
      info: {
        isPastDue: false,
        scheduleStatus: {
          last: '0001-01-01T00:00:00+00:00',
          next: expect.stringMatching(/^\d{4}-01-01T00:00:00/) as string,
        },
      },
      triggerMetadata: null,
    });
    await until(() => host?.output().includes('a string fails too') === true);
  });

  test('a timer’s retry: the handler sees count and cause', async () => {
    const { url } = await start(never);
    await fetch(`${url}/admin/functions/retried`, { method: 'POST' });
    await until(() => reports('retried').length === 3);
    expect(reports('retried').map(({ retryContext }) => retryContext)).toMatchObject([
      { retryCount: 0, maxRetryCount: 2 },
      { retryCount: 1, maxRetryCount: 2, exception: { message: 'not yet' } },
      { retryCount: 2, maxRetryCount: 2, exception: { message: 'not yet' } },
    ]);
  });

  test('a kept timer state makes a missed occurrence past due', async () => {
    const state = join(folder, 'state', 'timers.json');
    await start(never, '--timer-state', state);
    await host?.stop();
    const states = JSON.parse(readFileSync(state, 'utf8')) as Record<string, Record<string, string>>;
    expect(Object.keys(states)).toContain('yearly');
    states['yearly'] = {
      last: '2020-01-01T00:00:00.000Z',
      next: '2021-01-01T00:00:00.000Z',
      lastUpdated: '2020-01-01T00:00:00.000Z',
    };
    writeFileSync(state, JSON.stringify(states));
    await start(never, '--timer-state', state);
    await until(() => reports('yearly').length === 1);
    expect(reports('yearly')[0]?.info).toMatchObject({
      isPastDue: true,
      scheduleStatus: { last: '2020-01-01T00:00:00.000+00:00' },
    });
  });

  test('SIGTERM: a request under way is answered, new ones are not taken, hooks run, exit 0', async () => {
    const { url, stop } = await start('* * * * * *');
    const slow = fetch(`${url}/api/slow?ms=1500`);
    await new Promise((done) => setTimeout(done, 300));
    const stopping = stop();
    await new Promise((done) => setTimeout(done, 300));
    await expect(fetch(`${url}/api/text`)).rejects.toThrow();
    const answer = await slow;
    expect([answer.status, await answer.text()]).toEqual([200, 'done']);
    const { code, milliseconds } = await stopping;
    expect([code, milliseconds < 3000]).toEqual([0, true]);
    const last = reports().at(-1);
    expect(last).toMatchObject({ hook: 'appTerminate', sawStart: true });
  });

  test('SIGTERM with a handler that does not end: left behind, hooks run, exit 0 within 5 s', async () => {
    const { url, stop } = await start(never);
    const endless = fetch(`${url}/api/slow?ms=60000`);
    endless.catch(() => undefined);
    await new Promise((done) => setTimeout(done, 300));
    const { code, milliseconds } = await stop();
    expect(code).toBe(0);
    expect(milliseconds).toBeGreaterThan(3400);
    expect(milliseconds).toBeLessThan(5000);
    expect(reports().at(-1)).toMatchObject({ hook: 'appTerminate' });
    await expect(endless).rejects.toThrow();
  });

  test('as a child of another process: lines, usage, stop, kill, and a start that fails', async () => {
    const { spawnHost } = (await import(compiled.spawnHost)) as typeof SpawnHostModule;
    const lines: string[] = [];
    const settings = {
      ...{ appRoot: resolve(__dirname, 'apps/whole'), port: 0 },
      environment: { ECHO_ROUTE: 'x', EVERY_SECOND: never, REPORT_FILE: reportFile },
      log: (line: string) => lines.push(line),
    };
    const child = await spawnHost(settings);
    expect((await fetch(`${child.url}/api/text`)).status).toBe(200);
    const before = await child.usage();
    expect(before.cpuMilliseconds).toBeGreaterThan(10);
    expect(before.peakMemoryBytes).toBeGreaterThan(20_000_000);
    await fetch(`${child.url}/api/logs`);
    expect((await child.usage()).cpuMilliseconds).toBeGreaterThanOrEqual(before.cpuMilliseconds);
    await child.stop();
    expect(await child.exited).toBe(0);
    expect(lines.some((line) => line.endsWith('the word is ***'))).toBe(true);

    const second = await spawnHost(settings);
    second.kill();
    expect(await second.exited).toBeNull();

    const wrong = { ...settings, environment: { REPORT_FILE: reportFile } };
    await expect(spawnHost(wrong)).rejects.toThrow('ended with code 1');
    expect(lines.join()).toContain('needs the setting ECHO_ROUTE');
  });

  test.each([
    ['SIGINT', (running: RunningHost) => running.process.kill('SIGINT')],
    ['the end of the parent’s channel', (running: RunningHost) => running.process.disconnect()],
  ])('%s stops it as well', async (_what, end) => {
    const running = await start(never);
    const exit = new Promise((done) => running.process.once('exit', done));
    end(running);
    expect(await exit).toBe(0);
    host = undefined;
  });
});
