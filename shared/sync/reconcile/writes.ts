import type { OrocrmRecord, OutlookRecord, Side } from '../../records/record';
import type { WriteOutcome } from '../ports/orocrm';
import type { PreviewItem } from '../ports/runs';
import type { Ledger, Source } from './ledger';

export const sourceOf = (side: Side, record: OrocrmRecord | OutlookRecord): Source => ({
  side,
  id: record.id,
  version: record.version,
});

export function outcomeAt<R>(outcomes: readonly WriteOutcome<R>[], index: number): WriteOutcome<R> {
  const outcome = outcomes[index];
  if (!outcome) throw new Error('An adapter answered with fewer outcomes than it was asked for.');
  return outcome;
}

export function preview(
  ledger: Ledger,
  side: Side,
  action: PreviewItem['action'],
  rule: string,
  orocrm: OrocrmRecord | undefined,
  outlook: OutlookRecord | undefined,
  fields: readonly string[],
): void {
  ledger.tally.preview({
    side,
    action,
    rule,
    orocrmId: orocrm?.id ?? '',
    outlookId: outlook?.id ?? '',
    fields,
  });
}
