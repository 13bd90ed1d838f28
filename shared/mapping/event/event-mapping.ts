import type { OrocrmEvent, OutlookEvent } from '../../records/event';
import type { OrocrmId, OutlookId } from '../../records/ids';
import type { FieldRow, Mapping } from '../lens';
import { titleForm, titleToOrocrm, titleToWrite } from '../title';
import { recurrenceForm, type Occasion } from './occasion';
import { occasionOfOrocrm, timesToOrocrm } from './orocrm-occasion';
import { occasionOfOutlook } from './outlook-occasion';
import { recurrenceToOrocrm, timesIntoOrocrm } from './to-orocrm';
import { recurrenceToOutlook, timesIntoOutlook } from './to-outlook';

type Row = FieldRow<OrocrmEvent, OutlookEvent>;

/** IANA names: of the mailbox, and of all-day events in OroCRM (`OROCRM_TIME_ZONE`). */
export interface EventZones {
  readonly mailbox: string;
  readonly orocrm: string;
}

/** The calendar event table of spec 5, row by row. All-day first: it says what start and end are. */
export function eventMapping(zones: EventZones): Mapping<OrocrmEvent, OutlookEvent> {
  const ofOrocrm = remembered((event: OrocrmEvent) => occasionOfOrocrm(event, zones.orocrm));
  const times = timesWrite(zones, ofOrocrm);
  return {
    rows: [
      title,
      {
        ...times,
        field: 'allDay',
        fromOrocrm: ({ allDay }) => allDay,
        fromOutlook: ({ isAllDay }) => isAllDay,
      },
      {
        ...{ ...times, field: 'start' },
        fromOrocrm: (event) => ofOrocrm(event).start,
        fromOutlook: (event) => ofOutlook(event).start,
      },
      {
        ...{ ...times, field: 'end' },
        fromOrocrm: (event) => ofOrocrm(event).end,
        fromOutlook: (event) => ofOutlook(event).end,
      },
      recurrence(zones, ofOrocrm, times),
    ],
    blankOrocrm,
    blankOutlook: { ...blankOutlook, timeZone: zones.mailbox },
  };
}

/** Every row asks for the occasion of the same record, and to work out a series takes its time. */
function remembered<R extends object>(read: (record: R) => Occasion): (record: R) => Occasion {
  const known = new WeakMap<R, Occasion>();
  return (record) => {
    const found = known.get(record) ?? read(record);
    known.set(record, found);
    return found;
  };
}

const ofOutlook = remembered(occasionOfOutlook);

type OfOrocrm = (event: OrocrmEvent) => Occasion;

const title: Row = {
  field: 'title',
  orocrm: ['title'],
  outlook: ['subject'],
  fromOrocrm: (event) => titleForm(event.title),
  fromOutlook: (event) => titleForm(event.subject),
  toOrocrm: (_, source) => ({ title: titleToOrocrm(source.subject) }),
  toOutlook: (_, source) => ({ subject: titleToWrite(source.title) }),
};

type Write = Omit<Row, 'field' | 'fromOrocrm' | 'fromOutlook'>;

/** When an event is, is written as one, whichever of its rows asks for it. */
const timesWrite = (zones: EventZones, ofOrocrm: OfOrocrm): Write => ({
  orocrm: ['allDay', 'start', 'end', 'recurrence'],
  outlook: ['isAllDay', 'start', 'end', 'recurrence'],
  toOrocrm: (target, source) => timesIntoOrocrm(target, timesToOrocrm(ofOutlook(source), zones.orocrm)),
  toOutlook: (target, source) => timesIntoOutlook(target, ofOrocrm(source)),
});

/**
 * Pattern, end, exceptions and cancelled occurrences: a series is one record. The times go with it: the rows before
 * saw them through the recurrence that is written over here.
 */
const recurrence = (zones: EventZones, ofOrocrm: OfOrocrm, times: Write): Row => ({
  field: 'recurrence',
  orocrm: [...times.orocrm, 'exceptions'],
  outlook: [...times.outlook, 'exceptions', 'cancelled', 'timeZone'],
  fromOrocrm: (event) => recurrenceForm(ofOrocrm(event)),
  fromOutlook: (event) => recurrenceForm(ofOutlook(event)),
  toOrocrm: (target, source) => ({
    ...times.toOrocrm(target, source),
    ...recurrenceToOrocrm(target, ofOutlook(source), zones.orocrm),
  }),
  toOutlook: (target, source) => ({
    ...times.toOutlook(target, source),
    ...recurrenceToOutlook(target, ofOrocrm(source), zones.mailbox),
  }),
});

const blankOrocrm: OrocrmEvent = {
  ...{ id: '' as OrocrmId, version: '', createdAt: '', owner: '' },
  ...{ title: '', start: '', end: '', allDay: false },
  ...{ recurrence: undefined, exceptions: [], parent: '' },
};

const blankOutlook: OutlookEvent = {
  ...{ id: '' as OutlookId, version: '', createdAt: '', mark: '', folder: '' },
  ...{ subject: '', start: '', end: '', isAllDay: false, timeZone: '' },
  ...{ recurrence: undefined, exceptions: [], cancelled: [], isOrganizer: true, hasAttendees: false },
};
