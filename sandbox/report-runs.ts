import { z } from 'zod';

const runs = z.array(
  z.object({
    runId: z.string(),
    kind: z.string(),
    mailbox: z.string().optional(),
    status: z.string(),
    startedAt: z.string(),
    finishedAt: z.string().nullable(),
    counts: z.record(z.string(), z.number()),
  }),
);

const everyMs = 3000;

/** Prints a line for each run when it ends. @returns a function that stops it. */
export function reportRuns(url: string, print: (line: string) => void): () => void {
  const reported = new Set<string>();
  const look = async (): Promise<void> => {
    const response = await fetch(`${url}/api/runs`, { headers: keyHeader() });
    if (!response.ok) return;
    for (const run of runs.parse(await response.json()).reverse()) {
      if (run.status === 'running' || run.mailbox === undefined || reported.has(run.runId)) continue;
      reported.add(run.runId);
      const seconds = (Date.parse(run.finishedAt ?? run.startedAt) - Date.parse(run.startedAt)) / 1000;
      const counts = Object.entries(run.counts).flatMap(([name, count]) =>
        count === 0 ? [] : [`${name} ${count}`],
      );
      print(`run ${run.kind} ${run.mailbox}: ${run.status} in ${seconds.toFixed(1)} s, ${counts.join(', ')}`);
    }
  };
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const again = (): void => {
    if (!stopped)
      timer = setTimeout(
        () =>
          void look()
            .catch(() => undefined)
            .then(again),
        everyMs,
      );
  };
  again();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

export const keyHeader = (): Record<string, string> =>
  process.env['FUNCTIONS_KEY'] === undefined ? {} : { 'x-functions-key': process.env['FUNCTIONS_KEY'] };
