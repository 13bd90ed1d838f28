import { expandRecurrence } from '../../../../../sandbox/orocrm/calendar/recurrence/expand-recurrence';
import type { OrocrmRecurrenceValues } from '../../../../../sandbox/orocrm/calendar/recurrence/recurrence';
import { calculatedEndTime } from '../../../../../sandbox/orocrm/calendar/recurrence/recurrence-dates';

const dates = ({ start, end }: { start: string; end: string }) => ({
  start: new Date(start),
  end: new Date(end),
});

type Rule = Partial<OrocrmRecurrenceValues> & { readonly startTime: string };

const base: Omit<OrocrmRecurrenceValues, 'startTime'> = {
  recurrenceType: 'daily',
  ...{ interval: 1, dayOfWeek: [], dayOfMonth: null, monthOfYear: null },
  ...{ instance: null, endTime: null, occurrences: null, timeZone: 'Europe/Berlin' },
};

/** Occurrences of an event of an hour that starts with its recurrence. */
function starts(recurrence: Rule, from: string, to: string): string[] {
  const start = new Date(recurrence.startTime);
  const event = { start, end: new Date(start.getTime() + 3_600_000) };
  return expandRecurrence({ ...base, ...recurrence }, event, new Date(from), new Date(to)).map((occurrence) =>
    occurrence.start.toISOString().slice(0, 16),
  );
}

describe('the time of day', () => {
  it("is the event's own in the zone of the recurrence, over daylight saving", () => {
    expect(
      starts({ startTime: '2026-03-28T08:00:00Z' }, '2026-03-28T00:00:00Z', '2026-03-30T00:00:00Z'),
    ).toEqual(['2026-03-28T08:00', '2026-03-29T07:00']);
  });

  it('stays an hour later, within the window, once daylight saving has skipped it', () => {
    const daily = { startTime: '2026-03-27T01:30:00Z' };
    expect(starts(daily, '2026-03-28T00:00:00Z', '2026-03-31T00:00:00Z')).toEqual([
      '2026-03-28T01:30',
      '2026-03-29T01:30',
      '2026-03-30T01:30',
    ]);
    expect(starts(daily, '2026-03-30T00:00:00Z', '2026-03-31T00:00:00Z')).toEqual(['2026-03-30T00:30']);
  });

  it('is in the offset of the occurrence before where it comes twice', () => {
    expect(
      starts({ startTime: '2026-10-24T00:30:00Z' }, '2026-10-24T00:00:00Z', '2026-10-27T00:00:00Z'),
    ).toEqual(['2026-10-24T00:30', '2026-10-25T00:30', '2026-10-26T01:30']);
  });

  it('may differ from that of the recurrence, which only says on which days', () => {
    const recurrence = { ...base, startTime: '2026-05-04T22:30:00Z', timeZone: 'Europe/Berlin' };
    const event = { start: new Date('2026-05-01T07:00:00Z'), end: new Date('2026-05-02T08:00:00Z') };
    expect(
      expandRecurrence(recurrence, event, new Date('2026-05-04T00:00:00Z'), new Date('2026-05-05T00:00:00Z')),
    ).toEqual([
      { date: '2026-05-05', start: new Date('2026-05-05T07:00:00Z'), end: new Date('2026-05-06T08:00:00Z') },
    ]);
  });
});

describe('the end of an occurrence', () => {
  const daily = { ...base, startTime: '2026-03-27T20:00:00Z' };
  const end = (event: { start: string; end: string }, day: string): string | undefined =>
    expandRecurrence(
      daily,
      dates(event),
      new Date(`${day}T00:00:00Z`),
      new Date(`${day}T23:59:59Z`),
    )[0]?.end.toISOString();

  it('keeps its time of day where daylight saving begins in between', () => {
    const event = { start: '2026-03-27T20:00:00Z', end: '2026-03-28T09:00:00Z' };
    expect(end(event, '2026-03-27')).toBe('2026-03-28T09:00:00.000Z');
    expect(end(event, '2026-03-28')).toBe('2026-03-29T08:00:00.000Z');
  });

  it('loses the seconds', () => {
    expect(end({ start: '2026-03-27T20:00:00Z', end: '2026-03-27T20:59:59Z' }, '2026-03-27')).toBe(
      '2026-03-27T20:59:00.000Z',
    );
  });
});

