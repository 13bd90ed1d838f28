import { installationKey, type OrocrmInstallation } from './access';

/** What has been learned about an installation stays true until someone upgrades it. */
const rememberedMs = 60 * 60 * 1000;
/** After a batch that failed or whose outcome is unknown its records go singly, so that one cannot block the rest. */
const distrustMs = 10 * 60 * 1000;

export type BatchSupport = 'unknown' | 'supported' | 'unsupported';

interface Learned<T> {
  readonly value: T;
  readonly until: number;
}

/** What this process has learned about one OroCRM installation, shared by all of its credentials. */
export class InstallationMemory {
  private readonly batches = new Map<string, Learned<BatchSupport>>();
  private pageLimit: Learned<number> | undefined;
  private plainIncludes: Learned<true> | undefined;

  constructor(private readonly now: () => number) {}

  /** Whether synchronous batches of this type work here (from 6.0 on, reference 6.4). */
  batchSupport(type: string): BatchSupport {
    const learned = this.batches.get(type);
    return learned === undefined || learned.until <= this.now() ? 'unknown' : learned.value;
  }

  learnBatchSupport(type: string, supported: boolean): void {
    const value = supported ? 'supported' : 'unsupported';
    this.batches.set(type, { value, until: this.now() + rememberedMs });
  }

  distrustBatches(type: string): void {
    this.batches.set(type, { value: 'unsupported', until: this.now() + distrustMs });
  }

  /** The size of a page that is allowed here, at most the one wished for (reference 1.6). */
  pageSize(wished: number): number {
    const limit = this.pageLimit;
    return limit === undefined || limit.until <= this.now() ? wished : Math.min(wished, limit.value);
  }

  learnPageLimit(limit: number): void {
    this.pageLimit = { value: limit, until: this.now() + rememberedMs };
  }

  /** Whether includes may follow a relationship of a relationship. */
  nestedIncludes(): boolean {
    return this.plainIncludes === undefined || this.plainIncludes.until <= this.now();
  }

  learnPlainIncludes(): void {
    this.plainIncludes = { value: true, until: this.now() + rememberedMs };
  }
}

const memories = new Map<string, InstallationMemory>();

/** The one memory of an installation in this process. */
export function memoryOf(installation: OrocrmInstallation, now: () => number): InstallationMemory {
  const key = installationKey(installation);
  const known = memories.get(key);
  if (known !== undefined) return known;
  const memory = new InstallationMemory(now);
  memories.set(key, memory);
  return memory;
}
