import type { OrocrmEvent, OutlookEvent } from '../../records/event';
import type { OrocrmId, OutlookId } from '../../records/ids';
import type { FieldRow, Mapping } from '../lens';
import { titleForm, titleToOrocrm, titleToWrite } from '../title';
import { recurrenceForm, type Occasion } from './occasion';
import { occasionOfOrocrm, timesToOrocrm } from './orocrm-occasion';
import { occasionOfOutlook } from './outlook-occasion';
import { recurrenceToOrocrm, startToOrocrm } from './to-orocrm';
import { recurrenceToOutlook, startToOutlook } from './to-outlook';

type Row = FieldRow<OrocrmEvent, OutlookEvent>;

/** IANA names: of the mailbox, and of all-day events in OroCRM (`OROCRM_TIME_ZONE`). */
export interface EventZones {
  readonly mailbox: string;
  readonly orocrm: string;
}

/** The calendar event table of spec 5, row by row. All-day first: it says what start and end are. */
export function eventMapping(zones: EventZones): Mapping<OrocrmEvent, OutlookEvent> {
  const ofOrocrm = remembered((event: OrocrmEvent) => occasionOfOrocrm(event, zones.orocrm));
  return {
    rows: [
      title,
      allDay(zones, ofOrocrm),
      start(zones, ofOrocrm),
      end(zones, ofOrocrm),
      recurrence(zones, ofOrocrm),
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

const allDay = (zones: EventZones, ofOrocrm: OfOrocrm): Row => ({
  field: 'allDay',
  orocrm: ['allDay', 'start', 'end', 'recurrence'],
  outlook: ['isAllDay', 'start', 'end', 'recurrence'],
  fromOrocrm: (event) => event.allDay,
  fromOutlook: (event) => event.isAllDay,
  toOrocrm: (target, source) => {
    const times = timesToOrocrm(ofOutlook(source), zones.orocrm);
    return { ...times, ...startToOrocrm(target, times.start) };
  },
  toOutlook: (target, source) => {
    const times = ofOrocrm(source);
    return {
      ...{ isAllDay: times.allDay, end: times.end },
      ...startToOutlook(target, times.start, times.allDay),
    };
  },
});

const start = (zones: EventZones, ofOrocrm: OfOrocrm): Row => ({
  field: 'start',
  orocrm: ['start', 'recurrence'],
  outlook: ['start', 'recurrence'],
  fromOrocrm: (event) => ofOrocrm(event).start,
  fromOutlook: (event) => ofOutlook(event).start,
  toOrocrm: (target, source) => startToOrocrm(target, timesToOrocrm(ofOutlook(source), zones.orocrm).start),
  toOutlook: (target, source) => {
    const times = ofOrocrm(source);
    return startToOutlook(target, times.start, times.allDay);
  },
});

const end = (zones: EventZones, ofOrocrm: OfOrocrm): Row => ({
  field: 'end',
  orocrm: ['end'],
  outlook: ['end'],
  fromOrocrm: (event) => ofOrocrm(event).end,
  fromOutlook: (event) => ofOutlook(event).end,
  toOrocrm: (_, source) => ({ end: timesToOrocrm(ofOutlook(source), zones.orocrm).end }),
  toOutlook: (_, source) => ({ end: ofOrocrm(source).end }),
});

/** Pattern, end, exceptions and cancelled occurrences: a series is one record. */
const recurrence = (zones: EventZones, ofOrocrm: OfOrocrm): Row => ({
  field: 'recurrence',
  orocrm: ['recurrence', 'exceptions'],
  outlook: ['recurrence', 'exceptions', 'cancelled', 'timeZone'],
  fromOrocrm: (event) => recurrenceForm(ofOrocrm(event)),
  fromOutlook: (event) => recurrenceForm(ofOutlook(event)),
  toOrocrm: (target, source) => recurrenceToOrocrm(target, ofOutlook(source), zones.orocrm),
  toOutlook: (target, source) => recurrenceToOutlook(target, ofOrocrm(source), zones.mailbox),
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
