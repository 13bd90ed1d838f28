import { ended, QueueHarness } from './queue-harness';

describe('queue functions when the host is told to stop', () => {
  const harness = new QueueHarness();

  beforeAll(() => harness.start());
  afterAll(() => harness.end());

  test('SIGTERM: what runs is finished and settled, nothing new starts, exit 0', async () => {
    await harness.send('ordered', [
      { body: { sleep: 1500, mark: 'stop-1' }, sessionId: 'stop' },
      { body: { mark: 'stop-2' }, sessionId: 'stop' },
    ]);
    await harness.send('plain', [{ body: { sleep: 1500, mark: 'stop-plain' } }]);
    await harness.seen(1, (one) => JSON.stringify(one.message).includes('stop-1'));
    await harness.seen(1, (one) => JSON.stringify(one.message).includes('stop-plain'));
    const { code, milliseconds } = await harness.host.stop();
    expect([code, milliseconds < 4000]).toEqual([0, true]);
    expect(harness.reports().filter(ended('inOrder', 'stop-1'))).toHaveLength(1);
    expect(harness.reports().filter(ended('plain', 'stop-plain'))).toHaveLength(1);
    const counts = await harness.broker.counts();
    expect(counts['ordered']).toMatchObject({ active: 1 });
    expect(counts['plain']).toMatchObject({ active: 0 });

    // Another host goes on where this one ended, at the first delivery of what was not begun.
    await harness.startHost();
    const [second] = await harness.seen(1, ended('inOrder', 'stop-2'));
    expect(second?.metadata['deliveryCount']).toBe(1);
  });

  test('SIGTERM: what takes too long is left behind, exit 0 within 5 s', async () => {
    await harness.send('ordered', [{ body: { sleep: 60_000, mark: 'endless' }, sessionId: 'endless' }]);
    await harness.seen(1, (one) => JSON.stringify(one.message).includes('endless'));
    const { code, milliseconds } = await harness.host.stop();
    expect(code).toBe(0);
    expect(milliseconds).toBeGreaterThan(3400);
    expect(milliseconds).toBeLessThan(5000);
    expect(harness.host.output()).toContain('left behind');
  });
});
