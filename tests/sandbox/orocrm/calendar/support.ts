import type { Json, JsonObject } from '../../../../sandbox/orocrm/jsonapi/json';
import type { OrocrmOptions, SimulatedOrocrm } from '../../../../sandbox/orocrm/start';
import { company, signIn, type Client } from '../support';

/** A row or an event as the older REST answers it. */
export type Event = JsonObject & { readonly id: number; readonly start: string; readonly end: string };

export interface RestReply {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Json;
}

/** Speaks the older REST as one user. */
export class RestClient {
  /** The default calendar of its user. */
  calendar = 0;

  constructor(
    readonly orocrm: SimulatedOrocrm,
    readonly token: string,
  ) {}

  async send(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<RestReply> {
    const response = await fetch(`${this.orocrm.apiUrl}/rest/latest${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${this.token}`,
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : (JSON.parse(text) as Json),
    };
  }

  /** Creates an event in the own calendar, answers its id. */
  async create(values: JsonObject): Promise<number> {
    const reply = await this.send('POST', '/calendarevents', { calendar: this.calendar, ...values });
    if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
    return (reply.body as Event).id;
  }

  change(id: number, values: JsonObject): Promise<RestReply> {
    return this.send('PUT', `/calendarevents/${id}`, values);
  }

  async show(id: number): Promise<Event> {
    return (await this.send('GET', `/calendarevents/${id}`)).body as Event;
  }

  /** A window, by default of 2016, of the own calendar. */
  async window(
    start = '2016-01-01T00:00:00Z',
    end = '2017-01-01T00:00:00Z',
    calendar = this.calendar,
  ): Promise<Event[]> {
    const reply = await this.send('GET', `/calendarevents?calendar=${calendar}&start=${start}&end=${end}`);
    return reply.body as unknown as Event[];
  }

  /** One page of stored rows. */
  async page(more = '', calendar = this.calendar): Promise<Event[]> {
    const reply = await this.send('GET', `/calendarevents?calendar=${calendar}&page=1&limit=1000${more}`);
    return reply.body as unknown as Event[];
  }
}

export interface Office {
  readonly orocrm: SimulatedOrocrm;
  readonly service: RestClient;
  readonly ada: RestClient;
  readonly bob: RestClient;
}

async function rest(client: Client): Promise<RestClient> {
  const made = new RestClient(client.orocrm, client.token);
  const reply = await made.send('GET', '/calendars/default');
  made.calendar = (reply.body as { calendar: number }).calendar;
  return made;
}

/** A fresh OroCRM with a service user who sees everything, and two users who see their own. */
export async function office(options: OrocrmOptions = {}): Promise<Office> {
  const { orocrm, service } = await company(options);
  const [ada, bob] = [await signIn(orocrm, 'ada'), await signIn(orocrm, 'bob')];
  return { orocrm, service: await rest(service), ada: await rest(ada), bob: await rest(bob) };
}

/** Starts of rows, in their order. */
export const starts = (rows: readonly Event[]): string[] => rows.map(({ start }) => start);

/** An hour on a day in 2016, from 9. */
export const hour = (day: string): { start: string; end: string } => ({
  start: `2016-${day}T09:00:00+00:00`,
  end: `2016-${day}T10:00:00+00:00`,
});

/** Four days from 4 April 2016, at 9. */
export const fourDays: JsonObject = {
  title: 'Stand-up',
  ...hour('04-04'),
  recurrence: {
    recurrenceType: 'daily',
    interval: 1,
    startTime: '2016-04-04T09:00:00+00:00',
    occurrences: 4,
    timeZone: 'UTC',
  },
};
