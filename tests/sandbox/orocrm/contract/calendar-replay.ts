import {
  isList,
  isObject,
  textOf,
  type Json,
  type JsonObject,
} from '../../../../sandbox/orocrm/jsonapi/json';
import { startOrocrm, type SimulatedOrocrm } from '../../../../sandbox/orocrm/start';
import { signIn } from '../support';
import { bind, rewrite, type Bindings } from './binding';
import type { CalendarStep } from './calendar-fixtures';
import { unorderedDifferences } from './calendar-matching';
import { send, type Received } from './client';

/** The users of OroCRM's tests, and the ids that the contract data gives their calendars. */
const cast = [
  { id: '109', username: 'admin', firstName: 'John', lastName: 'Doe', calendar: 1 },
  { id: '145', username: 'foo_user_1', firstName: 'Billy', lastName: 'Wilf', calendar: 137 },
  { id: '143', username: 'foo_user_2', firstName: 'Charlie', lastName: 'Sheen', calendar: 138 },
  { id: '144', username: 'foo_user_3', firstName: 'Damien', lastName: 'Rice', calendar: 139 },
  { id: '150', username: 'system_user_1', firstName: 'Elley', lastName: 'Towards', calendar: 140 },
  { id: '151', username: 'system_user_2', firstName: 'Giffard', lastName: 'Gray', calendar: 141 },
] as const;

const bindings: Bindings = Object.fromEntries([
  ...cast.flatMap(({ id, username, firstName, lastName }): [string, Json][] => [
    [`fullName:${username}`, `${firstName} ${lastName}`],
    [`${username}.fullName`, `${firstName} ${lastName}`],
    [`${username}.id`, Number(id)],
    [`${username}.email`, `${username}@example.com`],
  ]),
  ['adminUser.email', 'admin@example.com'],
  ['adminUser.fullName', 'John Doe'],
  ['adminUser.id', 109],
  ['now', '2016-05-04T11:29:46+00:00'],
  ['date', '2016-05-04T11:29:46+00:00'],
]);

interface Created {
  readonly id: number;
  readonly exception: boolean;
}

const eventPath = /^\/api\/rest\/latest\/calendarevents\/\{\{(.+)\}\}$/;
const answerPath = /^\/calendar\/event\/ajax\/(accepted|declined|tentative)\/\{\{(.+)\}\}$/;

/** Plays one test against an OroCRM of its own, and tells what differs. */
export class CalendarReplay {
  readonly problems: string[] = [];
  readonly #tokens = new Map<string, string>();
  readonly #calendars = new Map<number, number>();
  readonly #created: Created[] = [];
  #last: Received | undefined;
  /** The calendar of the last expected rows, where the next ones may name none. */
  #looked = 0;

  private constructor(
    readonly orocrm: SimulatedOrocrm,
    readonly extra: Bindings,
  ) {}

  static async run(steps: readonly CalendarStep[], extra: Bindings = {}): Promise<string[]> {
    const orocrm = await startOrocrm({ eventOrder: 'stored' });
    try {
      const replay = new CalendarReplay(orocrm, extra);
      await replay.#seed();
      for (const step of steps) await replay.#step(step);
      return replay.problems;
    } finally {
      await orocrm.stop();
    }
  }

