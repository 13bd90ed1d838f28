import { resolve } from 'node:path';
import { compileHost, runToEnd, startTestHost, writeApp } from './compiled-host';

const library = `require('@azure/functions')`;
const cjs = (code: string): string => `const { app } = ${library};\n${code}`;
const http = (name: string): string => `app.http('${name}', { handler: () => ({ body: '${name}' }) });`;

describe('loading an app', () => {
  const compiled = compileHost();
  const { main } = compiled;
  const environment = { ECHO_ROUTE: 'x', EVERY_SECOND: '* * * * * *' };

  afterAll(() => {
    compiled.remove();
  });

  /** Name by name what the app registers, or the error that the host ends with. */
  const list = async (files: Record<string, string>): Promise<unknown> => {
    const app = writeApp(files);
    try {
      const { code, output } = await runToEnd({ main, app: app.root, arguments: ['--list'] });
      if (code !== 0) {
        return output;
      }
      return (JSON.parse(output) as { name: string }[]).map(({ name }) => name);
    } finally {
      app.remove();
    }
  };

  /** What the host says when it cannot start. */
  const failure = async (files: Record<string, string>, settings = {}): Promise<string> => {
    const app = writeApp(files);
    try {
      const { code, output } = await runToEnd({ main, app: app.root, environment: settings });
      expect(code).toBe(1);
      return output;
    } finally {
      app.remove();
    }
  };

  test('lists names, schedules and routes without starting anything, settings unexpanded', async () => {
    const app = resolve(__dirname, 'apps/whole');
    const { code, output } = await runToEnd({ main, app, arguments: ['--list'] });
    expect(code).toBe(0);
    const functions = JSON.parse(output) as { name: string }[];
    const find = (name: string): unknown => functions.find((one) => one.name === name);
    expect(find('everySecond')).toEqual({
      kind: 'timer',
      name: 'everySecond',
      bindingName: expect.stringMatching(/^timerTrigger[0-9a-f]+$/) as string,
      schedule: '%EVERY_SECOND%',
      runOnStartup: false,
      useMonitor: true,
    });
    expect(find('fromSetting')).toMatchObject({
      kind: 'http',
      route: '%ECHO_ROUTE%/{id}',
      methods: ['GET'],
      authLevel: 'anonymous',
    });
    expect(find('noRoute')).toMatchObject({ route: 'noRoute', methods: ['GET', 'POST'] });
  });

  test('every match of a glob, in order, CommonJS', async () => {
    const names = await list({
      'package.json': JSON.stringify({ main: 'dist/{index,functions/*}.js' }),
      'dist/functions/b.js': cjs(http('b')),
      'dist/functions/a.js': cjs(http('a')),
      'dist/functions/skip.txt': 'not code',
      'dist/index.js': cjs(http('main')),
      'dist/other.js': cjs(http('other')),
    });
    expect(names).toEqual(['a', 'b', 'main']);
  });

  test('ES modules by package type and by extension, top-level await included', async () => {
    const esm = (name: string): string =>
      `import { app } from '@azure/functions';\nawait null;\n${http(name)}`;
    expect(
      await list({
        'package.json': JSON.stringify({ main: '*.{js,mjs,cjs}', type: 'module' }),
        'a.js': esm('a'),
        'b.mjs': esm('b'),
        'c.cjs': cjs(http('c')),
      }),
    ).toEqual(['a', 'b', 'c']);
    expect(
      await list({ 'package.json': JSON.stringify({ main: './index.mjs' }), 'index.mjs': esm('m') }),
    ).toEqual(['m']);
  });

  test('an error before the first registration is as loud as one after it', async () => {
    const early = await list({ 'index.js': `throw new Error('too early');\n` });
    const late = await list({ 'index.js': cjs(`${http('a')} throw new Error('too late');`) });
    const rejected = await list({
      'package.json': JSON.stringify({ main: 'index.mjs' }),
      'index.mjs': `await Promise.reject(new Error('from a module'));`,
    });
    expect(early).toContain('Cannot load entry point "index.js": too early');
    expect(late).toContain('Cannot load entry point "index.js": too late');
    expect(rejected).toContain('Cannot load entry point "index.mjs": from a module');
  });

  test.each([
    ['no file', { 'package.json': JSON.stringify({ main: 'dist/*.js' }) }, 'no file matches'],
    ['no main', { 'package.json': '{}' }, '"main" names the entry points'],
    ['a package.json that is none', { 'package.json': '{' }, 'package.json'],
    ['nothing registered', { 'index.js': '// empty' }, 'registers no function'],
    ['a name twice', { 'index.js': cjs(http('a') + http('a')) }, '"a" has already been registered'],
    ['a name in two cases', { 'index.js': cjs(http('a') + http('A')) }, '"A" has already been registered'],
    ['a bad name', { 'index.js': cjs(http('1a')) }, '"1a": a name starts with a letter'],
    ['a syntax error', { 'index.js': 'const = 1;' }, 'Cannot load entry point "index.js": Unexpected token'],
  ])('%s is an error', async (_what, files: Record<string, string>, message) => {
    expect(await list(files)).toContain(message);
  });

  test('registration is closed after loading, but open in appStart hooks', async () => {
    const app = writeApp({
      'index.js': cjs(`
        app.hook.appStart(() => { ${http('inHook')} });
        app.http('tryLate', { handler: () => {
          try { app.http('late', { handler: () => ({}) }); return { body: 'registered' }; }
          catch (error) { return { body: error.message }; }
        } });`),
    });
    const host = await startTestHost({ main, app: app.root });
    try {
      expect(await (await fetch(`${host.url}/api/inHook`)).text()).toBe('inHook');
      expect(await (await fetch(`${host.url}/api/tryLate`)).text()).toMatch(
        /can only be registered during app start-up/,
      );
      expect((await fetch(`${host.url}/api/late`)).status).toBe(404);
    } finally {
      await host.stop();
      app.remove();
    }
  });

  test('unexpanded settings stop the start with function and setting, all at once', async () => {
    const code = cjs(`
      app.timer('tick', { schedule: '%TICK%', handler: () => {} });
      app.http('page', { route: '%BASE%/x', handler: () => ({}) });
      app.serviceBusQueue('work', { connection: 'BUS', queueName: 'q-%STAGE%', handler: () => {} });`);
    const output = await failure({ 'index.js': code }, { STAGE: 'dev' });
    expect(output).toContain('function "tick": schedule "%TICK%" needs the setting TICK');
    expect(output).toContain('function "page": route "%BASE%/x" needs the setting BASE');
    expect(output).not.toContain('"work"');
  });

  test.each([
    [
      'a connection that is not set',
      `app.serviceBusQueue('work', { connection: 'BUS', queueName: 'q', handler: () => {} });`,
      'Function "work" needs the setting BUS (a connection string) or BUS__fullyQualifiedNamespace',
    ],
    [
      'a schedule that the platform refuses',
      `app.timer('tick', { schedule: '0 0 12 ? * 7', handler: () => {} });`,
      'Function "tick" has a wrong schedule: "?" is no day of month',
    ],
    [
      'a trigger of another service',
      `app.storageQueue('blobs', { connection: 'S', queueName: 'q', handler: () => {} });`,
      'Function "blobs": this host does not run a queueTrigger',
    ],
    [
      'a topic',
      `app.serviceBusTopic('t', { connection: 'S', topicName: 't', subscriptionName: 's', handler() {} });`,
      'Function "t": this host does not run a serviceBusTrigger',
    ],
    [
      'an output binding',
      `app.timer('tick', { schedule: '0 0 0 1 1 *', handler: () => {}, extraOutputs: [
         output.serviceBusQueue({ connection: 'S', queueName: 'q' })] });`,
      'Function "tick": this host does not serve bindings (serviceBus)',
    ],
    [
      'settling by hand',
      `app.serviceBusQueue('work', { connection: 'BUS', queueName: 'q', autoCompleteMessages: false, handler() {} });`,
      'Function "work": autoCompleteMessages must stay on',
    ],
    [
      'sessions on a dead-letter queue',
      `app.serviceBusQueue('dead', { connection: 'BUS', queueName: 'q/$DeadLetterQueue', isSessionsEnabled: true, handler() {} });`,
      'Function "dead": a dead-letter queue has no sessions',
    ],
    [
      'a reserved route',
      `app.http('x', { route: 'admin/x', handler: () => ({}) });`,
      "one of the host's own",
    ],
    [
      'a route constraint that is none',
      `app.http('x', { route: '{id:number}', handler: () => ({}) });`,
      'Function "x": there is no route constraint "number"',
    ],
    [
      'one route for two functions',
      `app.http('x', { route: 'a/b', handler: () => ({}) });
       app.http('y', { route: '/A/b', methods: ['GET'], handler: () => ({}) });`,
      'Functions "x" and "y" have the same route: GET a/b',
    ],
    [
      'HTTP streaming',
      `app.setup({ enableHttpStream: true }); app.http('x', { handler: () => ({}) });`,
      'enableHttpStream, which this host does not serve',
    ],
  ])('%s stops the start', async (what, code, message) => {
    const bus =
      'Endpoint=sb://localhost:1;SharedAccessKeyName=k;SharedAccessKey=s;UseDevelopmentEmulator=true;';
    const settings = what.includes('connection') ? {} : { BUS: bus };
    const files = { 'index.js': `const { app, output } = ${library};\n${code}` };
    expect(await failure(files, settings)).toContain(message);
  });

  test('local.settings.json: into the environment, overriding nothing, strings only', async () => {
    const app = writeApp({
      'index.js': cjs(
        `app.http('show', { route: '%ROUTE%', handler: () => ({ jsonBody: [process.env.A, process.env.B] }) });`,
      ),
      'local.settings.json': JSON.stringify({
        IsEncrypted: false,
        Values: { ROUTE: 'from/file', A: 'file', B: 'file' },
        Host: { LocalHttpPort: 7071 },
      }),
    });
    const host = await startTestHost({ main, app: app.root, environment: { A: 'environment' } });
    try {
      expect(await (await fetch(`${host.url}/api/from/file`)).json()).toEqual(['environment', 'file']);
    } finally {
      await host.stop();
      app.remove();
    }
    const wrong = await failure({
      'index.js': cjs(http('a')),
      'local.settings.json': JSON.stringify({ Values: { PORT: 1, DEEP: { a: 'b' }, GOOD: 'x' } }),
    });
    expect(wrong).toMatch(/PORT/);
    expect(wrong).toMatch(/DEEP/);
    expect(wrong).not.toMatch(/GOOD/);
  });

  test('host.json: prefix, and every fault at once', async () => {
    const bare = { version: '2.0', extensions: { http: { routePrefix: '' } } };
    const app = writeApp({ 'index.js': cjs(http('a')), 'host.json': JSON.stringify(bare) });
    const host = await startTestHost({ main, app: app.root });
    try {
      expect((await fetch(`${host.url}/a`)).status).toBe(200);
      expect((await fetch(`${host.url}/api/a`)).status).toBe(404);
    } finally {
      await host.stop();
      app.remove();
    }
    const wrong = {
      version: '1.0',
      extensions: { serviceBus: { sessionIdleTimeout: 'soon', maxConcurrentSessions: 0 } },
    };
    const output = await failure({ 'index.js': cjs(http('a')), 'host.json': JSON.stringify(wrong) });
    expect(output).toMatch(/version/);
    expect(output).toMatch(/"soon" is no time span/);
    expect(output).toMatch(/maxConcurrentSessions/);
  });

  test('a port that is taken', async () => {
    const app = resolve(__dirname, 'apps/whole');
    const first = await startTestHost({ main, app, environment });
    try {
      const { code, output } = await runToEnd({
        main,
        app,
        environment,
        arguments: ['--port', new URL(first.url).port],
      });
      expect(code).toBe(1);
      expect(output).toContain('EADDRINUSE');
    } finally {
      await first.stop();
    }
  });

  test('an error that nobody catches ends the host with its reason', async () => {
    const app = writeApp({
      'index.js': cjs(`app.http('a', { handler: () => {
        setTimeout(() => { throw new Error('nobody caught me'); }, 1);
        return { body: 'ok' };
      } });`),
    });
    const host = await startTestHost({ main, app: app.root });
    const exit = new Promise<number | null>((settle) => host.process.once('close', settle));
    expect((await fetch(`${host.url}/api/a`)).status).toBe(200);
    expect(await exit).toBe(1);
    expect(host.output()).toContain('nobody caught me');
    app.remove();
  });
});
