import { eventMapping } from '../../../shared/mapping/event/event-mapping';
import type { OrocrmEvent, OutlookEvent } from '../../../shared/records/event';
import { orocrmId } from '../../../shared/records/ids';
import { eventRules } from '../../../shared/rules/event-rules';
import { directionFor, type RecordPolicy } from '../../../shared/rules/record-rules';

const { blankOrocrm, blankOutlook } = eventMapping({ mailbox: 'Europe/Berlin', orocrm: 'UTC' });
const policy: RecordPolicy = {
  window: { from: new Date('2026-03-01T00:00:00Z'), to: new Date('2026-04-01T00:00:00Z') },
  meetingUpdates: 'hold',
};
const orocrm = (change: Partial<OrocrmEvent>): OrocrmEvent => ({ ...blankOrocrm, ...change });
const outlook = (change: Partial<OutlookEvent>): OutlookEvent => ({ ...blankOutlook, ...change });
const at = (start: string, end = start) => ({ start: `${start}:00Z`, end: `${end}:00Z` });

const daily: OutlookEvent['recurrence'] = {
  ...{ type: 'daily', interval: 1, daysOfWeek: [], dayOfMonth: undefined, month: undefined },
  ...{ index: undefined, firstDayOfWeek: 'monday', startDate: '2025-01-01', endDate: '' },
  ...{ numberOfOccurrences: undefined, timeZone: 'Europe/Berlin' },
};

describe('the calendar window', () => {
  test.each([
    ['inside', at('2026-03-10T09:00', '2026-03-10T10:00'), true],
    ['of no length, inside', at('2026-03-10T09:00'), true],
    ['over its beginning', at('2026-02-28T23:00', '2026-03-01T01:00'), true],
    ['over its end', at('2026-03-31T23:00', '2026-04-01T01:00'), true],
    ['around it', at('2026-01-01T00:00', '2027-01-01T00:00'), true],
    ['before it', at('2026-02-28T09:00', '2026-02-28T10:00'), false],
    ['after it', at('2026-04-02T09:00', '2026-04-02T10:00'), false],
  ])('an event %s', (_, times, expected) => {
    expect(eventRules.isConsidered(orocrm(times), undefined, policy)).toBe(expected);
    expect(eventRules.isConsidered(undefined, outlook(times), policy)).toBe(expected);
  });

  const old = at('2025-01-01T09:00', '2025-01-01T10:00');
  test.each([
    ['without end', daily, true],
    ['that ended before it', { ...daily, endDate: '2025-12-31' }, false],
    ['that ends in it', { ...daily, endDate: '2026-03-15' }, true],
    ['counted to an end before it', { ...daily, numberOfOccurrences: 30 }, false],
    ['counted into it', { ...daily, numberOfOccurrences: 440 }, true],
  ])('a series %s', (_, recurrence, expected) => {
    expect(eventRules.isConsidered(undefined, outlook({ ...old, recurrence }), policy)).toBe(expected);
  });

  test('a series that ended before it, with an occurrence moved into it', () => {
    const exceptions = [
      {
        ...{ id: '1', originalDate: '2025-12-31', subject: 'Late', isAllDay: false },
        ...at('2026-03-05T09:00', '2026-03-05T10:00'),
      },
    ];
    const recurrence = { ...daily, endDate: '2025-12-31' };
    expect(eventRules.isConsidered(undefined, outlook({ ...old, recurrence, exceptions }), policy)).toBe(
      true,
    );
  });

  test('one side of a pair is enough', () => {
    const inside = orocrm(at('2026-03-10T09:00', '2026-03-10T10:00'));
    const outside = outlook(at('2027-03-10T09:00', '2027-03-10T10:00'));
    expect(eventRules.isConsidered(inside, outside, policy)).toBe(true);
  });
});

describe('whose an event is', () => {
  const own = outlook({});
  const foreign = outlook({ isOrganizer: false, hasAttendees: true });
  const copy = orocrm({ parent: orocrmId('7') });
  test.each([
    ['both own', orocrm({}), own, 'both'],
    ['an invitation received in OroCRM', copy, own, 'orocrm'],
    ['an invitation received in OroCRM, not yet in Outlook', copy, undefined, 'orocrm'],
    ['a meeting that somebody else organises in Outlook', orocrm({}), foreign, 'outlook'],
    ['the same, received by both', copy, foreign, 'neither'],
  ] as const)('%s', (_, left, right, expected) => {
    expect(eventRules.authority(left, right)).toBe(expected);
  });

  test.each([
    ['orocrm-to-outlook', 'orocrm', 'orocrm-to-outlook'],
    ['outlook-to-orocrm', 'orocrm', undefined],
    ['bidirectional', 'orocrm', 'orocrm-to-outlook'],
    ['orocrm-to-outlook', 'outlook', undefined],
    ['outlook-to-orocrm', 'outlook', 'outlook-to-orocrm'],
    ['bidirectional', 'outlook', 'outlook-to-orocrm'],
    ['bidirectional', 'both', 'bidirectional'],
  ] as const)('%s of what belongs to %s: %s', (direction, authority, expected) => {
    expect(directionFor(direction, authority)).toBe(expected);
  });
});

describe('what is not written', () => {
  const meeting = outlook({ ...at('2026-03-10T09:00', '2026-03-10T10:00'), hasAttendees: true });

  test.each([
    ['another title', { ...meeting, subject: 'Other' }, 'would-notify'],
    ['another end', { ...meeting, end: '2026-03-10T11:00:00Z' }, 'would-notify'],
    ['deleted', undefined, 'would-notify'],
    ['only the mark', { ...meeting, mark: '7' }, undefined],
    ['nothing', meeting, undefined],
  ])('a meeting with attendees, %s', (_, desired, expected) => {
    expect(eventRules.objectionToOutlook(meeting, desired, policy)?.code).toBe(expected);
    expect(
      eventRules.objectionToOutlook(meeting, desired, { ...policy, meetingUpdates: 'send' }),
    ).toBeUndefined();
    const alone = { ...meeting, hasAttendees: false };
    expect(
      eventRules.objectionToOutlook(alone, desired && { ...desired, hasAttendees: false }, policy),
    ).toBeUndefined();
  });

  test('what a side cannot hold, with the reason', () => {
    const recurrence = { unholdable: 'its weeks begin on monday.' };
    expect(eventRules.objectionToOrocrm(orocrm({ recurrence }))).toMatchObject({
      code: 'not-expressible',
      message: expect.stringContaining('weeks begin on monday') as string,
    });
    expect(eventRules.objectionToOutlook(undefined, outlook({ recurrence }), policy)?.code).toBe(
      'not-expressible',
    );
    expect(eventRules.objectionToOrocrm(orocrm({}))).toBeUndefined();
  });
});
