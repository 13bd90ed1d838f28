import { keyOf, RawClient } from './raw-client';
import { declare, useServiceBus } from './setup';

const service = useServiceBus(declare({ guarded: {}, other: {} }));

describe('who may open a link', () => {
  let client: RawClient;
  beforeEach(() => {
    client = new RawClient(service.bus.connectionString);
  });
  afterEach(() => client.close());

  it('refuses a link for which no token was put', async () => {
    expect(await client.attach('guarded')).toBe('amqp:unauthorized-access');
  });

  it('takes a token signed with the key, for what it covers', async () => {
    const token = client.token('guarded', keyOf(service.bus.connectionString));
    expect(await client.putToken(token, client.audience('guarded'))).toBe(202);
    expect(await client.attach('guarded')).toBeUndefined();
    expect(await client.attach('guarded/$management')).toBeUndefined();
    expect(await client.attach('other')).toBe('amqp:unauthorized-access');
  });

  it.each([
    ['another key', (c: RawClient) => c.token('guarded', 'wrong')],
    ['another key name', (c: RawClient, key: string) => c.token('guarded', key, undefined, 'Other')],
    ['an end that is past', (c: RawClient, key: string) => c.token('guarded', key, Date.now() - 5000)],
    ['another resource', (c: RawClient, key: string) => c.token('other', key)],
    [
      'a resource of which the name is a mere beginning',
      (c: RawClient, key: string) => c.token('guard', key),
    ],
    ['a changed end', (c: RawClient, key: string) => c.token('guarded', key).replace(/se=\d/, 'se=9')],
    ['no signature', () => 'SharedAccessSignature sr=x&se=1&skn=y'],
    ['no shared access signature', () => 'Bearer x'],
  ])('refuses a token with %s', async (_, make) => {
    const token = make(client, keyOf(service.bus.connectionString));
    expect(await client.putToken(token, client.audience('guarded'))).toBe(401);
    expect(await client.attach('guarded')).toBe('amqp:unauthorized-access');
  });

  it('refuses other kinds of tokens', async () => {
    const token = client.token('guarded', keyOf(service.bus.connectionString));
    expect(await client.putToken(token, client.audience('guarded'), 'jwt')).toBe(401);
  });
});