describe('days are compared in the offset of the start', () => {
  it('with the end of the recurrence', () => {
    const winter = {
      startTime: '2026-03-01T08:00:00Z',
      recurrenceType: 'weekly',
      dayOfWeek: ['sunday'],
    } as const;
    const year = ['2026-03-20T00:00:00Z', '2026-12-31T00:00:00Z'] as const;
    expect(starts({ ...winter, endTime: '2026-04-05T07:30:00Z' }, ...year)).toEqual([
      '2026-03-22T08:00',
      '2026-03-29T07:00',
    ]);
    expect(starts({ ...winter, endTime: '2026-04-05T08:00:00Z' }, ...year)).toHaveLength(3);
  });

  it('with the window', () => {
    const winter = { startTime: '2026-03-01T08:00:00Z' };
    expect(starts(winter, '2026-07-01T07:30:00Z', '2026-07-01T08:00:00Z')).toEqual(['2026-07-01T07:00']);
    expect(starts(winter, '2026-07-01T06:30:00Z', '2026-07-01T07:30:00Z')).toEqual([]);
  });

  it('so that the first n-th weekday is lost where summer time ended earlier in its month', () => {
    const lastSaturday = { recurrenceType: 'monthnth', instance: 5, dayOfWeek: ['saturday'] } as const;
    expect(
      starts(
        { ...lastSaturday, startTime: '2026-10-31T08:00:00Z' },
        '2026-10-01T00:00:00Z',
        '2026-12-01T00:00:00Z',
      ),
    ).toEqual(['2026-11-28T08:00']);
  });
});

describe('weeks', () => {
  const everyOther = { recurrenceType: 'weekly', interval: 2, timeZone: 'UTC' } as const;
  const year = ['2026-01-01T00:00:00Z', '2026-03-01T00:00:00Z'] as const;

  it('begin on Sunday, and the first one lacks the days before the start', () => {
    // Wednesday; the Sunday after it is of the next week.
    const weekly = {
      ...everyOther,
      dayOfWeek: ['wednesday', 'sunday'],
      startTime: '2026-01-07T09:00:00Z',
    } as const;
    expect(starts({ ...weekly, occurrences: 4 }, ...year)).toEqual([
      '2026-01-07T09:00',
      '2026-01-18T09:00',
      '2026-01-21T09:00',
      '2026-02-01T09:00',
    ]);
    expect(starts({ ...weekly, occurrences: 4 }, '2026-01-20T00:00:00Z', '2026-03-01T00:00:00Z')).toEqual([
      '2026-01-21T09:00',
      '2026-02-01T09:00',
    ]);
  });

  it('are cut short where the count runs out in the second one: the end that OroCRM stores comes before it', () => {
    const short: Rule = {
      ...everyOther,
      dayOfWeek: ['wednesday', 'sunday'],
      ...{ startTime: '2026-01-07T09:00:00Z', occurrences: 2 },
    };
    expect(calculatedEndTime({ ...base, ...short })).toEqual(new Date('2026-01-14T09:00:00Z'));
    expect(starts(short, ...year)).toEqual(['2026-01-07T09:00']);
  });

  it('lose a Saturday on which a window begins to the second', () => {
    const weekly: Rule = {
      recurrenceType: 'weekly',
      ...{ timeZone: 'UTC', startTime: '2026-01-03T09:00:00Z' },
      dayOfWeek: ['saturday'],
    };
    expect(starts(weekly, '2026-01-10T09:00:00Z', '2026-01-17T09:00:00Z')).toEqual(['2026-01-17T09:00']);
    expect(starts(weekly, '2026-01-10T08:59:59Z', '2026-01-10T09:00:00Z')).toEqual(['2026-01-10T09:00']);
  });
});

describe('starts off the pattern', () => {
  const year = ['2026-01-01T00:00:00Z', '2027-06-01T00:00:00Z'] as const;

  it('are not shown; the first day comes after a whole interval where the month or year has passed it', () => {
    expect(
      starts(
        {
          ...{ recurrenceType: 'monthly', interval: 3, dayOfMonth: 10, timeZone: 'UTC', occurrences: 2 },
          startTime: '2026-01-11T09:00:00Z',
        },
        ...year,
      ),
    ).toEqual(['2026-04-10T09:00', '2026-07-10T09:00']);
    expect(
      starts(
        {
          ...{ recurrenceType: 'yearly', interval: 12, dayOfMonth: 29, monthOfYear: 2, timeZone: 'UTC' },
          startTime: '2026-03-01T09:00:00Z',
        },
        ...year,
      ),
    ).toEqual(['2027-02-28T09:00']);
    expect(
      starts(
        {
          ...{ recurrenceType: 'yearnth', interval: 12, dayOfWeek: ['monday'], instance: 2 },
          ...{ monthOfYear: 5, timeZone: 'UTC', startTime: '2026-01-01T09:00:00Z' },
        },
        ...year,
      ),
    ).toEqual(['2026-05-11T09:00', '2027-05-10T09:00']);
  });
});

describe('the stored end', () => {
  it('is the end, the last occurrence of a count, or the year 9000', () => {
    const daily = { ...base, startTime: '2026-03-28T08:00:00Z' };
    expect(calculatedEndTime({ ...daily, endTime: '2026-05-01T00:00:00Z', occurrences: 3 })).toEqual(
      new Date('2026-05-01T00:00:00Z'),
    );
    expect(calculatedEndTime({ ...daily, occurrences: 3 })).toEqual(new Date('2026-03-30T08:00:00Z'));
    expect(calculatedEndTime(daily)).toEqual(new Date('9000-01-01T00:00:01Z'));
  });
});
