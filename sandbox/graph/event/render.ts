import { changeKey } from '../ids';
import type { Entity } from '../odata/select';
import type { Recurrence } from '../recurrence/recurrence';
import type { User } from '../state/directory';
import type { Folder } from '../state/folders';
import { etagOf, idOf } from '../state/identity';
import type { Instance } from './instances';
import { isOrganised } from './meetings';
import type { EventValues, Place } from './properties';
import { shownTime } from './times';

/** How a request wants ids and times. */
export interface Showing {
  readonly user: User;
  readonly folder: Folder;
  readonly immutable: boolean;
  /** Of `Prefer: outlook.timezone`. */
  readonly timeZone: string | undefined;
}

const CUSTOM_ZONE = 'tzone://Microsoft/Custom';
const NOWHERE = { displayName: '', locationType: 'default', uniqueIdType: 'unknown' } as const;

/** The id of an event or occurrence, or of its series. */
export function instanceId({ item, day }: Pick<Instance, 'item' | 'day'>, showing: Showing): string {
  return idOf(item, showing.folder, showing.immutable, day);
}

/** What `cancelledOccurrences` calls an occurrence. */
export function occurrenceId(item: Instance['item'], day: string, showing: Showing): string {
  return `OID.${instanceId({ item, day: undefined }, showing)}.${day}`;
}

/** Unused members read as zeros, days of the week only where there are any (reference: Graph 2.6). */
function renderRecurrence({ pattern, range }: Recurrence, customZone: boolean): Entity {
  const { daysOfWeek, ...rest } = pattern;
  return {
    pattern: { ...rest, ...(daysOfWeek.length > 0 && { daysOfWeek }) },
    range: { ...range, ...(customZone && { recurrenceTimeZone: CUSTOM_ZONE }) },
  };
}

function renderPlace(place: Place | typeof NOWHERE): Entity {
  return { address: {}, coordinates: {}, ...place };
}

function preview({ contentType, content }: EventValues['body']): string {
  const text = contentType === 'html' ? content.replaceAll(/<[^>]*>/g, ' ') : content;
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, 255);
}

function ownerOf({ displayName, mail, userPrincipalName }: User): { name: string; address: string } {
  return { name: displayName ?? mail ?? userPrincipalName, address: mail ?? userPrincipalName };
}

/** Start, end and what they were made in. */
function renderTimes({ content, item }: Instance, timeZone: string | undefined): Entity {
  const { start, end, isAllDay } = content;
  const custom = item.values.customZone;
  return {
    originalStartTimeZone: custom ? CUSTOM_ZONE : start.timeZone,
    originalEndTimeZone: custom ? CUSTOM_ZONE : end.timeZone,
    isAllDay,
    start: shownTime(start, isAllDay, timeZone),
    end: shownTime(end, isAllDay, timeZone),
  };
}

/** The few properties that calendarView/delta gives of an occurrence (reference: Graph 2.2). */
export function renderSkeleton(instance: Instance, showing: Showing): Entity {
  const { start, end } = renderTimes(instance, showing.timeZone);
  return {
    id: instanceId(instance, showing),
    type: instance.type,
    seriesMasterId: instanceId({ item: instance.item, day: undefined }, showing),
    start,
    end,
  };
}

/** An event with all its properties but those that are only given when asked for. */
export function renderEvent(instance: Instance, showing: Showing): Entity {
  const { item, content, day } = instance;
  const { values } = item;
  const id = instanceId(instance, showing);
  const places = content.locations.map(renderPlace);
  return {
    '@odata.etag': etagOf(item),
    id,
    createdDateTime: item.createdAt,
    lastModifiedDateTime: item.modifiedAt,
    changeKey: changeKey(item.mailbox, item.version),
    categories: content.categories,
    ...(values.transactionId !== undefined && { transactionId: values.transactionId }),
    // The documentation has a different one for each occurrence (2.5).
    iCalUId:
      day === undefined ? values.uid : `${values.uid.slice(0, 32)}${dateHex(day)}${values.uid.slice(40)}`,
    reminderMinutesBeforeStart: content.reminderMinutesBeforeStart,
    isReminderOn: content.isReminderOn,
    hasAttachments: false,
    subject: content.subject,
    bodyPreview: preview(content.body),
    importance: content.importance,
    sensitivity: content.sensitivity,
    isCancelled: content.isCancelled,
    isOrganizer: isOrganised(values),
    isDraft: false,
    responseRequested: content.responseRequested,
    seriesMasterId: day === undefined ? null : instanceId({ item, day: undefined }, showing),
    showAs: content.showAs,
    type: instance.type,
    webLink: `https://outlook.office365.com/owa/?itemid=${encodeURIComponent(id)}&exvsurl=1&path=/calendar/item`,
    onlineMeetingUrl: null,
    isOnlineMeeting: content.isOnlineMeeting,
    onlineMeetingProvider: content.onlineMeetingProvider,
    allowNewTimeProposals: content.allowNewTimeProposals,
    hideAttendees: content.hideAttendees,
    responseStatus: values.response,
    body: content.body,
    ...renderTimes(instance, showing.timeZone),
    ...(instance.originalStart !== undefined && {
      originalStart: `${instance.originalStart.toISOString().slice(0, 19)}Z`,
    }),
    location: places[0] ?? renderPlace(NOWHERE),
    locations: places,
    recurrence:
      day !== undefined || values.recurrence === undefined
        ? null
        : renderRecurrence(values.recurrence, values.customZone),
    attendees: content.attendees,
    organizer: { emailAddress: values.organizer ?? ownerOf(showing.user) },
    onlineMeeting: null,
  };
}

/** A date as a global object id of an occurrence has it: year, month and day in hexadecimal. */
function dateHex(day: string): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const hex = (value: number, length: number): string => value.toString(16).padStart(length, '0');
  return `${hex(year, 4)}${hex(month, 2)}${hex(date, 2)}`.toUpperCase();
}
