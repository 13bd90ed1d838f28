import { connectTo } from '../fixtures';
import { startScripted, withToken, type Recorded, type Reply, type ScriptedServer } from '../scripted-server';
import type { OrocrmConnection } from '../../../../shared/orocrm/connection';
import { orocrmId } from '../../../../shared/records/ids';

/** A row as OroCRM stores it; whatever is left out is null there. */
export type StoredEvent = Readonly<Record<string, unknown>> & {
  readonly id: number;
  readonly calendar: number;
};

export const calendar = orocrmId('5');
export const serverTime = new Date('2026-03-01T12:00:00Z');

export const stored = (id: number, members: object = {}): StoredEvent => ({
  ...{ id, uid: `uid-${id}`, calendar: 5, title: `Event ${id}`, description: null, allDay: false },
  ...{ start: '2026-03-10T09:00:00+00:00', end: '2026-03-10T10:00:00+00:00' },
  ...{ createdAt: '2026-01-01T00:00:00+00:00', updatedAt: '2026-02-01T00:00:00+00:00' },
  ...{ parentEventId: null, recurringEventId: null, originalStart: null, isCancelled: false },
  ...{ attendees: [], editable: true, removable: true },
  ...members,
});

/** Daily at ten in Berlin. */
export const daily = {
  ...{ id: 3, recurrenceType: 'daily', interval: 1, instance: null, dayOfWeek: null, dayOfMonth: null },
  ...{ monthOfYear: null, startTime: '2026-03-10T09:00:00+00:00', endTime: null, occurrences: 20 },
  timeZone: 'Europe/Berlin',
};

export const exception = (id: number, of: number, day: string, members: object = {}): StoredEvent =>
  stored(id, {
    ...{ recurringEventId: String(of), originalStart: `${day}T09:00:00+00:00` },
    ...{ start: `${day}T14:00:00+00:00`, end: `${day}T15:00:00+00:00` },
    ...members,
  });

/** Just enough of OroCRM's calendar API (reference 3): stored rows in the order given, and writes that change them. */
export class CalendarServer {
  /** Changes the order of each list, as OroCRM may. */
  order: (rows: readonly StoredEvent[]) => readonly StoredEvent[] = (rows) => rows;
  /** Answers in place of the calendar, where it does. */
  instead: (request: Recorded) => Reply | undefined = () => undefined;
  counts = true;
  /** No page is larger, whatever is asked for. */
  largestPage = Infinity;
  readonly requests: Recorded[] = [];
  connection!: OrocrmConnection;
  private server!: ScriptedServer;
  private clock = 0;

  constructor(public rows: StoredEvent[]) {}

  async start(): Promise<this> {
    this.server = await startScripted(
      withToken((request) => {
        this.requests.push(request);
        const reply = this.instead(request) ?? this.answer(request);
        return { ...reply, headers: { date: serverTime.toUTCString(), ...reply.headers } };
      }),
    );
    this.connection = connectTo(this.server.url);
    return this;
  }

  async stop(): Promise<void> {
    this.connection.close();
    await this.server.close();
  }

  /** `PUT /calendarevents/7 {…}`, of everything but reading. */
  writes(): readonly (readonly [string, unknown])[] {
    return this.requests
      .filter(({ method }) => method !== 'GET')
      .map(({ method, path, query, body }) => {
        const options = new URLSearchParams(query).toString();
        const target = path.replace('/api/rest/latest', '') + (options === '' ? '' : `?${options}`);
        return [`${method} ${target}`, body];
      });
  }

  lists(): readonly Recorded[] {
    return this.requests.filter(({ method, path }) => method === 'GET' && path.endsWith('/calendarevents'));
  }

  private answer({ method, path, query, body }: Recorded): Reply {
    if (path.endsWith('/calendars/default')) return { body: { calendar: 5, owner: 1, calendarName: 'Ann' } };
    const id = Number(/\/calendarevents\/(\d+)$/.exec(path)?.[1] ?? 0);
    if (id === 0) return method === 'POST' ? this.create(body) : this.list(query);
    const row = this.rows.find((one) => one.id === id);
    if (row === undefined) return { status: 404, body: '' };
    if (method === 'GET') return { body: row };
    this.rows = this.rows.filter((one) => one !== row);
    if (method === 'DELETE') return { status: 204 };
    this.rows.push(this.touched({ ...row, ...(body as object) }));
    return { body: { uid: row['uid'] } };
  }

  private list(query: Readonly<Record<string, string>>): Reply {
    const since = Date.parse(query['updatedAt>'] ?? '1970-01-01T00:00:00Z');
    const series = query['recurringEventId'];
    const fitting = this.rows
      .filter((row) => String(row.calendar) === query['calendar'])
      .filter(({ updatedAt }) => Date.parse(String(updatedAt)) >= since)
      .filter(
        (row) =>
          series === undefined || String(row.id) === series || String(row['recurringEventId']) === series,
      );
    const limit = Math.min(Number(query['limit']), this.largestPage);
    const from = (Number(query['page']) - 1) * limit;
    return {
      ...(this.counts ? { headers: { 'x-include-total-count': String(fitting.length) } } : {}),
      body: this.order(fitting).slice(from, from + limit),
    };
  }

  private create(body: unknown): Reply {
    const id = Math.max(0, ...this.rows.map((row) => row.id)) + 1;
    this.rows.push(this.touched(stored(id, body as object)));
    return { status: 201, body: { id, uid: `uid-${id}` } };
  }

  private touched(row: StoredEvent): StoredEvent {
    this.clock += 1;
    const updatedAt = `2026-02-02T00:00:${String(this.clock).padStart(2, '0')}+00:00`;
    return { ...row, updatedAt, recurrence: row['recurrence'] === '' ? null : row['recurrence'] };
  }
}
