import type { Answer } from '../../control';
import type { BatchOrder } from './read-batch';

/** One item ready to run. Items of one lane share a mailbox and its limits. */
export interface BatchJob {
  readonly lane: string | undefined;
  readonly run: () => Promise<Answer>;
  /** The answer where the item that it depends on failed. */
  readonly skip: () => Promise<Answer>;
}

/** Runs jobs with at most `width` of one lane at once. */
async function runLanes(
  jobs: readonly BatchJob[],
  width: number,
  done: (job: BatchJob, answer: Answer) => void,
): Promise<void> {
  const lanes = new Map<string | undefined, BatchJob[]>();
  for (const job of jobs) lanes.set(job.lane, [...(lanes.get(job.lane) ?? []), job]);
  await Promise.all(
    [...lanes].map(async ([lane, waiting]) => {
      const queue = waiting.values();
      const workers = lane === undefined ? waiting.length : width;
      // The workers share one iterator: each takes the next job as soon as it is free.
      await Promise.all(
        Array.from({ length: workers }, async () => {
          for (const job of queue) done(job, await job.run());
        }),
      );
    }),
  );
}

/**
 * Runs the items of a batch as Graph does: without dependencies up to `width` at once per mailbox
 * (reference: Graph 4.2), with dependencies one after the other, and none whose parent failed.
 */
export async function runBatch(
  jobs: readonly BatchJob[],
  order: BatchOrder,
  width: number,
): Promise<Answer[]> {
  const answers = new Map<BatchJob, Answer>();
  const done = (job: BatchJob, answer: Answer): void => void answers.set(job, answer);
  const failed = (job: BatchJob): boolean => (answers.get(job)?.status ?? 500) >= 400;
  const [first, ...rest] = jobs;
  if (first === undefined) return [];
  switch (order) {
    case 'free':
      await runLanes(jobs, width, done);
      break;
    case 'first':
      done(first, await first.run());
      if (failed(first)) for (const job of rest) done(job, await job.skip());
      else await runLanes(rest, width, done);
      break;
    case 'serial': {
      let broken = false;
      for (const job of jobs) {
        done(job, await (broken ? job.skip() : job.run()));
        broken ||= failed(job);
      }
      break;
    }
  }
  return jobs.flatMap((job) => answers.get(job) ?? []);
}
