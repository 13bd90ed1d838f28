import { month, monthSeconds, estimates, type Month } from './month';
import { freeGrants, type Prices } from './prices';
import type { Sizes } from './sizes';

/** USD a month, by what is paid for. */
export interface Costs {
  readonly functions: number;
  readonly serviceBus: number;
  readonly storage: number;
  readonly keyVault: number;
  readonly logs: number;
  readonly alerts: number;
  readonly network: number;
  readonly total: number;
  /** The total by mailbox; 0 without mailboxes. */
  readonly perMailbox: number;
}

const monthHours = monthSeconds / 3600;
/** `infra/alerts.bicep`: log rules, and series of the metric rule, one for each queue. */
const alertRules = { logs: 4, series: 2 };
/** `infra/main.bicep`: blobs, tables and vault; with `all`, the queues too. */
const endpoints = { none: 0, data: 3, all: 4 };

/** Costs of a month. Pure. The free grants are taken off whole: other apps of the subscription share them. */
export function costsOf(sizes: Sizes, prices: Prices, counts: Month = month(sizes)): Costs {
  const functions = functionCosts(sizes, prices, counts);
  const serviceBus = serviceBusCosts(sizes, prices, counts);
  const gb = sizes.storageRedundancy === 'Standard_LRS' ? prices.tableGbLrs : prices.tableGbZrs;
  const storage =
    (counts.tableTransactions / 1e4) * prices.tableTenThousand.usd +
    (counts.blobOperations / 1e4) * prices.blobTenThousand.usd +
    counts.tableGb * gb.usd;
  const keyVault = (counts.vaultOperations / 1e4) * prices.vaultTenThousand.usd;
  const logs = above(counts.logGb, freeGrants.logGb) * prices.logGb.usd;
  const alerts = alertRules.logs * prices.logAlertRule.usd + alertRules.series * prices.metricSeries.usd;
  const network = networkCosts(sizes, prices, counts);
  const total = functions + serviceBus + storage + keyVault + logs + alerts + network;
  const perMailbox = sizes.mailboxes === 0 ? 0 : total / sizes.mailboxes;
  return { functions, serviceBus, storage, keyVault, logs, alerts, network, total, perMailbox };
}

function functionCosts(sizes: Sizes, prices: Prices, counts: Month): number {
  const gb = sizes.instanceMemoryMB / 1024;
  const gbSeconds = gb * sum(counts.seconds);
  const baseline = sizes.alwaysReadyInstances * gb * monthSeconds;
  return (
    above(gbSeconds, freeGrants.onDemandGbSeconds) * prices.onDemandGbSecond.usd +
    (above(sum(counts.executions), freeGrants.onDemandExecutions) / 1e6) *
      prices.onDemandMillionExecutions.usd +
    baseline * prices.alwaysReadyBaselineGbSecond.usd
  );
}

function serviceBusCosts({ privateNetworking }: Sizes, prices: Prices, counts: Month): number {
  if (privateNetworking === 'all') return monthHours * prices.serviceBusPremiumHour.usd;
  const paid = above(counts.serviceBusOperations, freeGrants.serviceBusOperations);
  return monthHours * prices.serviceBusBaseHour.usd + (paid / 1e6) * prices.serviceBusMillionOperations.usd;
}

function networkCosts({ privateNetworking }: Sizes, prices: Prices, counts: Month): number {
  const egressGb = ((counts.graphRequests + counts.orocrmRequests) * estimates.bytesPerRequest) / 1e9;
  const egress = above(egressGb, freeGrants.egressGb) * prices.egressGb.usd;
  const count = endpoints[privateNetworking];
  if (count === 0) return egress;
  const inside = counts.tableTransactions + counts.blobOperations + counts.vaultOperations;
  const gb = (inside * estimates.bytesPerRequest) / 1e9;
  const each = monthHours * prices.privateEndpointHour.usd + prices.privateZone.usd;
  return egress + count * each + gb * prices.privateEndpointGb.usd;
}

const above = (amount: number, free: number): number => Math.max(0, amount - free);

export const sum = (amounts: Readonly<Record<string, number>>): number =>
  Object.values(amounts).reduce((a, b) => a + b, 0);
