import { SyncError } from '../errors';
import type { InstallationMemory } from './installation';
import { parseBody, type ApiAnswer, type JsonApi, type Query } from './json-api/client';
import { manySchema, type Resource } from './json-api/document';
import { Refusal } from './json-api/refusal';

export interface ListRequest {
  readonly type: string;
  readonly query: Query;
  /** Wished for; an installation may allow fewer. */
  readonly size: number;
  readonly count?: boolean;
}

export interface Page {
  readonly data: readonly Resource[];
  readonly included: readonly Resource[];
  readonly total: number | undefined;
  readonly size: number;
  readonly at: Date;
}

/** The largest page that a refusal names: "The value should be less than or equals to N." (reference 1.6). */
function allowedSize(thrown: unknown): number | undefined {
  if (!(thrown instanceof Refusal)) return undefined;
  const problem = thrown.problems.find(({ parameter }) => parameter === 'page[size]');
  const limit = Number(/equals? to (\d+)/.exec(problem?.detail ?? '')?.[1] ?? 0);
  return limit > 0 ? limit : undefined;
}

/** One page of a list, in no larger pages than the installation allows. @throws SyncError */
export async function listPage(
  api: JsonApi,
  memory: InstallationMemory,
  request: ListRequest,
): Promise<Page> {
  const size = memory.pageSize(request.size);
  try {
    return await requestPage(api, request, size);
  } catch (thrown) {
    const limit = allowedSize(thrown);
    if (limit === undefined || limit >= size) throw thrown;
    memory.learnPageLimit(limit);
    return requestPage(api, request, limit);
  }
}

async function requestPage(api: JsonApi, request: ListRequest, size: number): Promise<Page> {
  const answer: ApiAnswer = await api.send({
    method: 'GET',
    type: request.type,
    query: { ...request.query, 'page[size]': String(size) },
    count: request.count === true,
    effect: 'read',
  });
  const { data, included } = parseBody(manySchema, answer, request.type);
  return { data, included, total: answer.total, size, at: answer.at };
}

/**
 * Whether nothing follows a page. An older OroCRM silently gives smaller pages than asked for, so a short page alone
 * proves nothing: the count does, where the server tells it.
 * @throws SyncError `bad-answer` for an empty page where the count says that there is more.
 */
export function isLastPage(page: Page): boolean {
  if (page.total === undefined) return page.data.length < page.size;
  if (page.data.length === 0 && page.total > 0) {
    throw new SyncError(`OroCRM counts ${page.total} more records and shows none.`, {
      kind: 'retry',
      code: 'bad-answer',
    });
  }
  return page.data.length >= page.total;
}
