import type { OrocrmId } from '../records/ids';
import { orocrmRowKey } from './record-keys';
import type { Row, Table } from './table';

/** Ids this close together are read as one range: fewer requests outweigh the rows that nobody asked for. */
const densityLimit = 4n;

/** The rows of these OroCRM ids: one range query where they lie close together, else parallel point reads. */
export async function loadOrocrmRows(
  table: Table,
  partition: string,
  ids: readonly OrocrmId[],
): Promise<Row[]> {
  const span = spanOf(ids);
  if (span === undefined || span.width > densityLimit * BigInt(ids.length)) {
    return [...(await table.loadMany(partition, ids.map(orocrmRowKey))).values()];
  }
  const wanted = new Set(ids.map(orocrmRowKey));
  const range = { from: orocrmRowKey(span.first), to: `${orocrmRowKey(span.last)} ` };
  return (await table.range(partition, range)).filter((row) => wanted.has(row.rowKey));
}

function spanOf(ids: readonly OrocrmId[]): { first: OrocrmId; last: OrocrmId; width: bigint } | undefined {
  const sorted = [...ids].sort((a, b) => Number(BigInt(a) - BigInt(b)));
  const first = sorted[0];
  const last = sorted.at(-1);
  if (first === undefined || last === undefined || first === last) return undefined;
  return { first, last, width: BigInt(last) - BigInt(first) };
}
