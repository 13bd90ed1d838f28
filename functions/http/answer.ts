import type { HttpResponseInit } from '@azure/functions';
import { SyncError } from '../../shared/errors';

/** A refusal with its status: what a handler throws to answer with an error. */
export class HttpProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details?: readonly string[],
  ) {
    super(message);
  }
}

export const notFound = (what: string): HttpProblem =>
  new HttpProblem(404, 'not-found', `There is no such ${what}.`);

/** `{"error":{"code","message","details"?}}` with the right status; never a stack trace. */
export function errorAnswer(thrown: unknown): HttpResponseInit {
  const problem = thrown instanceof HttpProblem ? thrown : fromSyncError(thrown);
  return {
    status: problem.status,
    jsonBody: {
      error: {
        code: problem.code,
        message: problem.message,
        ...(problem.details ? { details: problem.details } : {}),
      },
    },
  };
}

function fromSyncError(thrown: unknown): HttpProblem {
  if (!(thrown instanceof SyncError)) {
    return new HttpProblem(500, 'internal', 'Something went wrong here; the log says what.');
  }
  const message = thrown.action === undefined ? thrown.message : `${thrown.message} ${thrown.action}`;
  return new HttpProblem(statusOf(thrown), thrown.code, message);
}

function statusOf(error: SyncError): number {
  if (error.code === 'not-found') return 404;
  if (error.code === 'guard' || error.code === 'would-notify' || error.code === 'not-expressible') return 409;
  switch (error.kind) {
    case 'operator':
    case 'give-up':
      return 400;
    case 'retry':
      return 503;
  }
}
