import type { HttpAnswer } from './http';

/** Longer waits are a mistake of the server or of its clock. */
const longestSeconds = 24 * 3600;

/** The wait that an answer asks for, in whole seconds; the header holds seconds or a date. */
export function retryAfterSeconds(answer: HttpAnswer): number | undefined {
  const text = answer.header('retry-after').trim();
  if (/^\d+$/.test(text)) return Math.min(Number(text), longestSeconds);
  const date = new Date(text);
  if (text === '' || Number.isNaN(date.getTime())) return undefined;
  const seconds = Math.ceil((date.getTime() - answer.at.getTime()) / 1000);
  return Math.min(Math.max(seconds, 0), longestSeconds);
}
