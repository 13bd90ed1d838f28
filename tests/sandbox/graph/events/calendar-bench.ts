import type { HumanCalendar } from '../../../../sandbox/graph/human/calendar';
import type { GraphOptions } from '../../../../sandbox/graph/start';
import { IMMUTABLE, rows, startBench, text, type Bench, type Reply } from '../harness';

export const ADA = 'ada@example.com';
/** The extended property that the sync writes. */
export const MARK = 'String {d6f3a0c2-5b8e-4c57-9e0d-7a1b64c2f9e3} Name OroCRM_id';

export type Body = Readonly<Record<string, unknown>>;

export interface CalendarBench extends Bench {
  readonly calendar: HumanCalendar;
  /** Sends with immutable ids; `path` is below the mailbox. */
  call(method: string, path: string, body?: unknown, prefer?: string): Promise<Reply>;
  /** POSTs an event and answers its id. */
  post(body: Body): Promise<string>;
  get(path: string, prefer?: string): Promise<Body>;
  list(path: string): Promise<Body[]>;
}

export async function startCalendar(options: GraphOptions = {}): Promise<CalendarBench> {
  const bench = await startBench(options);
  const call: CalendarBench['call'] = (method, path, body, prefer) =>
    bench.send(method, path.startsWith('https:') ? path : `${bench.ada}${path}`, {
      headers: { Prefer: prefer === undefined ? IMMUTABLE : `${IMMUTABLE}, ${prefer}` },
      ...(body !== undefined && { body }),
    });
  const expected = async (status: number, reply: Promise<Reply>): Promise<Reply> => {
    const { status: found, ...rest } = await reply;
    if (found !== status) throw new Error(`${found} instead of ${status}: ${JSON.stringify(rest.body)}`);
    return { status, ...rest };
  };
  return {
    ...bench,
    calendar: bench.human.calendar,
    call,
    post: async (body) => text((await expected(201, call('POST', '/events', body))).body, 'id'),
    get: async (path, prefer) => (await expected(200, call('GET', path, undefined, prefer))).body as Body,
    list: async (path) => rows((await expected(200, call('GET', path))).body),
  };
}

export const at = (dateTime: string, timeZone = 'UTC'): Body => ({ dateTime, timeZone });

/** An hour from nine on a day. */
export function hour(day: string, timeZone = 'UTC', more: Body = {}): Body {
  return {
    subject: 'Review',
    start: at(`${day}T09:00:00`, timeZone),
    end: at(`${day}T10:00:00`, timeZone),
    ...more,
  };
}

/** A recurrence from its parts. */
export function recurring(pattern: Body, range: Body): Body {
  return { recurrence: { pattern: { interval: 1, ...pattern }, range } };
}

/** Every Monday from 2026-05-04, six times. */
export function mondays(timeZone = 'UTC', more: Body = {}): Body {
  return hour('2026-05-04', timeZone, {
    ...recurring(
      { type: 'weekly', daysOfWeek: ['monday'], firstDayOfWeek: 'monday' },
      { type: 'numbered', startDate: '2026-05-04', numberOfOccurrences: 6 },
    ),
    ...more,
  });
}

export const window = (from: string, to: string): string => `startDateTime=${from}&endDateTime=${to}`;

/** The extended properties of an entity by their ids. */
export const expanding = (...ids: string[]): string =>
  `$expand=singleValueExtendedProperties(${encodeURIComponent(
    `$filter=${ids.map((id) => `id eq '${id}'`).join(' or ')}`,
  )})`;
