import { z } from 'zod';
import { asSyncError, SyncError } from '../../errors';
import { isUnholdable, type OrocrmEvent, type OrocrmException } from '../../records/event';
import type { OrocrmId } from '../../records/ids';
import type { Change, WriteOutcome } from '../../sync/ports/orocrm';
import type { OlderRest } from '../rest/client';
import { createBody, createExceptionBody, type Body } from './event-body';
import { planChange, type Step } from './event-changes';
import { ofSeries, type EventList } from './event-list';
import type { Attendee } from './event-row';
import { EventPresence } from './event-presence';
import { idSchema } from './values';

type Outcome = WriteOutcome<OrocrmEvent>;

const path = '/calendarevents';
const createdSchema = z.object({ id: idSchema });

/** Writes the events of one calendar, the requests of one record one after the other. Never throws a `SyncError`. */
export class EventWriter {
  constructor(
    private readonly rest: OlderRest,
    private readonly list: EventList,
    private readonly calendar: OrocrmId,
  ) {}

  async create(draft: OrocrmEvent): Promise<Outcome> {
    if (isUnholdable(draft.recurrence)) return { ok: false, error: unholdable(draft.recurrence.unholdable) };
    try {
      const id = await this.post(createBody(draft, this.calendar));
      const record = await this.readBack(id);
      return record === undefined ? { ok: false, error: unread('unknown-outcome') } : { ok: true, record };
    } catch (thrown) {
      return { ok: false, error: asSyncError(thrown) };
    }
  }

  async update(change: Change<OrocrmEvent>): Promise<Outcome> {
    const plan = planChange(change);
    if (plan.steps === undefined) return { ok: false, error: unholdable(plan.unholdable) };
    // Nothing differs, so nothing is sent: the record is as it was read.
    if (plan.steps.length === 0) return { ok: true, record: change.current };
    const { id } = change.current;
    const { done, error } = await this.perform(id, plan.steps);
    if (error !== undefined && done === 0) return { ok: false, error };
    const record = await this.readBack(id);
    if (error !== undefined) return { ok: false, error, ...(record === undefined ? {} : { partly: record }) };
    return record === undefined ? { ok: false, error: unread('bad-answer') } : { ok: true, record };
  }

  /** How many of the requests succeeded, and what ended them. */
  private async perform(
    series: OrocrmId,
    steps: readonly Step[],
  ): Promise<{ readonly done: number; readonly error: SyncError | undefined }> {
    let done = 0;
    let attendees: readonly Attendee[] | undefined;
    try {
      for (const step of steps) {
        if (step.kind === 'except') {
          attendees ??= await this.attendeesOf(series);
          await this.except(series, step.exception, attendees);
        } else {
          await this.send(step);
        }
        done += 1;
      }
      return { done, error: undefined };
    } catch (thrown) {
      return { done, error: asSyncError(thrown) };
    }
  }

  private async send(step: Exclude<Step, { kind: 'except' }>): Promise<void> {
    const target = `${path}/${step.id}`;
    if (step.kind === 'change') {
      await this.rest.send({ method: 'PUT', path: target, body: step.body, effect: 'change' });
      return;
    }
    try {
      const query = 'notifyAttendees=none';
      await this.rest.send({ method: 'DELETE', path: target, query, effect: 'change' });
    } catch (thrown) {
      // Somebody else has restored the occurrence.
      if (!(thrown instanceof SyncError) || thrown.code !== 'not-found') throw thrown;
    }
  }

  /** Part of a change of the series: whoever reads that sees whether it was made, so no outcome stays unknown. */
  private async except(
    series: OrocrmId,
    exception: OrocrmException,
    attendees: readonly Attendee[],
  ): Promise<void> {
    const body = createExceptionBody(exception, { id: series, calendar: this.calendar, attendees });
    await this.rest.send({ method: 'POST', path, body, effect: 'change' });
  }

  private async attendeesOf(series: OrocrmId): Promise<readonly Attendee[]> {
    const { rows } = await this.list.all(this.calendar, ofSeries(series));
    return rows.find(({ id }) => id === series)?.attendees ?? [];
  }

  private async post(body: Body): Promise<OrocrmId> {
    const answer = await this.rest.send({ method: 'POST', path, body, effect: 'create' });
    const parsed = createdSchema.safeParse(answer.body);
    if (parsed.success) return parsed.data.id;
    throw new SyncError('The answer to a create names no record.', {
      kind: 'retry',
      code: 'unknown-outcome',
    });
  }

  /** The answer of a write tells next to nothing (reference 3.1); undefined when the event cannot be read. */
  private async readBack(id: OrocrmId): Promise<OrocrmEvent | undefined> {
    try {
      const { records } = await new EventPresence(this.rest, this.list, this.calendar).read([id]);
      const reading = records.get(id);
      return reading?.state === 'there' ? reading.record : undefined;
    } catch (thrown) {
      if (thrown instanceof SyncError) return undefined;
      throw thrown;
    }
  }
}

const unholdable = (why: string): SyncError =>
  new SyncError(`OroCRM cannot hold this event: ${why}`, { kind: 'give-up', code: 'not-expressible' });

/** It was written but cannot be read: a create must be searched for, an update is read by the next pass. */
const unread = (code: 'unknown-outcome' | 'bad-answer'): SyncError =>
  new SyncError('OroCRM took a write, but the event cannot be read back.', { kind: 'retry', code });
