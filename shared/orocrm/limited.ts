/**
 * Works through items, a few at a time, and gives the results in their order. Once `ends` says so of a result, no
 * further item is begun: `skipped` gives the result of the rest.
 */
export async function limited<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
  stop?: { readonly ends: (result: Result) => boolean; readonly skipped: (last: Result) => Result },
): Promise<readonly Result[]> {
  const results = new Map<number, Result>();
  let next = 0;
  let ended: Result | undefined;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index];
      if (item === undefined) continue;
      if (ended !== undefined && stop !== undefined) {
        results.set(index, stop.skipped(ended));
        continue;
      }
      const result = await work(item);
      results.set(index, result);
      if (stop?.ends(result) === true) ended = result;
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return items.flatMap((_item, index) => {
    const result = results.get(index);
    return result === undefined ? [] : [result];
  });
}
