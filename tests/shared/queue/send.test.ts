import { ServiceBusError, type ServiceBusClient, type ServiceBusReceivedMessage } from '@azure/service-bus';
import { join } from 'node:path';
import type * as Start from '../../../sandbox/service-bus/start';
import { connectServiceBus } from '../../../shared/queue/connection';
import { pollsQueue, recordsQueue } from '../../../shared/queue/declaration';
import { parsePollMessage, parseRecordsMessage } from '../../../shared/queue/parse';
import { serviceBusQueue, type ServiceBusQueue } from '../../../shared/queue/send';
import { mailboxAddress, orocrmId, runId, type MailboxAddress } from '../../../shared/records/ids';
import type { PollMessage, RecordsMessage } from '../../../shared/sync/ports/queue';
import { compile, type Compiled } from '../../support/compile';

let compiled: Compiled;
let bus: Awaited<ReturnType<typeof Start.startServiceBus>>;
let client: ServiceBusClient;
let queue: ServiceBusQueue;

beforeAll(async () => {
  compiled = compile('sandbox/service-bus', 'shared/queue');
  const start = (await import(join(compiled.root, 'sandbox/service-bus/start.js'))) as typeof Start;
  bus = await start.startServiceBus();
  client = connectServiceBus({ connectionString: bus.connectionString });
  queue = serviceBusQueue(client);
});
afterAll(async () => {
  await queue.close();
  await bus.stop();
  compiled.remove();
});

const reconcile = (mailbox: MailboxAddress, attempt: number): RecordsMessage => ({
  kind: 'reconcile',
  mailbox,
  entity: 'contacts',
  refs: [{ side: 'orocrm', id: orocrmId(String(attempt + 1)) }],
  attempt,
});

/** Takes what a session of a queue holds, waiting for as many messages. */
async function take(name: string, session: string, count: number): Promise<ServiceBusReceivedMessage[]> {
  const receiver = await client.acceptSession(name, session);
  const taken: ServiceBusReceivedMessage[] = [];
  while (taken.length < count) {
    const messages = await receiver.receiveMessages(count - taken.length, { maxWaitTimeInMs: 5000 });
    if (messages.length === 0) break;
    for (const message of messages) {
      await receiver.completeMessage(message);
      taken.push(message);
    }
  }
  await receiver.close();
  return taken;
}

describe('the queue of records', () => {
  it('gets each message in the session of its mailbox, in order, each with an id of its own', async () => {
    const [anna, berta] = ['anna@example.test', 'berta@example.test'].map(mailboxAddress);
    if (anna === undefined || berta === undefined) throw new Error('two mailboxes');
    const sent = Array.from({ length: 30 }, (_, index) => reconcile(index % 3 === 0 ? berta : anna, index));
    await queue.sendRecords(sent);
    const received = await take(recordsQueue.name, anna, 20);
    expect(received.map(({ body }) => parseRecordsMessage(body))).toEqual(
      sent.filter(({ mailbox }) => mailbox === anna).map((message) => ({ ok: true, message })),
    );
    expect(new Set(received.map(({ messageId }) => messageId)).size).toBe(20);
    expect(await take(recordsQueue.name, berta, 10)).toHaveLength(10);
  });

  it('splits what is more than one batch, and keeps the order', async () => {
    const mailbox = mailboxAddress('large@example.test');
    const sent = Array.from({ length: 12 }, (_, number): RecordsMessage => ({
      kind: 'step',
      mailbox,
      entity: 'contacts',
      runId: runId('run'),
      step: 'match',
      number,
      cursor: 'c'.repeat(60_000),
      attempt: 0,
    }));
    await queue.sendRecords(sent);
    const received = await take(recordsQueue.name, mailbox, 12);
    expect(received.map(({ body }) => parseRecordsMessage(body))).toEqual(
      sent.map((message) => ({ ok: true, message })),
    );
  });

  it('refuses for good what is more than one message holds', async () => {
    const message: RecordsMessage = {
      kind: 'step',
      mailbox: mailboxAddress('huge@example.test'),
      entity: 'contacts',
      runId: runId('run'),
      step: 'match',
      number: 0,
      cursor: 'c'.repeat(400_000),
      attempt: 0,
    };
    await expect(queue.sendRecords([message])).rejects.toMatchObject({
      kind: 'give-up',
      code: 'refused-value',
    });
  });

  it('holds a message back for as long as it is delayed', async () => {
    const mailbox = mailboxAddress('later@example.test');
    const sentAt = Date.now();
    await queue.sendRecords([reconcile(mailbox, 1)], 2);
    await queue.sendRecords([reconcile(mailbox, 0)]);
    const received = await take(recordsQueue.name, mailbox, 2);
    expect(received.map(({ body }) => (body as { attempt: number }).attempt)).toEqual([0, 1]);
    expect(Date.now() - sentAt).toBeGreaterThanOrEqual(1900);
  });

  it('sends nothing where there is nothing to send', async () => {
    const before = await bus.counts();
    await queue.sendRecords([]);
    await queue.sendPolls([], 60);
    expect(await bus.counts()).toEqual(before);
  });
});

