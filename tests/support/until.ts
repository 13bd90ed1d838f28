import { setTimeout as wait } from 'node:timers/promises';

/**
 * Asks again and again until there is an answer; the seldomer, the longer it has waited, since each question costs
 * those who work on the answer.
 * @param what names the awaited thing where it never comes.
 * @throws Error after `withinMs`.
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false>,
  withinMs = 60_000,
): Promise<T> {
  const begun = Date.now();
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    const waited = Date.now() - begun;
    if (waited > withinMs) throw new Error(`${what} did not come within ${withinMs / 1000} s.`);
    await wait(Math.min(Math.max(waited / 4, 50), 400));
  }
}
