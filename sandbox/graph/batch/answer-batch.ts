import type { Answer, Call, Exchange } from '../../control';
import { errorBody, GraphError } from '../errors';
import type { GraphRequest } from '../http/route';
import { splitUrl } from '../http/split-url';
import { toAnswer, type GraphService } from '../service';
import { headersOf, readBatch, type BatchItem } from './read-batch';
import { runBatch, type BatchJob } from './run-batch';

/** Spreads the answers over another order than that of the requests, the same for equal ids. */
function shuffled<T extends { id: string }>(answers: readonly T[]): T[] {
  let seed = 7;
  for (const { id } of answers)
    for (const character of id) seed = (seed * 31 + character.charCodeAt(0)) >>> 0;
  const result = [...answers];
  for (let index = result.length - 1; index > 0; index -= 1) {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    const other = Math.floor((seed / 2 ** 32) * (index + 1));
    const [one, two] = [result[index], result[other]];
    if (one !== undefined && two !== undefined) [result[index], result[other]] = [two, one];
  }
  return result;
}

/** An item's answer in the batch's own; a body that is no JSON travels as base64 text. */
function wire(id: string, answer: Answer): string {
  const { body, headers, status } = answer;
  const isJson = headers['Content-Type']?.startsWith('application/json') === true;
  const text = body === undefined ? '' : isJson ? body : JSON.stringify(Buffer.from(body).toString('base64'));
  const head = `"id":${JSON.stringify(id)},"status":${status},"headers":${JSON.stringify(headers)}`;
  return text === '' ? `{${head}}` : `{${head},"body":${text}}`;
}

function requestOf(item: BatchItem, origin: string): GraphRequest {
  const { path, query } = splitUrl(item.url);
  const headers = headersOf(item);
  return { method: item.method.toUpperCase(), path, query, headers, origin, body: item.body ?? undefined };
}

function callOf(request: GraphRequest): Call {
  const { method, path, query, headers, body } = request;
  return {
    method,
    path: `/v1.0${path}`,
    query,
    headers,
    ...(body !== undefined && { requestBody: body }),
  };
}

/** Why an item that depends on a failed one was not done; only the status is documented (Graph 4.1). */
function failedDependency(): Answer {
  const error = new GraphError(424, 'FailedDependency', 'A request that this one depends on has failed.');
  const ids = { requestId: '', clientRequestId: '', now: new Date() };
  return toAnswer({ status: error.status, body: errorBody(error, ids) }, {});
}

/**
 * Does a `$batch`: the outer answer is 200 whatever becomes of the items, which come back in another order.
 * @throws GraphError 400 for a malformed batch
 */
export async function answerBatch(
  service: GraphService,
  exchange: Exchange,
  outer: GraphRequest,
  width: number,
): Promise<Answer> {
  const { items, order } = readBatch(outer.body);
  // The items are logged each by itself, and carry the bodies.
  exchange.note({ write: false, requestBody: undefined });
  const requests = items.map((item) => requestOf(item, outer.origin));
  const runners = exchange.openItems(requests.map(callOf));
  const jobs = requests.flatMap((request, index): BatchJob[] => {
    const runner = runners[index];
    if (runner === undefined) return [];
    const lane = service.mailboxOf(request);
    const before = lane === undefined ? undefined : () => service.throttle.countBatchItem();
    return [
      {
        lane,
        run: () => runner(() => service.answer(request, before)),
        skip: () => runner(() => Promise.resolve(failedDependency())),
      },
    ];
  });
  const answers = await runBatch(jobs, order, width);
  const paired = items.flatMap(({ id }, index) => {
    const answer = answers[index];
    return answer === undefined ? [] : [{ id, answer }];
  });
  const parts = shuffled(paired).map(({ id, answer }) => wire(id, answer));
  return {
    status: 200,
    headers: { 'Content-Type': 'application/json', 'OData-Version': '4.0' },
    body: `{"responses":[${parts.join(',')}]}`,
  };
}
