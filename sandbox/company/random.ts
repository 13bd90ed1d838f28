/** Chance that is the same on every machine and in every run, so that the sample company can be talked about. */
export interface Random {
  /** A whole number from 0 up to, without, `below`. */
  whole(below: number): number;
  /** One of the list. @throws RangeError for an empty list */
  pick<T>(list: readonly T[]): T;
  /** True in `share` (0 to 1) of all cases. */
  chance(share: number): boolean;
  /** A text of that many digits, which may begin with zeros. */
  digits(count: number): string;
}

/** Mulberry32: 32 bits of state are plenty for some hundreds of contacts. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const whole = (below: number): number => Math.floor(next() * below);
  return {
    whole,
    pick: <T>(list: readonly T[]): T => {
      if (list.length === 0) throw new RangeError('Nothing to pick from.');
      return list[whole(list.length)] as T;
    },
    chance: (share) => next() < share,
    digits: (count) => Array.from({ length: count }, () => whole(10)).join(''),
  };
}
