import { mergeExtended, readExtended } from '../extended/read-extended';
import { bodyEntries, refuseProperty } from '../odata/read-body';
import { readBoolean, readEnum, readText, readTexts } from '../odata/read-value';
import { readRecurrence } from '../recurrence/read-recurrence';
import type { Recurrence } from '../recurrence/recurrence';
import type { ExtendedProperty } from '../state/items';
import { refuseComputed } from './folder-properties';
import {
  IMPORTANCES,
  MEETING_PROVIDERS,
  NAVIGATION,
  READ_ONLY,
  SENSITIVITIES,
  SHOW_AS,
  type EventContent,
} from './properties';
import { readAttendees, readInteger, readItemBody, readPlace, readPlaces } from './read-value';
import { readTime } from './times';

export const EVENT_BODY = { name: 'event', readOnly: READ_ONLY, navigation: NAVIGATION };

/** What a body says, over the content that was there. */
export interface EventDraft {
  /** The properties that the body names, extended ones left out. */
  readonly written: readonly string[];
  readonly content: Partial<EventContent>;
  /** Undefined: not named; null: the series becomes a single event. */
  readonly recurrence: Recurrence | null | undefined;
  readonly transactionId: string | undefined;
  readonly extended: readonly ExtendedProperty[];
}

type Reader = (value: unknown, before: EventContent) => Partial<EventContent>;

const READERS: Readonly<Partial<Record<string, Reader>>> = {
  subject: (value) => ({ subject: readText('subject', value) ?? '' }),
  body: (value) => ({ body: readItemBody(value) }),
  start: (value) => ({ start: readTime('start', value) }),
  end: (value) => ({ end: readTime('end', value) }),
  isAllDay: (value) => ({ isAllDay: readBoolean('isAllDay', value) }),
  location: (value) => ({ locations: value === null ? [] : [readPlace(value)] }),
  locations: (value) => ({ locations: readPlaces(value) }),
  attendees: (value, before) => ({ attendees: readAttendees(value, before.attendees) }),
  importance: (value) => ({
    importance: readEnum('importance', value, { name: 'importance', values: IMPORTANCES }),
  }),
  sensitivity: (value) => ({
    sensitivity: readEnum('sensitivity', value, { name: 'sensitivity', values: SENSITIVITIES }),
  }),
  showAs: (value) => ({ showAs: readEnum('showAs', value, { name: 'freeBusyStatus', values: SHOW_AS }) }),
  categories: (value) => ({ categories: readTexts('categories', value) }),
  isReminderOn: (value) => ({ isReminderOn: readBoolean('isReminderOn', value) }),
  reminderMinutesBeforeStart: (value) => ({
    reminderMinutesBeforeStart: readInteger('reminderMinutesBeforeStart', value),
  }),
  responseRequested: (value) => ({ responseRequested: readBoolean('responseRequested', value) }),
  allowNewTimeProposals: (value) => ({ allowNewTimeProposals: readBoolean('allowNewTimeProposals', value) }),
  hideAttendees: (value) => ({ hideAttendees: readBoolean('hideAttendees', value) }),
  isOnlineMeeting: (value) => ({ isOnlineMeeting: readBoolean('isOnlineMeeting', value) }),
  onlineMeetingProvider: (value) => ({
    onlineMeetingProvider: readEnum('onlineMeetingProvider', value, {
      name: 'onlineMeetingProviderType',
      values: MEETING_PROVIDERS,
    }),
  }),
};

/**
 * Reads the body of a POST or PATCH property by property, as strictly as Graph; what the properties make together
 * is looked at afterwards. `before` is what an absent property stands for.
 * @throws GraphError 400
 */
export function readEventBody(body: unknown, before: EventContent): EventDraft {
  let content: Partial<EventContent> = {};
  let recurrence: unknown;
  let extended: ExtendedProperty[] = [];
  let transactionId: string | undefined;
  const written: string[] = [];
  for (const [name, value] of bodyEntries(body, EVENT_BODY)) {
    const reader = READERS[name];
    if (name === 'singleValueExtendedProperties') {
      extended = readExtended(value);
      refuseComputed(extended);
      continue;
    }
    if (reader !== undefined) content = { ...content, ...reader(value, before) };
    else if (name === 'recurrence') recurrence = value;
    else if (name === 'transactionId') transactionId = readText(name, value) ?? undefined;
    else refuseProperty(EVENT_BODY, name);
    written.push(name);
  }
  const { start = before.start } = content;
  return {
    written,
    content,
    recurrence:
      recurrence === undefined || recurrence === null
        ? recurrence
        : readRecurrence(recurrence, start.timeZone),
    transactionId,
    extended,
  };
}

/** The extended properties after a draft. */
export function extendedAfter(
  before: readonly ExtendedProperty[],
  draft: EventDraft,
): readonly ExtendedProperty[] {
  return mergeExtended(before, draft.extended);
}
