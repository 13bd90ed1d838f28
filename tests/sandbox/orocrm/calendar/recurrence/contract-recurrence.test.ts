import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import { expandRecurrence } from '../../../../../sandbox/orocrm/calendar/recurrence/expand-recurrence';
import { DAYS_OF_WEEK, RECURRENCE_TYPES } from '../../../../../sandbox/orocrm/calendar/recurrence/recurrence';
import { describeContract } from '../../../../shared/orocrm/contract-data';
import { folder } from '../../contract/fixture';

const number = z
  .number()
  .nullish()
  .transform((value) => value ?? null);
const contractRecurrence = z.object({
  recurrenceType: z.enum(RECURRENCE_TYPES),
  interval: z.number(),
  dayOfWeek: z.array(z.enum(DAYS_OF_WEEK)).default([]),
  dayOfMonth: number,
  monthOfYear: number,
  instance: number,
  startTime: z.string(),
  endTime: z.string().nullable(),
  occurrences: number,
  timeZone: z.string(),
});
const times = z.object({ start: z.string(), end: z.string() });
const contractEvent = times.extend({ recurrence: contractRecurrence });
const table = z.object({
  cases: z.record(
    z.string(),
    z.object({
      recurringEventParameters: contractEvent,
      apiRequestParams: times,
      expectedCalendarEvents: z.array(times),
    }),
  ),
});
const steps = z.object({
  steps: z.array(
    z.union([
      z.object({ request: z.object({ method: z.literal('POST'), body: contractEvent }) }),
      z.object({ request: z.object({ method: z.literal('GET'), query: times }) }),
      z.object({ expectBody: z.array(times) }),
      z.object({ expectStatus: z.number() }),
    ]),
  ),
});

const contract = (name: string): unknown =>
  JSON.parse(readFileSync(resolve(folder, 'calendarevents', `${name}.json`), 'utf8'));

const dates = ({ start, end }: z.infer<typeof times>) => ({ start: new Date(start), end: new Date(end) });

const shown = (event: z.infer<typeof contractEvent>, window: z.infer<typeof times>) =>
  expandRecurrence(event.recurrence, dates(event), new Date(window.start), new Date(window.end)).map(
    ({ start, end }) => ({ start, end }),
  );

describeContract("OroCRM's own cases of recurrences", () => {
  it.each(['Daily', 'Weekly', 'Monthly', 'MonthNth', 'Yearly', 'YearNth'])('%s', (name) => {
    const { cases } = table.parse(
      contract('recurring-calendar-event-controller-test--data-recurring-event-creation-data-provider'),
    );
    const one = cases[name];
    if (!one) throw new Error(`The contract data has no case ${name}.`);
    const expected = one.expectedCalendarEvents.map(dates).sort((a, b) => +a.start - +b.start);
    expect(shown(one.recurringEventParameters, one.apiRequestParams)).toEqual(expected);
  });

  it('day 31 in shorter months', () => {
    const all = steps.parse(
      contract('monthly-recurring-event-test--expanding-of-event-with-border-conditions-of-day-of-month'),
    ).steps;
    const requests = all.flatMap((step) => ('request' in step ? [step.request] : []));
    const event = requests.flatMap((request) => ('body' in request ? [request.body] : []))[0];
    const window = requests.flatMap((request) => ('query' in request ? [request.query] : []))[0];
    const expected = all.flatMap((step) => ('expectBody' in step ? [step.expectBody] : []))[0];
    if (!event || !window || !expected) throw new Error('The contract data has another shape.');
    expect(shown(event, window)).toEqual(expected.map(dates));
  });
});
