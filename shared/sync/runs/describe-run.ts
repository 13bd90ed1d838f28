import { entityNames, type EntityName } from '../../records/record';
import type { RunId } from '../../records/ids';
import type { Counts, EntityCounts, PreviewItem, Run, RunError, RunStatus, Slice } from '../ports/runs';
import { addCounts, addEntityCounts, noCounts, noEntityCounts } from '../tally';
import type { Ports } from '../work';

/** A run as the HTTP API shows it. */
export interface RunDescription {
  readonly runId: RunId;
  readonly kind: Run['kind'];
  readonly mailbox?: string;
  readonly mode?: Run['mode'];
  readonly dryRun: boolean;
  readonly status: RunStatus;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly counts: Counts;
  readonly byEntity: Readonly<Partial<Record<EntityName, EntityCounts>>>;
  readonly errors: readonly RunError[];
  readonly preview?: readonly PreviewItem[];
  readonly children?: readonly RunId[];
  readonly heldId?: string;
}

/** Describes a run with its counts so far; a parent's counts are the sums of its children's. */
export async function describeRun(
  ports: Pick<Ports, 'runs'>,
  id: RunId,
): Promise<RunDescription | undefined> {
  const run = await ports.runs.load(id);
  return run && describe(ports, run);
}

export async function describe(ports: Pick<Ports, 'runs'>, run: Run): Promise<RunDescription> {
  if (run.mailbox !== undefined) return describeOne(run, await ports.runs.slices(run.id));
  const children = await Promise.all(run.children.map((id) => describeRun(ports, id)));
  const found = children.filter((child) => child !== undefined);
  const finished = found.map(({ finishedAt }) => finishedAt).filter((at) => at !== null);
  const ended =
    run.status !== 'running' || (found.length > 0 && found.every(({ status }) => status !== 'running'));
  return {
    ...head(run),
    status: ended ? worst(found.map(({ status }) => status)) : 'running',
    finishedAt: ended ? (run.finishedAt ?? finished.sort().at(-1) ?? null) : null,
    counts: found.map(({ counts }) => counts).reduce(addCounts, noCounts()),
    byEntity: mergeEntities(found.map(({ byEntity }) => byEntity)),
    errors: found.flatMap(({ errors }) => errors),
    children: run.children,
    ...(run.dryRun ? { preview: found.flatMap(({ preview }) => preview ?? []) } : {}),
  };
}

function describeOne(run: Run, slices: readonly Slice[]): RunDescription {
  const byEntity = mergeEntities(slices.map(({ entity, counts }) => ({ [entity]: counts })));
  const counts = Object.values(byEntity)
    .flatMap(({ orocrm, outlook }) => [orocrm, outlook])
    .reduce(addCounts, noCounts());
  return {
    ...head(run),
    status: run.status,
    finishedAt: run.finishedAt ?? null,
    counts,
    byEntity,
    errors: slices.flatMap(({ errors }) => errors),
    ...(run.dryRun ? { preview: slices.flatMap(({ preview }) => preview) } : {}),
    ...(run.heldId === '' ? {} : { heldId: run.heldId }),
  };
}

function head(run: Run) {
  return {
    runId: run.id,
    kind: run.kind,
    ...(run.mailbox === undefined ? {} : { mailbox: run.mailbox }),
    ...(run.kind === 'resync' ? { mode: run.mode } : {}),
    dryRun: run.dryRun,
    startedAt: run.startedAt,
  };
}

function mergeEntities(
  parts: readonly Readonly<Partial<Record<EntityName, EntityCounts>>>[],
): Partial<Record<EntityName, EntityCounts>> {
  return Object.fromEntries(
    entityNames.flatMap((entity) => {
      const found = parts.flatMap((part) => part[entity] ?? []);
      return found.length === 0 ? [] : [[entity, found.reduce(addEntityCounts, noEntityCounts())]];
    }),
  );
}

const severity: Record<RunStatus, number> = { done: 0, held: 1, failed: 2, running: 3 };

const worst = (statuses: readonly RunStatus[]): RunStatus =>
  [...statuses].sort((a, b) => severity[b] - severity[a])[0] ?? 'done';
