import { SyncError } from '../../errors';
import type { OrocrmId } from '../../records/ids';
import type { OlderRest, RestAnswer } from '../rest/client';
import { parseRows, type EventRow } from './event-row';

const pageSize = 1000;
const mostPasses = 6;

export interface RowList {
  readonly rows: readonly EventRow[];
  /** The server's clock at the first answer. */
  readonly at: Date;
}

/** One reading of a list from end to end. */
interface Pass extends RowList {
  readonly whole: boolean;
  readonly pages: number;
}

const path = '/calendarevents';

/** The comparison stands in the query itself, so it is not a matter of name and value (reference 3.2). */
export const updatedSince = (instant: string): string => `updatedAt%3E=${encodeURIComponent(instant)}`;
export const ofSeries = (id: OrocrmId): string => `recurringEventId=${id}`;

/** The stored events of a calendar, not expanded. They come in no order (reference 3.2). */
export class EventList {
  constructor(private readonly rest: OlderRest) {}

  /**
   * All rows that fit. One page is one query, so it is right as it is; rows of more than one page may move between
   * them, and what is not there counts as absent only when two readings agree.
   * @throws SyncError `bad-answer` when they never do
   */
  async all(calendar: OrocrmId, filter?: string): Promise<RowList> {
    let before: Pass | undefined;
    for (let passes = 0; passes < mostPasses; passes++) {
      const pass = await this.pass(calendar, filter);
      if (pass.whole && (pass.pages === 1 || (before !== undefined && sameIds(before.rows, pass.rows)))) {
        return pass;
      }
      before = pass.whole ? pass : undefined;
    }
    throw new SyncError("OroCRM's list of calendar events differs at every reading.", {
      kind: 'retry',
      code: 'bad-answer',
    });
  }

  /** How many rows the calendar has, exceptions included, and whether it shows any. */
  async count(calendar: OrocrmId): Promise<{ readonly count: number; readonly at: Date }> {
    const answer = await this.page(calendar, undefined, 1, 1);
    // A server that does not count is counted by hand.
    const count = answer.total ?? (await this.all(calendar)).rows.length;
    return { count, at: answer.at };
  }

  private async pass(calendar: OrocrmId, filter: string | undefined): Promise<Pass> {
    const rows = new Map<OrocrmId, EventRow>();
    const ids = new Set<OrocrmId>();
    let seen = 0;
    let at: Date | undefined;
    for (let page = 1; ; page++) {
      const answer = await this.page(calendar, filter, page, pageSize);
      const found = parseRows(answer.body);
      at ??= answer.at;
      seen += found.length;
      // A server that obeys no filter shows anything: only this calendar's rows count.
      for (const row of found) {
        ids.add(row.id);
        if ((row.calendar ?? calendar) === calendar) keepLatest(rows, row);
      }
      const { total } = answer;
      const last = total === undefined ? found.length < pageSize : seen >= total;
      if (!last && found.length > 0) continue;
      // Without an order one row may come twice and another not at all.
      const whole = last && (page === 1 || ids.size === seen);
      return { rows: [...rows.values()], at, whole, pages: page };
    }
  }

  private page(
    calendar: OrocrmId,
    filter: string | undefined,
    page: number,
    limit: number,
  ): Promise<RestAnswer> {
    const query = `calendar=${calendar}&page=${page}&limit=${limit}${filter === undefined ? '' : `&${filter}`}`;
    return this.rest.send({ method: 'GET', path, query, effect: 'read' });
  }
}

function keepLatest(rows: Map<OrocrmId, EventRow>, row: EventRow): void {
  const known = rows.get(row.id);
  if (known === undefined || known.updatedAt <= row.updatedAt) rows.set(row.id, row);
}

function sameIds(one: readonly EventRow[], other: readonly EventRow[]): boolean {
  const ids = new Set(one.map(({ id }) => id));
  return ids.size === other.length && other.every(({ id }) => ids.has(id));
}
