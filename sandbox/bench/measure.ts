import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { Control } from '../control';
import type { Tenant } from '../tenant';
import { usageOf } from './process-usage';
import type { BenchEntity } from './subjects/subject';

const run = z.object({ status: z.string(), counts: z.record(z.string(), z.number()) });
const started = z.object({ runId: z.string() });

export interface Measured {
  readonly what: string;
  readonly latencyMs: number;
  readonly records: number;
  readonly seconds: number;
  readonly orocrmRequests: number;
  readonly graphRequests: number;
  readonly graphItems: number;
  readonly cpuMs: number | undefined;
  readonly peakMb: number | undefined;
  readonly counts: string;
}

export interface Planned {
  readonly name: string;
  readonly mailbox: string;
  readonly entity: BenchEntity;
  readonly records: number;
  readonly latencyMs: number;
}

interface Seen {
  readonly requests: number;
  readonly items: number;
}

/** Where a log goes on: behind everything that it holds. */
const nextOf = (control: Control): number => control.log.since(Number.MAX_SAFE_INTEGER).next;

/** HTTP requests and items inside batches since a mark in a simulator's log. */
function seenSince(control: Control, mark: number): Seen {
  const { entries } = control.log.since(mark);
  const items = entries.filter(({ batch }) => batch !== undefined).length;
  return { requests: entries.length - items, items };
}

/** Runs one synchronisation of a mailbox and measures it from outside. @throws Error when it does not end as `done` */
export async function measure(
  tenant: Tenant,
  { name, mailbox, entity, records, latencyMs }: Planned,
): Promise<Measured> {
  const { orocrm, graph, functions } = tenant;
  if (!orocrm || !graph) throw new Error('The benchmark needs both simulators.');
  const pid = functions.process.pid ?? 0;
  const before = usageOf(pid);
  const marks = { orocrm: nextOf(orocrm.control), graph: nextOf(graph.control) };
  const begin = performance.now();
  const { runId } = started.parse(await post(functions.url, { mailbox, entities: [entity] }));
  let ended: z.output<typeof run>;
  do {
    await wait(50);
    ended = run.parse(await (await fetch(`${functions.url}/api/runs/${runId}`)).json());
  } while (ended.status === 'running');
  const seconds = (performance.now() - begin) / 1000;
  if (ended.status !== 'done') throw new Error(`${name}: the run ended as ${ended.status}.`);
  const after = usageOf(pid);
  const orocrmSeen = seenSince(orocrm.control, marks.orocrm);
  const graphSeen = seenSince(graph.control, marks.graph);
  return {
    ...{ what: name, latencyMs, records, seconds },
    orocrmRequests: orocrmSeen.requests,
    graphRequests: graphSeen.requests,
    graphItems: graphSeen.items,
    cpuMs: before && after ? after.cpuMs - before.cpuMs : undefined,
    peakMb: after?.peakMb,
    counts: Object.entries(ended.counts)
      .flatMap(([name, count]) => (count === 0 ? [] : [`${name} ${count}`]))
      .join(', '),
  };
}

async function post(url: string, body: unknown): Promise<unknown> {
  const response = await fetch(`${url}/api/sync`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response.json();
}
