import { sides, type EntityName, type Side } from '../records/record';
import { metricTable, type Metrics } from './ports/metrics';
import { countNames, type Counts, type EntityCounts, type PreviewItem, type RunError } from './ports/runs';

type CountName = (typeof countNames)[number];

export const noCounts = (): Counts =>
  Object.fromEntries(countNames.map((name) => [name, 0])) as Record<CountName, number>;

export function addCounts(a: Counts, b: Counts): Counts {
  return Object.fromEntries(countNames.map((name) => [name, a[name] + b[name]])) as Record<CountName, number>;
}

export const noEntityCounts = (): EntityCounts => ({ orocrm: noCounts(), outlook: noCounts() });

export const addEntityCounts = (a: EntityCounts, b: EntityCounts): EntityCounts => ({
  orocrm: addCounts(a.orocrm, b.orocrm),
  outlook: addCounts(a.outlook, b.outlook),
});

/** What one message did: the content of its slice. */
export class Tally {
  private readonly counts: Record<Side, Record<CountName, number>> = {
    orocrm: { ...noCounts() },
    outlook: { ...noCounts() },
  };
  private readonly errorList: RunError[] = [];
  private readonly previewList: PreviewItem[] = [];

  constructor(private readonly entity: EntityName) {}

  add(side: Side, name: CountName, amount = 1): void {
    this.counts[side][name] += amount;
  }

  error(record: string, message: string): void {
    this.errorList.push({ entity: this.entity, record, message });
  }

  preview(item: Omit<PreviewItem, 'entity'>): void {
    this.previewList.push({ entity: this.entity, ...item });
  }

  /** Adds what another part of the same message did. */
  include(other: Tally): void {
    for (const side of ['orocrm', 'outlook'] as const) {
      for (const name of countNames) this.counts[side][name] += other.counts[side][name];
    }
    this.errorList.push(...other.errorList);
    this.previewList.push(...other.previewList);
  }

  /** Counts in the metrics what was done; once, when the message that did it ends. */
  report(metrics: Metrics): void {
    for (const side of sides) {
      for (const action of metricTable['sync.records'].attributes.action) {
        const amount = this.counts[side][action];
        if (amount > 0) metrics.record('sync.records', amount, { entity: this.entity, side, action });
      }
    }
  }

  get entityCounts(): EntityCounts {
    return this.counts;
  }

  get errors(): readonly RunError[] {
    return this.errorList;
  }

  get previews(): readonly PreviewItem[] {
    return this.previewList;
  }
}
