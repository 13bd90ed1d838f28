import { SyncError } from '../../errors';
import { isUnholdable, type OutlookEvent } from '../../records/event';
import type { Change, WriteOutcome } from '../../sync/ports/orocrm';
import type { BatchItem } from '../batch-wire';
import { ifMatch } from '../remove-items';
import { ask, type Dialogue } from './dialogue';
import { shapeBody, type EventPatch } from './event-body';
import { toEvent } from './event-item';
import { eventAt } from './event-requests';
import { findOccurrences } from './find-occurrences';
import { readSeries, type EventSource } from './read-events';
import { planSeries, type Step } from './series-plan';
import { changedMeanwhile, notRestored, noOccurrence } from './write-errors';

/**
 * Writes a series: the series as such, then, from what Exchange made of it, every exception and cancelled occurrence
 * that is not yet as desired. `patch`: what of the series as such differs.
 */
export function* writeSeries(
  source: EventSource,
  change: Change<OutlookEvent>,
  patch: EventPatch | undefined,
): Dialogue<WriteOutcome<OutlookEvent>> {
  return yield* new SeriesWork(source, change).run(patch);
}

class SeriesWork {
  /** Whether anything was written, and so whether a failure leaves the series in part. */
  private wrote = false;
  /** Whether `now` is how the series is, as far as we know. */
  private fresh = true;
  private now: OutlookEvent;
  private readonly desired: OutlookEvent;

  constructor(
    private readonly source: EventSource,
    { current, desired }: Change<OutlookEvent>,
  ) {
    this.now = current;
    this.desired = desired;
  }

  *run(patch: EventPatch | undefined): Dialogue<WriteOutcome<OutlookEvent>> {
    let failure: SyncError | undefined;
    try {
      failure = yield* this.write(patch);
      if (!this.fresh) yield* this.readBack();
    } catch (thrown) {
      if (!(thrown instanceof SyncError)) throw thrown;
      // Without a reading nobody knows what the series is now.
      return { ok: false, error: failure ?? thrown };
    }
    if (failure === undefined) return { ok: true, record: this.now };
    return { ok: false, error: failure, ...(this.wrote ? { partly: this.now } : {}) };
  }

  private *write(patch: EventPatch | undefined): Dialogue<SyncError | undefined> {
    if (patch !== undefined) {
      const failure = yield* this.patchSeries(patch);
      if (failure !== undefined) return failure;
    }
    if (this.fresh && isDone(this.now, this.desired)) return undefined;
    const { version } = this.now;
    yield* this.readBack();
    // A write to the series as such was conditional; without one the version has to be looked at.
    if (patch === undefined && this.now.version !== version) return changedMeanwhile();
    return yield* this.writeOccurrences();
  }

  private *writeOccurrences(): Dialogue<SyncError | undefined> {
    if (planSeries(this.now, this.desired).restore.length > 0) {
      const shape = shapeBody(this.desired);
      if (isUnholdable(shape)) return undefined;
      const failure = yield* this.patchSeries({ body: shape, onlyMark: false });
      if (failure !== undefined) return failure;
      yield* this.readBack();
    }
    const { steps, restore } = planSeries(this.now, this.desired);
    const failure = yield* this.take(steps);
    const [lost] = restore;
    return failure ?? (lost === undefined ? undefined : notRestored(lost));
  }

  /**
   * Takes the steps one after the other. What a neighbour is in the way of is tried again after the others, as long as
   * that gets something done.
   */
  private *take(steps: readonly Step[]): Dialogue<SyncError | undefined> {
    const ids = yield* findOccurrences(this.source.mailbox, this.now, steps);
    let open = steps;
    for (;;) {
      const refused: Step[] = [];
      let failure: SyncError | undefined;
      for (const step of open) {
        const error = yield* this.takeStep(step, ids.get(step.day));
        if (error === undefined) continue;
        if (error.code !== 'refused-value') return error;
        failure ??= error;
        refused.push(step);
      }
      if (refused.length === 0 || refused.length === open.length) return failure;
      open = refused;
    }
  }

  private *takeStep({ day, body }: Step, id: string | undefined): Dialogue<SyncError | undefined> {
    if (id === undefined) return noOccurrence(day);
    const { mailbox } = this.source;
    const at = { mailbox, path: eventAt(mailbox, id) };
    const answer = yield* ask(
      body === undefined ? { ...at, method: 'DELETE' } : { ...at, method: 'PATCH', body: { ...body } },
    );
    if (answer.ok) [this.wrote, this.fresh] = [true, false];
    // An occurrence that is gone is cancelled.
    if (answer.ok || (body === undefined && answer.error.code === 'not-found')) return undefined;
    return answer.error;
  }

  private *patchSeries({ body, onlyMark }: EventPatch): Dialogue<SyncError | undefined> {
    const { mailbox } = this.source;
    const item: BatchItem = {
      ...{ mailbox, method: 'PATCH', path: eventAt(mailbox, this.now.id) },
      ...ifMatch(this.now),
      body: { ...body },
    };
    const answer = yield* ask(item);
    if (!answer.ok) return answer.error;
    this.wrote = true;
    const { version } = toEvent(answer.body, 'PATCH event').event;
    this.now = { ...this.now, version, mark: this.desired.mark };
    this.fresh = onlyMark;
    return undefined;
  }

  private *readBack(): Dialogue<undefined> {
    const [read] = yield* readSeries(this.source, [this.now.id]);
    if (read === undefined) throw changedMeanwhile();
    this.now = read.event;
    this.fresh = true;
    return undefined;
  }
}

function isDone(now: OutlookEvent, desired: OutlookEvent): boolean {
  const { steps, restore } = planSeries(now, desired);
  return steps.length === 0 && restore.length === 0;
}
