import { z } from 'zod';
import { Person } from './person';
import type { Sandbox } from './sandbox';

const dayMs = 24 * 3600_000;

/** The Monday of the week after next, so that a test may count days and weekdays; `plus` days later. */
export function monday(plus = 0): string {
  const today = Math.floor(Date.now() / dayMs) * dayMs;
  const ahead = ((8 - new Date(today).getUTCDay()) % 7) + 7;
  return new Date(today + (ahead + plus) * dayMs).toISOString().slice(0, 10);
}

const occurrence = z.looseObject({ originalStart: z.string().nullable(), cancelled: z.boolean() });
const orocrmEvent = z.looseObject({
  id: z.string(),
  title: z.string(),
  start: z.string(),
  end: z.string(),
  allDay: z.boolean(),
  recurrence: z.looseObject({ recurrenceType: z.string() }).nullable(),
  exceptions: z.array(occurrence),
});
const time = z.object({ dateTime: z.string(), timeZone: z.string() });
const shown = z.looseObject({ subject: z.string(), start: time, end: time, isAllDay: z.boolean() });
const outlookEvent = z.object({
  id: z.string(),
  deleted: z.boolean(),
  event: shown,
  extendedProperties: z.record(z.string(), z.string()),
  exceptions: z.array(z.object({ day: z.string(), event: shown })),
  cancelled: z.array(z.string()),
});
export type OrocrmSide = z.output<typeof orocrmEvent>;
export type OutlookSide = z.output<typeof outlookEvent>;

const markId = 'String {d6f3a0c2-5b8e-4c57-9e0d-7a1b64c2f9e3} Name OroCRM_id';
export const markOf = ({ extendedProperties }: OutlookSide): string => extendedProperties[markId] ?? '';

interface Hiring {
  readonly timeZone?: string;
  readonly credential?: 'own' | 'service';
  readonly settings?: Record<string, unknown>;
}

/** A person and both calendars. */
export class CalendarKeeper {
  private constructor(
    readonly sandbox: Sandbox,
    readonly person: Person,
  ) {}

  static async hire(sandbox: Sandbox, options: Hiring = {}): Promise<CalendarKeeper> {
    return new CalendarKeeper(sandbox, await Person.hire(sandbox, { entity: 'calendarEvents', ...options }));
  }

  async addOrocrm(event: Record<string, unknown>): Promise<string> {
    const body = { owner: this.person.userId, ...event };
    return (await this.sandbox.control<{ id: string }>('orocrm', 'POST', '/calendarevents', body)).id;
  }

  inOrocrm<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    return this.sandbox.control<T>('orocrm', method, `/calendarevents${path}`, body);
  }

  async orocrm(): Promise<OrocrmSide[]> {
    return z.array(orocrmEvent).parse(await this.inOrocrm('GET', `?owner=${this.person.userId}`));
  }

  async addOutlook(event: Record<string, unknown>): Promise<string> {
    return (await this.inOutlook<{ id: string }>('POST', '/events', event)).id;
  }

  inOutlook<T = unknown>(method: string, path: string, body?: unknown): Promise<T> {
    return this.sandbox.control<T>('graph', method, `/mailboxes/${this.person.address}${path}`, body);
  }

  async outlook(): Promise<OutlookSide[]> {
    const all = z.array(outlookEvent).parse(await this.inOutlook('GET', '/events'));
    return all.filter(({ deleted }) => !deleted);
  }

  async run(request: Record<string, unknown> = {}): Promise<void> {
    expect(await this.person.run(request)).toMatchObject({
      status: 'done',
      errors: [],
      counts: { failed: 0 },
    });
  }

  /** The one pair that there is, linked. */
  async only(): Promise<{ orocrm: OrocrmSide; outlook: OutlookSide }> {
    const [left, right] = [await this.orocrm(), await this.outlook()];
    expect([left.length, right.length]).toEqual([1, 1]);
    const [orocrm, outlook] = [left[0], right[0]];
    if (!orocrm || !outlook) throw new Error('There is a pair.');
    expect(markOf(outlook)).toBe(orocrm.id);
    return { orocrm, outlook };
  }

  /** Nothing is written any more, and nobody on either side was sent a mail because of the sync. */
  async quiet(): Promise<void> {
    expect(await this.person.quiet()).toEqual([]);
    expect(await this.inOutlook('GET', '/mails')).toEqual([]);
    expect(await this.sandbox.control('orocrm', 'GET', '/mails')).toEqual([]);
  }
}