  async #seed(): Promise<void> {
    for (const { calendar, ...user } of cast) {
      this.orocrm.addUser({ ...user, accessLevel: 'organization' });
      this.#tokens.set(user.username, (await signIn(this.orocrm, user.username)).token);
      const own = this.orocrm.calendarEvents.calendars().find(({ owner }) => owner === user.id);
      this.#calendars.set(calendar, Number(own?.id));
    }
  }

  async #step(step: CalendarStep): Promise<void> {
    if (step.request !== undefined) await this.#request(step.request);
    const body = this.#last?.body;
    if (step.expectStatus !== undefined && step.expectStatus !== this.#last?.status) {
      const sent = JSON.stringify(step.request ?? {});
      this.problems.push(
        `${sent}: status ${this.#last?.status ?? 0}, not ${step.expectStatus}: ${JSON.stringify(body)}`,
      );
    }
    if (step.expectBody !== undefined) this.#contains(step.expectBody, body);
    if (step.expectEquals !== undefined) this.#contains(step.expectEquals, body);
    if (step.expectEvents !== undefined) await this.#events(step.expectEvents);
    if (step.expectAttendeeCount !== undefined) {
      const event = await this.#get(`/api/rest/latest/calendarevents/${this.#created.at(-1)?.id ?? 0}`);
      const attendees = isObject(event) ? event['attendees'] : undefined;
      this.#contains(step.expectAttendeeCount, isList(attendees) ? attendees.length : 0);
    }
  }

  async #request(request: NonNullable<CalendarStep['request']>): Promise<void> {
    const { method, as = 'admin' } = request;
    const answer = answerPath.exec(request.path);
    if (answer !== null) {
      this.#answer(answer[1] as 'accepted', answer[2] ?? '');
      return;
    }
    const body = request.body === undefined ? undefined : this.#bound(request.body);
    const query = this.#bound({ ...request.query });
    const target = eventPath.exec(request.path);
    const path =
      target === null
        ? this.#address(textOf(bind(request.path, this.extra)))
        : `/api/rest/latest/calendarevents/${this.#target(target[1] ?? '', method, body, as)}`;
    this.#last = await send(
      this.orocrm,
      {
        method,
        path,
        query: isObject(query) ? query : {},
        ...(typeof body === 'string' && { headers: { 'Content-Type': 'application/x-www-form-urlencoded' } }),
        ...(body !== undefined && {
          body: typeof body === 'string' ? `${body}&calendar=${this.#calendars.get(137) ?? 0}` : body,
        }),
      },
      this.#tokens.get(as) ?? '',
    );
    const answered = this.#last.body;
    if (method !== 'POST' || !isObject(answered) || typeof answered['id'] !== 'number') return;
    if (!request.path.endsWith('/calendarevents')) return;
    const exception = isObject(body) && body['recurringEventId'] !== undefined;
    this.#created.push({ id: answered['id'], exception });
  }

  /** Which event a placeholder of an address means: of a test's series and exceptions all are called `id`. */
  #target(name: string, method: string, body: Json | undefined, as: string): number {
    const names = isObject(body) && (body['originalStart'] ?? body['recurringEventId']) !== undefined;
    const series = this.#created.find(({ exception }) => !exception)?.id ?? 0;
    const exception = this.#created.findLast((each) => each.exception)?.id ?? series;
    const last = this.#created.at(-1)?.id ?? 0;
    if (name.startsWith('childEventByCalendar')) {
      const of = this.extra['copyOf'] === 'exception' ? exception : series;
      const owner = cast.find(({ username }) => username === as)?.id;
      const copies = this.orocrm.calendarEvents.list({ owner: as });
      const all = copies.flatMap((each) => [each, ...each.exceptions]);
      return Number(all.find((each) => each.parentEvent === String(of) && each.owner === owner)?.id);
    }
    if (this.extra['target'] === 'last') return last;
    return names ? exception : series;
  }

  /** What a user answers in OroCRM's page, which has no API: the status of an attendee. */
  #answer(status: 'accepted' | 'declined' | 'tentative', name: string): void {
    const own = name === 'id' ? 'foo_user_1@example.com' : 'foo_user_2@example.com';
    const series = this.orocrm.calendarEvents.show(String(this.#created[0]?.id ?? 0));
    const attendees = (series['attendees'] as readonly { email: string; status: 'none' }[]).map(
      ({ email, status: present }) => ({ email, status: email === own ? status : present }),
    );
    this.orocrm.calendarEvents.change(series.id, { attendees });
    this.#last = { status: 200, headers: new Headers(), body: { successful: true } };
  }

  async #events(expected: readonly Json[]): Promise<void> {
    const [first] = expected;
    const named = isObject(first) ? first['calendar'] : undefined;
    const copies = typeof named === 'string' || (expected.length === 0 && this.#looked === 1);
    this.#looked = copies ? 140 : 1;
    const calendar = this.#calendars.get(this.#looked) ?? 0;
    const window = 'start=2016-01-01T00:00:00Z&end=2017-01-01T00:00:00Z';
    const rows = await this.#get(`/api/rest/latest/calendarevents?calendar=${calendar}&${window}`);
    this.#contains([...expected], rows);
  }

  async #get(path: string): Promise<Json> {
    const { body } = await send(this.orocrm, { method: 'GET', path }, this.#tokens.get('admin') ?? '');
    return body ?? null;
  }

  #contains(expected: Json, actual: Json | undefined): void {
    this.problems.push(...unorderedDifferences(this.#bound(expected), actual ?? null));
  }

  /** Numbers of calendars inside an address. */
  #address(path: string): string {
    return path
      .replace('{{id}}', String(this.#created.at(-1)?.id ?? 0))
      .replace(
        /(calendar=|calendars\/)(\d+)/,
        (_, before: string, id: string) => `${before}${this.#calendars.get(Number(id)) ?? id}`,
      );
  }

  /** Values with the placeholders filled in and the calendars' ids exchanged. */
  #bound(value: Json): Json {
    const series = this.#created.find(({ exception }) => !exception)?.id ?? null;
    const filled = bind(value, { ...bindings, ...this.extra });
    const calendar = (id: Json | undefined): Json => {
      const own = typeof id === 'number' ? this.#calendars.get(id) : undefined;
      return own ?? (id === '{{userCalendar.id}}' ? (this.#calendars.get(140) ?? 0) : (id ?? null));
    };
    return rewrite(filled, (object) => {
      const changed: Record<string, Json> = { ...object };
      for (const name of ['calendar', 'targetCalendar']) {
        if (object[name] !== undefined) changed[name] = calendar(object[name]);
      }
      if (isOpen(object['recurringEventId'])) changed['recurringEventId'] = series;
      return changed;
    });
  }
}

const isOpen = (value: Json | undefined): boolean => typeof value === 'string' && value.startsWith('{{');

/** Steps of a table of cases: create a series, look at a window, compare. */
export function casesAsSteps(cases: Readonly<Record<string, JsonObject>>): [string, CalendarStep[]][] {
  return Object.entries(cases).map(([name, each]) => [
    name,
    [
      {
        request: {
          method: 'POST',
          path: '/api/rest/latest/calendarevents',
          body: { ...(each['recurringEventParameters'] as JsonObject), calendar: 1 },
        },
        expectStatus: 201,
      },
      {
        request: {
          method: 'GET',
          path: '/api/rest/latest/calendarevents',
          query: { ...(each['apiRequestParams'] as JsonObject), calendar: 1 },
        },
        expectStatus: 200,
        expectBody: each['expectedCalendarEvents'] ?? [],
      },
    ],
  ]);
}
