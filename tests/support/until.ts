import { setTimeout as wait } from 'node:timers/promises';

/**
 * Asks again and again until there is an answer.
 * @param what names the awaited thing where it never comes.
 * @throws Error after `withinMs`.
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  withinMs = 60_000,
): Promise<T> {
  const end = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`${what} did not come within ${withinMs / 1000} s.`);
    await wait(200);
  }
}
