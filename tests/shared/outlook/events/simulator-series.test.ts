import type { OutlookEvent } from '../../../../shared/records/event';
import { ada } from '../support/simulated-mailboxes';
import { content, everyWeek, exception, series, SimulatedCalendar } from './support/simulated-calendar';

let calendar: SimulatedCalendar;

beforeAll(async () => {
  calendar = await SimulatedCalendar.start();
});
afterAll(() => calendar.graph.stop());
beforeEach(() => calendar.mailboxes.reset());

const moved = exception('2026-05-11', {
  ...{ subject: 'Moved', start: '2026-05-12T07:00:00Z', end: '2026-05-12T09:00:00Z' },
});
const wholeDay = exception('2026-05-25', { start: '2026-05-25', end: '2026-05-26', isAllDay: true });

async function succeed(current: OutlookEvent, desired: Partial<OutlookEvent>): Promise<OutlookEvent> {
  const outcome = await calendar.changed(current, desired);
  if (!outcome.ok) throw outcome.error;
  expect(outcome.record).toEqual(await calendar.readOne(current.id));
  expect(content(outcome.record)).toEqual(content({ ...current, ...desired }));
  return outcome.record;
}

it('series are made without, and completed by what differs from them', async () => {
  const draft = series({ exceptions: [moved, wholeDay], cancelled: ['2026-05-18'], mark: '7' });
  expect(calendar.events.creatable(draft)).toEqual({ ...draft, exceptions: [], cancelled: [] });
  await succeed(await calendar.made(draft), { exceptions: draft.exceptions, cancelled: draft.cancelled });
});

it.each([
  { type: 'daily', interval: 2 },
  { type: 'absoluteMonthly', dayOfMonth: 31, startDate: '2026-05-31' },
  { type: 'relativeMonthly', index: 'last', daysOfWeek: ['friday'], startDate: '2026-05-29' },
  { type: 'absoluteYearly', month: 5, dayOfMonth: 4, endDate: '2030-01-01', numberOfOccurrences: undefined },
  { type: 'relativeYearly', month: 5, index: 'first', daysOfWeek: ['monday'] },
  { numberOfOccurrences: undefined },
] as const)('patterns are as they were sent (%j)', async (pattern) => {
  const recurrence = {
    ...everyWeek,
    daysOfWeek: 'type' in pattern ? [] : everyWeek.daysOfWeek,
    ...pattern,
  };
  const start = recurrence.startDate;
  const draft = series({ start: `${start}T07:00:00Z`, end: `${start}T08:00:00Z`, recurrence });
  expect(content(await calendar.made(draft))).toEqual(content(draft));
});

it('series of whole days have dates for days, in zones far from UTC too', async () => {
  for (const timeZone of ['Pacific/Auckland', 'America/Los_Angeles', 'UTC']) {
    const draft = series({
      ...{ isAllDay: true, start: '2026-05-04', end: '2026-05-05', timeZone },
      recurrence: { ...everyWeek, timeZone },
      exceptions: [exception('2026-05-11', { start: '2026-05-12', end: '2026-05-14', isAllDay: true })],
      cancelled: ['2026-05-18'],
    });
    expect(content(await calendar.madeWhole(draft))).toEqual(content(draft));
  }
});

