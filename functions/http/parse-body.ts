import type { z } from 'zod';
import { HttpProblem } from './answer';

/** Checks a body. @throws HttpProblem 400 whose details name each fault; values are never repeated. */
export function parseBody<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new HttpProblem(
    400,
    'invalid-body',
    'The body is not as it should be.',
    parsed.error.issues.map(
      ({ path, message }) => `${path.length === 0 ? 'body' : path.join('.')}: ${message}`,
    ),
  );
}
