import { countRequests } from '../../../shared/telemetry/count-requests';

it.each([
  ['ok', [200, 201, 204]],
  ['throttled', [429, 503, 509]],
  ['refused', [302, 400, 401, 404, 412]],
  ['failed', [0, 500, 502, 504]],
] as const)('an answer is %s: %j', (outcome, statuses) => {
  const heard: unknown[] = [];
  const count = countRequests({ record: (...one) => heard.push(one) }, 'outlook');
  statuses.forEach(count);
  expect(heard).toEqual(statuses.map(() => ['sync.requests', 1, { side: 'outlook', outcome }]));
});
