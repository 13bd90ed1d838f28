import { ZodError } from 'zod';

/** What to tell, in one line, of anything that was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof ZodError) {
    return error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
  }
  return error instanceof Error ? error.message : String(error);
}
