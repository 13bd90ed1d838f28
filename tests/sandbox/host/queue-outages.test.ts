import { ended, QueueHarness } from './queue-harness';

describe('queue functions when the broker or the host goes away', () => {
  const harness = new QueueHarness();

  beforeAll(() => harness.start());
  afterAll(() => harness.end());

  test('dropped connections: everything goes on, nothing is lost', async () => {
    await harness.broker.dropConnections();
    await harness.send('ordered', [{ body: { mark: 'after-drop' }, sessionId: 'drop' }]);
    await harness.send('plain', [{ body: { mark: 'after-drop' } }]);
    await harness.seen(1, ended('inOrder', 'after-drop'));
    await harness.seen(1, ended('plain', 'after-drop'));
    await harness.emptied('ordered');
    await harness.emptied('plain');
  });

  test('connections that drop again and again while they are opened', async () => {
    for (let count = 0; count < 6; count += 1) {
      await harness.broker.dropConnections();
      await new Promise((done) => setTimeout(done, count * 40));
    }
    await harness.send('ordered', [{ body: { mark: 'after-drops' }, sessionId: 'drops' }]);
    await harness.send('plain', [{ body: { mark: 'after-drops' } }]);
    await harness.seen(1, ended('inOrder', 'after-drops'));
    await harness.seen(1, ended('plain', 'after-drops'));
    await harness.emptied('ordered');
    await harness.emptied('plain');
  });

  test('a broker that dies and comes back: the host goes on by itself, nothing is lost', async () => {
    await harness.send('plain', [{ body: { sleep: 2000, mark: 'cut-off' }, messageId: 'cut-off' }]);
    await harness.seen(1, (one) => one.phase === 'start' && JSON.stringify(one).includes('cut-off'));
    harness.broker.kill();
    await harness.broker.exited;
    await new Promise((done) => setTimeout(done, 1500));
    await harness.startBroker(harness.broker.port);
    await harness.send('ordered', [{ body: { mark: 'after-restart' }, sessionId: 'restart' }]);
    await harness.send('plain', [{ body: { mark: 'after-restart' } }]);
    await harness.seen(1, ended('inOrder', 'after-restart'));
    await harness.seen(1, ended('plain', 'after-restart'));
    // What was being handled comes again once its lock is over: at least once, not exactly once.
    const again = await harness.seen(2, ended('plain', 'cut-off'));
    expect(again.map(({ metadata }) => metadata['deliveryCount'])).toEqual([1, 2]);
    await harness.emptied('plain');
    expect(harness.host.output()).toContain('cannot receive, trying on');
  });
});
