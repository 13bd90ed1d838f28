import { z } from 'zod';
import { preferHeader } from './client';
import type { MailboxAddress } from '../records/ids';
import { faultOf, type GraphFault } from './graph-errors';
import type { GraphPath } from './graph-url';

/** One request of a batch. */
export interface BatchItem {
  /** Whose load it is. */
  readonly mailbox: MailboxAddress;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: GraphPath;
  readonly prefer?: readonly string[];
  /** Etag that the item must still have. */
  readonly ifMatch?: string;
  readonly body?: Readonly<Record<string, unknown>>;
}

const wireAnswer = z.object({
  responses: z.array(
    z.object({
      id: z.string(),
      status: z.number(),
      headers: z.record(z.string(), z.unknown()).nullish(),
      body: z.unknown().optional(),
    }),
  ),
});

export interface WireAnswer {
  readonly status: number;
  readonly body: unknown;
  /** Set when the request was refused. */
  readonly fault: GraphFault | undefined;
}

/** The body of `POST /$batch`: plain JSON, ids are the places in the list (Graph reference 4.1). */
export const batchBody = (items: readonly BatchItem[]): { readonly requests: readonly unknown[] } => ({
  requests: items.map(({ method, path, prefer, ifMatch, body }, index) => ({
    id: String(index + 1),
    method,
    url: path.url,
    headers: {
      Prefer: preferHeader(prefer),
      ...(ifMatch === undefined ? {} : { 'If-Match': ifMatch }),
      // A batch item with a body needs a content type of its own.
      ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body }),
  })),
});

/** The answers by place, in whatever order they came; undefined when the body is no batch answer at all. */
export function batchAnswers(body: unknown): ReadonlyMap<number, WireAnswer> | undefined {
  const parsed = wireAnswer.safeParse(body);
  if (!parsed.success) return undefined;
  const answers = new Map<number, WireAnswer>();
  for (const { id, status, headers, body: content } of parsed.data.responses) {
    const place = Number(id) - 1;
    if (answers.has(place)) continue;
    const good = status >= 200 && status < 300;
    const fault = good ? undefined : faultOf(status, lookUp(headers ?? {}), content);
    answers.set(place, { status, body: content, fault });
  }
  return answers;
}

/** Header names of a batch answer come in any case. */
const lookUp =
  (headers: Readonly<Record<string, unknown>>) =>
  (name: string): string | undefined => {
    const entry = Object.entries(headers).find(([key]) => key.toLowerCase() === name);
    const value = entry?.[1];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  };
