import { z } from 'zod';
import { SyncError } from '../../errors';
import type { OrocrmId } from '../../records/ids';
import { apiOffAction } from '../json-api/refusal';
import type { OlderRest } from '../rest/client';
import { idSchema } from './values';

const calendarSchema = z.object({ calendar: idSchema });

/** The default calendar of the token's user in the token's organisation, looked up once per connection. */
export class DefaultCalendar {
  private known: Promise<OrocrmId> | undefined;

  constructor(private readonly rest: OlderRest) {}

  /** @throws SyncError; `forbidden` when the user may not view calendars */
  id(): Promise<OrocrmId> {
    this.known ??= this.ask().then(
      ({ id }) => id,
      (thrown: unknown) => {
        this.known = undefined;
        throw thrown;
      },
    );
    return this.known;
  }

  /** The server's clock now. @throws SyncError */
  async now(): Promise<Date> {
    return (await this.ask()).at;
  }

  private async ask(): Promise<{ readonly id: OrocrmId; readonly at: Date }> {
    const answer = await this.rest
      .send({ method: 'GET', path: '/calendars/default', effect: 'read' })
      .catch((thrown: unknown) => {
        throw isMissing(thrown) ? noCalendars(thrown) : thrown;
      });
    const parsed = calendarSchema.safeParse(answer.body);
    if (parsed.success) return { id: parsed.data.calendar, at: answer.at };
    throw new SyncError('OroCRM names no default calendar of its user.', {
      kind: 'retry',
      code: 'bad-answer',
    });
  }
}

const isMissing = (thrown: unknown): boolean => thrown instanceof SyncError && thrown.code === 'not-found';

/** Every user has a default calendar (reference 3): where none is found the whole API is not there. */
const noCalendars = (cause: unknown): SyncError =>
  new SyncError("OroCRM's API of calendars is not at this address (404).", {
    ...{ kind: 'operator', code: 'api-off', action: apiOffAction, cause },
  });
