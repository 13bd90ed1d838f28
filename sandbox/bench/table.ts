import type { Measured } from './measure';

const columns: readonly (readonly [string, (row: Measured) => string])[] = [
  ['what', ({ what }) => what],
  ['latency ms', ({ latencyMs }) => String(latencyMs)],
  ['seconds', ({ seconds }) => seconds.toFixed(1)],
  ['records/s', ({ records, seconds }) => (records / seconds).toFixed(0)],
  ['OroCRM requests/record', (row) => perRecord(row, row.orocrmRequests)],
  ['Graph requests/record', (row) => perRecord(row, row.graphRequests)],
  ['Graph batch items/record', (row) => perRecord(row, row.graphItems)],
  ['CPU ms/record', (row) => (row.cpuMs === undefined ? 'n/a' : perRecord(row, row.cpuMs))],
  ['peak MB', ({ peakMb }) => (peakMb === undefined ? 'n/a' : String(peakMb))],
  ['counts', ({ counts }) => counts],
];

const perRecord = ({ records }: Measured, value: number): string => (value / records).toFixed(3);

/** The measurements as a Markdown table. */
export function table(rows: readonly Measured[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(([name]) => name)),
    line(columns.map(() => '---')),
    ...rows.map((row) => line(columns.map(([, cell]) => cell(row)))),
  ].join('\n');
}
