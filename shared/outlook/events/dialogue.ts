import type { Batcher, ItemAnswer } from '../batch';
import type { BatchItem } from '../batch-wire';
import { badAnswer } from '../graph-errors';

/** Work that asks Graph several times: it yields requests and goes on with their answers, in the same order. */
export type Dialogue<T> = Generator<readonly BatchItem[], T, readonly ItemAnswer[]>;

/**
 * Holds dialogues side by side: what they ask at the same step goes out together, so that each is in sequence and all
 * of them fill batches. @throws whatever one of them throws
 */
export async function holdDialogues<T>(
  batcher: Batcher,
  dialogues: readonly Dialogue<T>[],
): Promise<readonly T[]> {
  const results: T[] = [];
  let open = dialogues.map((dialogue, place) => ({ dialogue, place, step: dialogue.next() }));
  for (;;) {
    const unfinished: { dialogue: Dialogue<T>; place: number; asked: readonly BatchItem[] }[] = [];
    for (const { dialogue, place, step } of open) {
      if (step.done === true) results[place] = step.value;
      else unfinished.push({ dialogue, place, asked: step.value });
    }
    if (unfinished.length === 0) return results;
    const answers = await batcher.send(unfinished.flatMap(({ asked }) => asked));
    let taken = 0;
    open = unfinished.map(({ dialogue, place, asked }) => {
      const own = answers.slice(taken, taken + asked.length);
      taken += asked.length;
      return { dialogue, place, step: dialogue.next(own) };
    });
  }
}

/** Asks for one thing. */
export function* ask(item: BatchItem): Dialogue<ItemAnswer> {
  const [answer] = yield [item];
  return answer ?? { ok: false, error: badAnswer(`${item.method} ${item.path.template}`) };
}
