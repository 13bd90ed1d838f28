/**
 * Runs the cases of a table side by side, each on a mailbox of its own, while jest still reports one test for each:
 * the sync is made for many mailboxes at once, and the tests are quicker for it.
 */
export function sideBySide<Case>(
  cases: readonly Case[],
  play: (one: Case) => Promise<void>,
  atOnce = 8,
): (one: Case) => Promise<void> {
  let results: Map<Case, Promise<void>> | undefined;
  const start = (): Map<Case, Promise<void>> => {
    let free = atOnce;
    const waiting: (() => void)[] = [];
    const turn = async (one: Case): Promise<void> => {
      if (free > 0) free -= 1;
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        await play(one);
      } finally {
        const next = waiting.shift();
        if (next) next();
        else free += 1;
      }
    };
    return new Map(
      cases.map((one) => {
        const result = turn(one);
        // Awaited by its own test, which may come later than its failure.
        result.catch(() => undefined);
        return [one, result];
      }),
    );
  };
  return (one) => {
    results ??= start();
    return results.get(one) ?? Promise.reject(new Error('There is no such case.'));
  };
}
