import { InvocationContext } from '@azure/functions';
import { countMessages } from '../../functions/count-messages';

const heard: unknown[] = [];
const metrics = { record: (...one: unknown[]) => void heard.push(one) };
const context = new InvocationContext();
beforeEach(() => (heard.length = 0));

it('counts a message that was handled as what it is then', async () => {
  await countMessages(metrics, 'polls', 'done', () => Promise.resolve())('body', context);
  await countMessages(metrics, 'records', 'given-up', () => Promise.resolve())('body', context);
  expect(heard).toEqual([
    ['sync.messages', 1, { queue: 'polls', outcome: 'done' }],
    ['sync.messages', 1, { queue: 'records', outcome: 'given-up' }],
  ]);
});

it('counts one that was thrown at as failed, and lets the queue see it', async () => {
  const fault = new Error('a fault of ours');
  const handler = countMessages(metrics, 'records', 'done', () => Promise.reject(fault));
  await expect(handler('body', context)).rejects.toBe(fault);
  expect(heard).toEqual([['sync.messages', 1, { queue: 'records', outcome: 'failed' }]]);
});
