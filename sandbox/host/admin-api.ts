import { z } from 'zod';

/** Starts one run; answers what stands in its way, if anything does. */
export type RunByHand = (name: string, input: string) => 'started' | 'unknown' | 'http';

export interface AdminAnswer {
  readonly status: number;
  readonly text: string;
}

const bodySchema = z.object({ input: z.unknown().optional() });

/** The part behind `/admin/`, or undefined for any other path. */
export function adminPath(path: string): string | undefined {
  return /^\/admin\/(.*)$/i.exec(path)?.[1];
}

/**
 * `POST /admin/functions/NAME` with `{"input": …}` runs a function by hand and answers 202 at once, as the
 * platform does. The input is the message of a queue function; a timer ignores it.
 */
export function handleAdmin(path: string, method: string, body: Buffer, run: RunByHand): AdminAnswer {
  const name = /^functions\/([^/]+)\/?$/i.exec(path)?.[1];
  if (name === undefined || method !== 'POST') {
    return { status: 404, text: '' };
  }
  const input = readInput(body);
  if (input === undefined) {
    return { status: 400, text: 'The body must be JSON: {"input": …}' };
  }
  switch (run(name, input)) {
    case 'started':
      return { status: 202, text: '' };
    case 'unknown':
      return { status: 404, text: '' };
    case 'http':
      return { status: 400, text: 'An HTTP function is run by calling its route.' };
  }
}

/** The input as text: a string as it is, anything else as JSON, nothing as the empty string. */
function readInput(body: Buffer): string | undefined {
  if (body.length === 0) {
    return '';
  }
  try {
    const { input } = bodySchema.parse(JSON.parse(body.toString('utf8')));
    return typeof input === 'string' ? input : input === undefined ? '' : JSON.stringify(input);
  } catch {
    return undefined;
  }
}