describe('the queue of polls', () => {
  const due = (seconds: number): string => new Date(Date.now() + seconds * 1000).toISOString();

  it('takes the same read once, however often a tick plans it', async () => {
    const message: PollMessage = { side: 'outlook', shard: 'twice', due: due(0) };
    await queue.sendPolls([message, message], 60);
    await queue.sendPolls([message], 60);
    const received = await take(pollsQueue.name, 'outlook|twice', 2);
    expect(received.map(({ body }) => parsePollMessage(body))).toEqual([{ ok: true, message }]);
  });

  it('gets each read at its time, and not one that waited too long', async () => {
    const [soon, stale] = [due(2), due(-1)];
    await queue.sendPolls([{ side: 'orocrm', shard: 'timed', due: soon }], 60);
    await queue.sendPolls([{ side: 'orocrm', shard: 'timed', due: stale }], 1);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const received = await take(pollsQueue.name, 'orocrm|timed', 2);
    expect(received.map(({ body }) => (body as PollMessage).due)).toEqual([soon]);
    expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(soon));
  });

  it('keeps a read that is scheduled for later than its time to live', async () => {
    const later = due(3);
    await queue.sendPolls([{ side: 'orocrm', shard: 'short', due: later }], 2);
    const received = await take(pollsQueue.name, 'orocrm|short', 1);
    expect(received.map(({ body }) => (body as PollMessage).due)).toEqual([later]);
  });
});

describe('a fault of Service Bus', () => {
  it('is tried again where nobody answers', async () => {
    const nobody = connectServiceBus({
      connectionString:
        'Endpoint=sb://127.0.0.1:9;SharedAccessKeyName=n;SharedAccessKey=k;UseDevelopmentEmulator=true;',
    });
    const away = serviceBusQueue(nobody);
    await expect(away.sendRecords([reconcile(mailboxAddress('a@b.test'), 0)])).rejects.toMatchObject({
      kind: 'retry',
      code: 'unreachable',
    });
    await away.close();
  });

  it.each([
    ['UnauthorizedAccess', { kind: 'operator', code: 'unauthorized' }],
    ['MessagingEntityNotFound', { kind: 'operator', code: 'not-found' }],
    ['MessageSizeExceeded', { kind: 'give-up', code: 'refused-value' }],
    ['QuotaExceeded', { kind: 'retry', code: 'throttled' }],
    ['ServiceBusy', { kind: 'retry', code: 'throttled' }],
    ['ServiceTimeout', { kind: 'retry', code: 'unreachable' }],
    ['GeneralError', { kind: 'retry', code: 'server-error' }],
  ] as const)('%s says what can be done', async (code, expected) => {
    const failing = serviceBusQueue({
      createSender: () => {
        throw new ServiceBusError('no', code);
      },
      close: () => Promise.resolve(),
    });
    await expect(failing.sendRecords([reconcile(mailboxAddress('a@b.test'), 0)])).rejects.toMatchObject(
      expected,
    );
  });
});
