import { z } from 'zod';
import { SyncError } from '../../errors';
import { orocrmId, type OrocrmId } from '../../records/ids';
import type { OlderRest } from '../rest/client';
import { parseRow, type EventRow } from './event-rows';

const limit = 200;
/** The list has no order (reference 3.2): it is read again until two readings hold the same rows. */
const mostReadings = 6;

export interface Rows {
  readonly rows: readonly EventRow[];
  /** The server's clock at the first answer. */
  readonly at: Date;
}

/** What narrows a list down, as it is written into the query: comparison is part of the name (reference 3.2). */
export type RowFilter = { readonly changedSince: Date } | { readonly ofSeries: OrocrmId } | undefined;

/** The rows of one calendar, stored ones and not expanded. */
export class CalendarRows {
  constructor(private readonly rest: OlderRest) {}

  /** All rows that fit. @throws SyncError `retry` when the list does not come to rest. */
  async list(calendar: OrocrmId, filter?: RowFilter): Promise<Rows> {
    let before: string | undefined;
    let first: Date | undefined;
    for (let reading = 0; reading < mostReadings; reading += 1) {
      const { rows, at, pages } = await this.readOnce(calendar, filter);
      first ??= at;
      const ids = [...rows.keys()].sort().join();
      // One page is one answer: nothing can move between two of them.
      if (pages === 1 || ids === before) return { rows: [...rows.values()], at: first };
      before = ids;
    }
    throw new SyncError("OroCRM's list of calendar events does not come to rest.", {
      kind: 'retry',
      code: 'bad-answer',
    });
  }

  /** How many rows a calendar has, exceptions among them. */
  async total(calendar: OrocrmId): Promise<{ readonly count: number; readonly at: Date }> {
    const answer = await this.page(calendar, undefined, 1, 1);
    const { at } = answer;
    return { count: answer.total ?? (await this.list(calendar)).rows.length, at };
  }

  /** One row by its id. @throws SyncError `not-found`, `forbidden` as answered for this id. */
  async one(id: OrocrmId): Promise<{ readonly row: EventRow; readonly at: Date }> {
    const answer = await this.rest.send({ method: 'GET', path: `/calendarevents/${id}`, effect: 'read' });
    const row = parseRow(answer.body);
    if (row.id !== id) {
      throw new SyncError('OroCRM answered with another event than asked for.', {
        kind: 'retry',
        code: 'bad-answer',
      });
    }
    return { row, at: answer.at };
  }

  private async readOnce(calendar: OrocrmId, filter: RowFilter) {
    const rows = new Map<OrocrmId, EventRow>();
    let at: Date | undefined;
    for (let page = 1; ; page += 1) {
      const answer = await this.page(calendar, filter, page, limit);
      at ??= answer.at;
      for (const row of answer.rows) rows.set(row.id, row);
      if (answer.rows.length < limit) return { rows, at, pages: page };
    }
  }

  private async page(calendar: OrocrmId, filter: RowFilter, page: number, size: number) {
    const query = `calendar=${calendar}&page=${page}&limit=${size}${filterQuery(filter)}`;
    const answer = await this.rest.send({ method: 'GET', path: '/calendarevents', query, effect: 'read' });
    const listed = z.array(z.unknown()).safeParse(answer.body);
    if (!listed.success) {
      throw new SyncError("OroCRM's list of calendar events is none.", { kind: 'retry', code: 'bad-answer' });
    }
    return { rows: listed.data.map(parseRow), at: answer.at, total: answer.total };
  }
}

function filterQuery(filter: RowFilter): string {
  if (filter === undefined) return '';
  if ('ofSeries' in filter) return `&recurringEventId=${filter.ofSeries}`;
  const since = `${filter.changedSince.toISOString().slice(0, 19)}Z`;
  return `&updatedAt%3E=${encodeURIComponent(since)}`;
}

const calendarSchema = z.object({
  calendar: z.union([z.number().int().positive(), z.string().regex(/^[1-9]\d*$/)]),
});

/** The default calendar of the token's user: no other is visible by its id to a user (reference 3). */
export async function defaultCalendar(rest: OlderRest): Promise<OrocrmId> {
  const answer = await rest.send({ method: 'GET', path: '/calendars/default', effect: 'read' });
  const parsed = calendarSchema.safeParse(answer.body);
  if (parsed.success) return orocrmId(String(parsed.data.calendar));
  throw new SyncError('OroCRM does not say which calendar its user has.', {
    kind: 'operator',
    code: 'bad-answer',
    action: 'Check that the OroCRM user has a default calendar in its organisation.',
  });
}
