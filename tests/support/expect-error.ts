import type { Answer } from './http';

export interface ApiError {
  readonly code: string;
  readonly message: string;
  readonly details?: readonly string[];
}

/** Checks that an answer is an error as the API promises it, with nothing of the program in it. @returns the error. */
export function expectError(answer: Answer, status: number, code: string): ApiError {
  expect({ status: answer.status, text: answer.text }).toEqual({ status, text: answer.text });
  const body = answer.body as { readonly error: ApiError };
  expect(Object.keys(body)).toEqual(['error']);
  expect(Object.keys(body.error).filter((name) => name !== 'details')).toEqual(['code', 'message']);
  expect(body.error.code).toBe(code);
  expect(body.error.message).not.toBe('');
  expect(answer.text).not.toMatch(/\bat [\w.<>]+ \(|\.js:\d+|node_modules|[A-Z]\w+Error\b/);
  return body.error;
}
