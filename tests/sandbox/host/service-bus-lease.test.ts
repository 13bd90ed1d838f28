import type { ServiceBusClient } from '@azure/service-bus';
import { ServiceBusConnection } from '../../../sandbox/host/service-bus-lease';

/** Clients that only count. */
function fakeClients(): { opened: string[]; closed: string[]; open: () => ServiceBusClient } {
  const opened: string[] = [];
  const closed: string[] = [];
  const open = (): ServiceBusClient => {
    const identifier = `client-${opened.length + 1}`;
    opened.push(identifier);
    const client: Partial<ServiceBusClient> = {
      identifier,
      close: () => {
        closed.push(identifier);
        // As with a dead connection: nobody must wait for it.
        return identifier === 'client-1' ? new Promise(() => undefined) : Promise.resolve();
      },
    };
    return client as ServiceBusClient;
  };
  return { opened, closed, open };
}

const coded = (code: string): Error => Object.assign(new Error(code), { code });
const forEver = new Promise<never>(() => undefined);

describe('leases of a Service Bus client', () => {
  test('a connection that fails: a new client for all, once, and nobody waits on the old one', async () => {
    const { opened, closed, open } = fakeClients();
    const connection = new ServiceBusConnection(open);
    const [first, second] = [connection.lease(), connection.lease()];
    expect(second.client).toBe(first.client);
    const waiting = expect(second.wait(60_000, forEver)).rejects.toThrow('given up: ECONNRESET');
    await expect(first.wait(1000, Promise.reject(new Error('ECONNRESET')))).rejects.toThrow('ECONNRESET');
    await waiting;
    await expect(first.wait(1000, Promise.reject(new Error('again')))).rejects.toThrow();
    expect([opened, closed]).toEqual([['client-1', 'client-2'], ['client-1']]);
    expect(connection.lease().client.identifier).toBe('client-2');
    await expect(connection.lease().wait(1000, Promise.resolve('fine'))).resolves.toBe('fine');
    await connection.close();
  });

  test.each(['ServiceTimeout', 'SessionLockLost', 'MessageLockLost', 'MessagingEntityNotFound'])(
    '%s says nothing about the connection',
    async (code) => {
      const { opened, open } = fakeClients();
      const connection = new ServiceBusConnection(open);
      await expect(connection.lease().wait(1000, Promise.reject(coded(code)))).rejects.toThrow(code);
      expect(opened).toHaveLength(1);
    },
  );

  test('nor do an abort and a wrong use of a queue', async () => {
    const { opened, open } = fakeClients();
    const connection = new ServiceBusConnection(open);
    const abort = Object.assign(new Error('aborted'), { name: 'AbortError' });
    const wrongUse = Object.assign(new Error('InvalidOperationError: needs a session'), {
      code: 'GeneralError',
    });
    for (const error of [abort, wrongUse]) {
      await expect(connection.lease().wait(1000, Promise.reject(error))).rejects.toBe(error);
    }
    expect(opened).toHaveLength(1);
  });

  test('no answer in time is a failed connection', async () => {
    const { opened, open } = fakeClients();
    const connection = new ServiceBusConnection(open);
    await expect(connection.lease().wait(20, forEver)).rejects.toThrow('no answer within 20 ms');
    expect(opened).toHaveLength(2);
  });

  test('closed: who waits is let go, and no new client is opened', async () => {
    const { opened, open } = fakeClients();
    const connection = new ServiceBusConnection(open);
    const lease = connection.lease();
    const waiting = expect(lease.wait(60_000, forEver)).rejects.toThrow('closed');
    void connection.close();
    await waiting;
    await expect(lease.wait(1000, Promise.reject(new Error('gone')))).rejects.toThrow();
    expect(opened).toHaveLength(1);
  });
});
