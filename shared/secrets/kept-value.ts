/** How long a failure is told again instead of being asked for anew. */
const failureKeptMs = 10_000;

interface Known<T> {
  readonly value: Promise<T>;
  /** When it was there, in milliseconds of `now`; while it is loaded it counts as new. */
  at: number;
  failed: boolean;
}

/** A value from a store that must not be asked at every use: however many want it, it is loaded once in a while. */
export class KeptValue<T> {
  private known: Known<T> | undefined;

  constructor(
    private readonly load: () => Promise<T>,
    private readonly now: () => number,
  ) {}

  /** The value, no older than this; after a failure the same failure, for some seconds. */
  get(maxAgeMs: number): Promise<T> {
    const { known } = this;
    if (known !== undefined) {
      const keptMs = known.failed ? Math.min(failureKeptMs, maxAgeMs) : maxAgeMs;
      if (this.now() - known.at < keptMs) return known.value;
    }
    const loading: Known<T> = { value: this.load(), at: Infinity, failed: false };
    this.known = loading;
    const settle = (failed: boolean) => (): void => {
      loading.at = this.now();
      loading.failed = failed;
    };
    loading.value.then(settle(false), settle(true));
    return loading.value;
  }
}
