import { createLogger, describeError, errorMessage } from '../../../sandbox/host/log';
import { resolveConnection } from '../../../sandbox/host/service-bus-connection';
import { parseTimeSpan } from '../../../sandbox/host/time-span';

const connectionString = 'Endpoint=sb://by-key.example/;SharedAccessKeyName=k;SharedAccessKey=s';

describe('connections', () => {
  test('a connection string wins over identity; identity needs the namespace only', async () => {
    const identity = { BUS__fullyQualifiedNamespace: 'by-identity.example', BUS__clientId: 'some-id' };
    const both = (await resolveConnection('work', 'BUS', { BUS: connectionString, ...identity }))();
    const one = (await resolveConnection('work', 'BUS', identity))();
    expect([both.fullyQualifiedNamespace, one.fullyQualifiedNamespace]).toEqual([
      ...['by-key.example', 'by-identity.example'],
    ]);
    await Promise.all([both.close(), one.close()]);
  });

  test.each([
    ['nothing', {}],
    ['empty values', { BUS: '', BUS__fullyQualifiedNamespace: '' }],
  ])('%s: an error that names function and settings', async (_what, environment) => {
    await expect(resolveConnection('work', 'BUS', environment)).rejects.toThrow(
      'Function "work" needs the setting BUS (a connection string) or BUS__fullyQualifiedNamespace',
    );
  });
});

describe('time spans', () => {
  test.each([
    ['00:00:01', 1000],
    ['00:05:00', 300_000],
    ['1:00:00', 3_600_000],
    ['1.00:00:00', 86_400_000],
    ['00:00:00.25', 250],
    ['00:00:00.3000000', 300],
  ])('%s is %d ms', (text, milliseconds) => {
    expect(parseTimeSpan(text)).toBe(milliseconds);
  });

  test.each(['', '5', '00:60:00', '24:00:00', '00:00:61', '-00:00:01', 'soon'])('"%s" is none', (text) => {
    expect(() => parseTimeSpan(text)).toThrow('is no time span');
  });
});

describe('the log', () => {
  const lines: string[] = [];
  beforeEach(() => {
    lines.length = 0;
  });

  test('the longest matching category decides, then default, then Information', () => {
    const write = (line: string): number => lines.push(line.replace(/^\S+ /, ''));
    const logger = createLogger(write, { default: 'warning', Function: 'error', 'Function.chatty': 'debug' });
    for (const category of ['Host', 'Function.quiet', 'Function.chatty.User', 'Functions']) {
      logger.log('debug', category, 'd');
      logger.log('warning', category, 'w');
      logger.log('error', category, 'e');
      logger.log('none', category, 'n');
    }
    createLogger(write, {}).log('information', 'Host', 'i');
    createLogger(write, {}).log('debug', 'Host', 'd');
    createLogger(write, { default: 'none' }).log('critical', 'Host', 'c');
    expect(lines).toEqual([
      'warning [Host] w',
      'error [Host] e',
      'error [Function.quiet] e',
      'debug [Function.chatty.User] d',
      'warning [Function.chatty.User] w',
      'error [Function.chatty.User] e',
      'warning [Functions] w',
      'error [Functions] e',
      'information [Host] i',
    ]);
  });

  test('errors tell their causes; other thrown values tell what they are', () => {
    const error = new Error('outer', { cause: new Error('inner', { cause: 'root' }) });
    expect(describeError(error)).toMatch(/outer[^]*caused by: Error: inner[^]*caused by: root/);
    const circular: Record<string, unknown> = { code: 7 };
    circular['self'] = circular;
    expect(describeError(circular)).toContain('code: 7');
    expect(describeError(undefined)).toBe('undefined');
    const secret = Object.assign(new Error('refused'), { config: { headers: { authorization: 'secret' } } });
    expect(describeError(secret)).not.toContain('secret');
    const refused = new AggregateError([new Error('ECONNREFUSED ::1'), new Error('ECONNREFUSED 127.0.0.1')]);
    expect(describeError(refused)).toMatch(/including: Error: ECONNREFUSED ::1/);
    expect(errorMessage(refused)).toBe('ECONNREFUSED ::1; ECONNREFUSED 127.0.0.1');
    expect(errorMessage(new TypeError())).toBe('TypeError');
  });
});
