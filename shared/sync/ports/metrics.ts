import { entityNames, sides } from '../../records/record';

/** What became of one request to OroCRM or Graph. */
export const requestOutcomes = ['ok', 'throttled', 'refused', 'failed'] as const;
export type RequestOutcome = (typeof requestOutcomes)[number];

/** Where a mailbox stands as a whole. */
export const mailboxStates = ['new', 'first-sync', 'steady', 'held', 'off'] as const;
export type MailboxStanding = (typeof mailboxStates)[number];

interface MetricRow {
  readonly kind: 'counter' | 'histogram' | 'gauge';
  readonly unit: string;
  readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/**
 * Every metric that the sync emits, with all values that its attributes can have. The lists are closed, so no mailbox,
 * no name and no id can be in one. `docs/architecture.md` says what each means.
 */
export const metricTable = {
  'sync.successes': { kind: 'counter', unit: '1', attributes: { entity: entityNames } },
  'sync.records': {
    kind: 'counter',
    unit: '1',
    attributes: {
      entity: entityNames,
      side: sides,
      action: ['created', 'updated', 'deleted', 'linked', 'conflicts', 'failed'],
    },
  },
  'sync.requests': { kind: 'counter', unit: '1', attributes: { side: sides, outcome: requestOutcomes } },
  'sync.messages': {
    kind: 'counter',
    unit: '1',
    attributes: { queue: ['polls', 'records'], outcome: ['done', 'failed', 'given-up'] },
  },
  'sync.lag': { kind: 'histogram', unit: 's', attributes: { entity: entityNames } },
  'sync.mailboxes': { kind: 'gauge', unit: '1', attributes: { state: mailboxStates } },
  'sync.waiting': { kind: 'gauge', unit: '1', attributes: { kind: ['failed', 'held', 'alerts'] } },
} as const satisfies Readonly<Record<string, MetricRow>>;

export type MetricName = keyof typeof metricTable;

/** The attributes of a metric, all of them, each with one of its values. */
export type MetricAttributes<Name extends MetricName> = {
  readonly [One in MetricName]: ValuesOf<(typeof metricTable)[One]['attributes']>;
}[Name];
type ValuesOf<Lists extends MetricRow['attributes']> = {
  readonly [Key in keyof Lists]: Lists[Key][number];
};

export interface Metrics {
  /** Adds to a counter, or notes a value of a gauge or histogram. Never throws, and nobody waits for it. */
  record<Name extends MetricName>(name: Name, value: number, attributes: MetricAttributes<Name>): void;
}

/** Records nothing: a dry run, and an app that sends its metrics nowhere. */
export const noMetrics: Metrics = { record: () => undefined };