describe('a change', () => {
  let whole: OutlookEvent;
  beforeEach(async () => {
    whole = await calendar.madeWhole(series({ exceptions: [moved, wholeDay], cancelled: ['2026-05-18'] }));
    calendar.writes();
  });

  it('of one occurrence leaves everything else alone', async () => {
    await succeed(whole, { exceptions: whole.exceptions.map((one) => ({ ...one, subject: 'Review' })) });
    expect(calendar.writes()).toEqual([{ method: 'PATCH', body: { subject: 'Review' } }]);
  });

  it('of the times of the series is followed by all that differs from it', async () => {
    const later = await succeed(whole, { start: '2026-05-04T12:00:00Z', end: '2026-05-04T13:00:00Z' });
    expect(calendar.writes().map(({ method }) => method)).toEqual(['PATCH', 'DELETE', 'PATCH', 'PATCH']);
    await succeed(later, {
      recurrence: { ...everyWeek, daysOfWeek: ['monday', 'thursday'], numberOfOccurrences: 30 },
    });
  });

  it('of the title reaches what has no title of its own, and that is put right', async () => {
    await succeed(whole, { subject: 'Renamed' });
    const titles = (await calendar.readOne(whole.id))?.exceptions.map(({ subject }) => subject);
    expect(titles).toEqual(['Moved', 'Review']);
  });

  it('makes an occurrence plain again, and leaves alone what differs only in what is not mapped', async () => {
    calendar.graph.human.calendar.editOccurrence(ada, whole.id, '2026-06-01', { showAs: 'free' });
    const read = await calendar.readOne(whole.id);
    if (read === undefined) throw new Error('Not there.');
    expect(read.exceptions.map(({ originalDate }) => originalDate)).toEqual([
      ...['2026-05-11', '2026-05-25', '2026-06-01'],
    ]);
    const outcome = await calendar.changed(read, { exceptions: [] });
    if (!outcome.ok) throw outcome.error;
    const plain = (date: string): object => ({
      ...exception(date),
      id: expect.any(String) as string,
    });
    expect(outcome.record.exceptions).toEqual(['2026-05-11', '2026-05-25', '2026-06-01'].map(plain));
    expect(calendar.writes()).toHaveLength(2);
    const event = calendar.graph.human.calendar.event(ada, whole.id);
    expect(event.exceptions.at(-1)?.event['showAs']).toBe('free');
    expect(await calendar.changed(outcome.record, { exceptions: [] })).toEqual({
      ok: true,
      record: outcome.record,
    });
    expect(calendar.writes()).toEqual([]);
  });

  it('brings a cancelled occurrence back, and all that differs with it', async () => {
    await succeed(whole, {
      cancelled: [],
      exceptions: [...whole.exceptions, exception('2026-06-08', { subject: 'Last' })],
    });
  });

  it('is no change where only the spelling differs', async () => {
    const recurrence = { ...everyWeek, firstDayOfWeek: 'monday', timeZone: 'Europe/Vienna' } as const;
    expect(await calendar.changed(whole, { recurrence, timeZone: 'Europe/Vienna' })).toEqual({
      ok: true,
      record: whole,
    });
    expect(calendar.writes()).toEqual([]);
  });

  it('of what differs is made only in the version that was read', async () => {
    calendar.graph.human.calendar.editOccurrence(ada, whole.id, '2026-06-08', { subject: 'Mine' });
    expect(await calendar.changed(whole, { cancelled: [] })).toMatchObject({
      ok: false,
      error: { code: 'changed-meanwhile' },
    });
    expect(calendar.writes()).toEqual([]);
  });

  it('lets occurrences make room for each other', async () => {
    const exceptions = [
      exception('2026-05-11', { start: '2026-05-14T07:00:00Z', end: '2026-05-14T08:00:00Z' }),
      exception('2026-05-25', { start: '2026-05-20T07:00:00Z', end: '2026-05-20T08:00:00Z' }),
    ];
    const then = await succeed(whole, { exceptions });
    await succeed(then, {
      exceptions: [
        // Past the place where the next one is now, which goes away after it.
        exception('2026-05-11', { start: '2026-05-21T07:00:00Z', end: '2026-05-21T08:00:00Z' }),
        exception('2026-05-25', { start: '2026-05-26T07:00:00Z', end: '2026-05-26T08:00:00Z' }),
      ],
    });
  });

  it('that an occurrence cannot follow is made but for that, and says why', async () => {
    const exceptions = [
      exception('2026-05-11', { start: '2026-05-28T07:00:00Z', end: '2026-05-28T08:00:00Z' }),
    ];
    const outcome = await calendar.changed(whole, { subject: 'Renamed', exceptions });
    expect(outcome).toMatchObject({
      ok: false,
      error: {
        kind: 'give-up',
        code: 'refused-value',
        message: expect.stringMatching(/before or after it/) as string,
      },
      partly: { subject: 'Renamed' },
    });
    expect(!outcome.ok && outcome.partly).toEqual(await calendar.readOne(whole.id));
  });
});

describe('what Outlook cannot hold', () => {
  it('is refused before anything is sent', async () => {
    const unholdable = { unholdable: 'it repeats every other blue moon.' };
    const made = await calendar.made(series());
    calendar.writes();
    const refusal = {
      ok: false,
      error: {
        kind: 'give-up',
        code: 'refused-value',
        message: expect.stringMatching(/blue moon/) as string,
      },
    };
    await expect(calendar.events.create([series({ recurrence: unholdable })])).resolves.toMatchObject([
      refusal,
    ]);
    expect(await calendar.changed(made, { recurrence: unholdable, mark: '7' })).toMatchObject(refusal);
    expect(calendar.writes()).toEqual([]);
  });

  it('does not keep whole days in a zone made by hand from being cancelled', async () => {
    const { id } = calendar.graph.human.calendar.add(
      ada,
      {
        ...{ subject: 'Review', isAllDay: true },
        start: { dateTime: '2026-05-04T00:00:00', timeZone: 'UTC' },
        end: { dateTime: '2026-05-05T00:00:00', timeZone: 'UTC' },
        recurrence: {
          pattern: { type: 'daily', interval: 1 },
          range: { type: 'noEnd', startDate: '2026-05-04' },
        },
      },
      { customZone: true },
    );
    const read = await calendar.readOne(id);
    if (read === undefined) throw new Error('Not there.');
    expect(read.timeZone).toBe('');
    await succeed(read, { cancelled: ['2026-05-06'] });
  });

  it('stays as it is in a zone made by hand, where all but its times can be written', async () => {
    const { id } = calendar.graph.human.calendar.add(
      ada,
      {
        subject: 'Review',
        start: { dateTime: '2026-05-04T09:00:00', timeZone: 'UTC' },
        end: { dateTime: '2026-05-04T10:00:00', timeZone: 'UTC' },
        recurrence: {
          pattern: { type: 'daily', interval: 1 },
          range: { type: 'noEnd', startDate: '2026-05-04' },
        },
      },
      { customZone: true },
    );
    const read = await calendar.readOne(id);
    if (read === undefined) throw new Error('Not there.');
    expect(read).toMatchObject({ timeZone: '', recurrence: { timeZone: '' } });
    const named = await succeed(read, { subject: 'Renamed', mark: '7' });
    expect(await calendar.changed(named, { start: '2026-05-04T08:00:00Z' })).toMatchObject({
      ok: false,
      error: { kind: 'give-up', code: 'refused-value' },
    });
  });
});
