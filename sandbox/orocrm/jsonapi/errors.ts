import { STATUS_CODES } from 'node:http';
import type { Json, JsonObject } from './json';

/** One entry of `errors` (reference section 1.7). */
export interface ApiError {
  readonly status: number;
  readonly title: string;
  readonly detail?: string;
  readonly pointer?: string;
  readonly parameter?: string;
}

/** A request that is answered with errors. */
export class Refused extends Error {
  readonly errors: readonly ApiError[];

  constructor(...errors: readonly ApiError[]) {
    super(errors.map(({ title, detail }) => `${title}: ${detail ?? ''}`).join('; '));
    this.errors = errors;
  }
}

/** A method that a resource does not have. The answer has no body (OroCRM sends none with a 405). */
export class MethodRefused extends Error {
  constructor(readonly allow: string) {
    super(`allowed: ${allow}`);
  }
}

interface Place {
  readonly pointer?: string;
  readonly parameter?: string;
}

/** A validation error: status 400, never 422. */
export function invalid(title: string, detail: string, place: Place = {}): ApiError {
  return { status: 400, title: `${title} constraint`, detail, ...place };
}

export const requestData = (detail: string, pointer?: string): ApiError =>
  invalid('request data', detail, pointer === undefined ? {} : { pointer });

export const badFilter = (parameter: string, detail = 'The filter is not supported.'): ApiError =>
  invalid('filter', detail, { parameter });

export const conflict = (detail: string, pointer?: string): ApiError => ({
  ...invalid('conflict', detail, pointer === undefined ? {} : { pointer }),
  status: 409,
});

export const notFound = (detail = 'An entity with the requested identifier does not exist.'): Refused =>
  new Refused({ status: 404, title: 'not found http exception', detail });

export const accessDenied = (detail = 'No access to the entity.', pointer?: string): ApiError => ({
  status: 403,
  title: 'access denied exception',
  detail,
  ...(pointer !== undefined && { pointer }),
});

/** A column that is too small is noticed by the database only, and its message is not shown to clients. */
export const databaseError = (): ApiError => ({ status: 500, title: 'driver exception' });

/** The status of an answer with several errors: the highest group; several of one group become its hundred. */
export function commonStatus(errors: readonly ApiError[]): number {
  const statuses = [...new Set(errors.map(({ status }) => status))];
  const group = Math.max(...statuses.map((status) => Math.floor(status / 100) * 100));
  const [first, ...others] = statuses.filter((status) => Math.floor(status / 100) * 100 === group);
  if (first === undefined) return 500;
  if (others.length === 0) return first;
  return group === 400 && [first, ...others].includes(409) ? 409 : group;
}

export function errorObject(error: ApiError): JsonObject {
  const source: Record<string, Json> = {
    ...(error.pointer !== undefined && { pointer: error.pointer }),
    ...(error.parameter !== undefined && { parameter: error.parameter }),
  };
  return {
    status: String(error.status),
    title: error.title,
    ...(error.detail !== undefined && { detail: error.detail }),
    ...(Object.keys(source).length > 0 && { source }),
  };
}

/** An error that the web framework raises: its exceptions are named after the status. */
export function httpError(status: number, detail: string): ApiError {
  return { status, title: `${(STATUS_CODES[status] ?? 'error').toLowerCase()} http exception`, detail };
}
