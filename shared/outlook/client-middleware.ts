import type { Context, Middleware, MiddlewareOptions } from '@microsoft/microsoft-graph-client';

/** One HTTP request that was sent, repeats included, for metrics. No ids, no addresses. */
export interface RequestReport {
  readonly method: string;
  /** Path template: `/users/{id}/contacts/{id}`, `/$batch`. */
  readonly path: string;
  /** 0 when no answer came. */
  readonly status: number;
  /** Milliseconds until the head of the answer was there. */
  readonly ms: number;
  /** Requests inside: the items of a batch, else 1. */
  readonly items: number;
}

/**
 * Travels with one request through the middleware. `failure` is what was really thrown: the library replaces it by an
 * error without cause.
 */
export class RequestNotes implements MiddlewareOptions {
  failure: unknown;

  constructor(
    readonly method: string,
    readonly path: string,
    readonly items: number,
  ) {}
}

const notesOf = (context: Context): RequestNotes | undefined => {
  const notes = context.middlewareControl?.getMiddlewareOptions(RequestNotes);
  return notes instanceof RequestNotes ? notes : undefined;
};

/** First of the chain: notes what was thrown further down. */
export class FailureNote implements Middleware {
  private next: Middleware | undefined;

  setNext(next: Middleware): void {
    this.next = next;
  }

  async execute(context: Context): Promise<void> {
    try {
      await this.next?.execute(context);
    } catch (thrown) {
      const notes = notesOf(context);
      if (notes !== undefined) notes.failure = thrown;
      throw thrown;
    }
  }
}

/**
 * Last of the chain, in place of the library's: it sends through Node's fetch (which keeps connections alive), with a
 * time limit for each attempt, and never follows a redirect: the token is for our base URL only.
 */
export class TimedFetch implements Middleware {
  constructor(
    private readonly timeoutMs: number,
    private readonly report: ((report: RequestReport) => void) | undefined,
  ) {}

  async execute(context: Context): Promise<void> {
    const url: unknown = context.request;
    if (typeof url !== 'string') throw new TypeError('Requests are addressed by text.');
    const started = performance.now();
    let status = 0;
    try {
      context.response = await fetch(url, {
        ...context.options,
        redirect: 'manual',
        signal: AbortSignal.timeout(this.timeoutMs),
      });
      status = context.response.status;
    } finally {
      const notes = notesOf(context);
      if (notes !== undefined) {
        const { method, path, items } = notes;
        this.report?.({ method, path, items, status, ms: performance.now() - started });
      }
    }
  }
}
