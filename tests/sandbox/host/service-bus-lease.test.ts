import type {
  ServiceBusClient,
  ServiceBusReceivedMessage,
  ServiceBusReceiver,
  ServiceBusSessionReceiver,
} from '@azure/service-bus';
import { acceptSession, openReceiver } from '../../../sandbox/host/leased-receivers';
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

/** A client whose operations end when told to. */
function slowClient(): {
  readonly log: string[];
  readonly client: ServiceBusClient;
  grant: (session: Partial<ServiceBusSessionReceiver>) => void;
  deliver: (messages: ServiceBusReceivedMessage[]) => void;
} {
  const log: string[] = [];
  const unasked = (): never => {
    throw new Error('nobody has asked');
  };
  const slow: Omit<ReturnType<typeof slowClient>, 'client'> = { log, grant: unasked, deliver: unasked };
  const receiver: Partial<ServiceBusReceiver> = {
    receiveMessages: () => new Promise((done) => (slow.deliver = done)),
    abandonMessage: ({ messageId }) => {
      log.push(`abandon ${String(messageId)}`);
      return Promise.resolve();
    },
  };
  const client = {
    acceptNextSession: () =>
      new Promise((done) => {
        slow.grant = done;
      }),
    createReceiver: () => receiver,
    close: () => {
      log.push('close client');
      return Promise.resolve();
    },
  };
  const untyped: unknown = client;
  return Object.assign(slow, { client: untyped as ServiceBusClient });
}

describe('what comes to a client that was given up', () => {
  const settle = (): Promise<void> => new Promise((done) => setTimeout(done, 5));

  test('a session is released, and the client closed again', async () => {
    const slow = slowClient();
    const connection = new ServiceBusConnection(() => slow.client);
    const lease = connection.lease();
    const accepting = acceptSession(lease, 'ordered', {});
    const refused = expect(accepting).rejects.toThrow('given up');
    await expect(lease.wait(1000, Promise.reject(new Error('EPIPE')))).rejects.toThrow('EPIPE');
    await refused;
    slow.grant({
      close: () => {
        slow.log.push('close session');
        return Promise.resolve();
      },
    });
    await settle();
    expect(slow.log).toEqual(['close client', 'close session', 'close client']);
  });

  test('messages are given back', async () => {
    const slow = slowClient();
    const connection = new ServiceBusConnection(() => slow.client);
    const lease = connection.lease();
    const receiving = openReceiver(lease, 'plain', {}).receiveMessages(1, { maxWaitTimeInMs: 1000 });
    const refused = expect(receiving).rejects.toThrow('given up');
    await expect(lease.wait(1000, Promise.reject(new Error('EPIPE')))).rejects.toThrow('EPIPE');
    await refused;
    slow.deliver([{ messageId: 'm' } as ServiceBusReceivedMessage]);
    await settle();
    expect(slow.log).toEqual(['close client', 'abandon m', 'close client']);
  });

  test('an error of the operation alone closes nothing', async () => {
    const slow = slowClient();
    const timeout = Promise.reject(coded('ServiceTimeout'));
    const client = Object.assign(slow.client, { acceptNextSession: () => timeout });
    const connection = new ServiceBusConnection(() => client);
    await expect(acceptSession(connection.lease(), 'ordered', {})).rejects.toThrow('ServiceTimeout');
    await settle();
    expect(slow.log).toEqual([]);
  });
});

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
    expect([first.isGivenUp(), connection.lease().isGivenUp()]).toEqual([true, false]);
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
