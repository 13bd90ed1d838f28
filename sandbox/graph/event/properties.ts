import { z } from 'zod';
import { recurrenceSchema } from '../recurrence/recurrence';

/** Words of the enumerations (reference: Graph 9). */
export const IMPORTANCES = ['low', 'normal', 'high'] as const;
export const SENSITIVITIES = ['normal', 'personal', 'private', 'confidential'] as const;
export const SHOW_AS = ['unknown', 'free', 'tentative', 'busy', 'oof', 'workingElsewhere'] as const;
export const RESPONSES = [
  'none',
  'organizer',
  'tentativelyAccepted',
  'accepted',
  'declined',
  'notResponded',
] as const;
export const ATTENDEE_TYPES = ['required', 'optional', 'resource'] as const;
export const BODY_TYPES = ['text', 'html'] as const;
export const MEETING_PROVIDERS = [
  'unknown',
  'skypeForBusiness',
  'skypeForConsumer',
  'teamsForBusiness',
] as const;

/** Properties that clients write, on a master or single event (reference: Graph 2.1). */
export const WRITABLE = [
  'allowNewTimeProposals',
  'attendees',
  'body',
  'categories',
  'end',
  'hideAttendees',
  'importance',
  'isAllDay',
  'isOnlineMeeting',
  'isReminderOn',
  'location',
  'locations',
  'onlineMeetingProvider',
  'recurrence',
  'reminderMinutesBeforeStart',
  'responseRequested',
  'sensitivity',
  'showAs',
  'start',
  'subject',
  'transactionId',
] as const;

/** Properties that the server sets. */
export const READ_ONLY = [
  'bodyPreview',
  'cancelledOccurrences',
  'changeKey',
  'createdDateTime',
  'hasAttachments',
  'iCalUId',
  'id',
  'isCancelled',
  'isDraft',
  'isOrganizer',
  'lastModifiedDateTime',
  'onlineMeeting',
  'onlineMeetingUrl',
  'organizer',
  'originalEndTimeZone',
  'originalStart',
  'originalStartTimeZone',
  'responseStatus',
  'seriesMasterId',
  'type',
  'webLink',
] as const;

export const NAVIGATION = [
  'attachments',
  'calendar',
  'exceptionOccurrences',
  'extensions',
  'instances',
  'multiValueExtendedProperties',
  'singleValueExtendedProperties',
] as const;

/** All properties that `$select` may name; `occurrenceId` is not among those of v1.0's metadata. */
export const EVENT_TYPE = {
  name: 'event',
  properties: [...WRITABLE, ...READ_ONLY, ...NAVIGATION] as readonly string[],
};

const timeSchema = z.object({ dateTime: z.string(), timeZone: z.string() });
const personSchema = z.object({ name: z.string(), address: z.string() });
const responseSchema = z.object({ response: z.enum(RESPONSES), time: z.string() });
const attendeeSchema = z.object({
  emailAddress: personSchema,
  type: z.enum(ATTENDEE_TYPES),
  status: responseSchema,
});
const placeSchema = z.object({
  displayName: z.string(),
  locationType: z.string(),
  uniqueIdType: z.string(),
  uniqueId: z.string().optional(),
  locationUri: z.string().optional(),
  locationEmailAddress: z.string().optional(),
  address: z.record(z.string(), z.unknown()),
  coordinates: z.record(z.string(), z.unknown()),
});

const contentSchema = z.object({
  subject: z.string(),
  body: z.object({ contentType: z.enum(BODY_TYPES), content: z.string() }),
  start: timeSchema,
  end: timeSchema,
  isAllDay: z.boolean(),
  locations: z.array(placeSchema),
  attendees: z.array(attendeeSchema),
  importance: z.enum(IMPORTANCES),
  sensitivity: z.enum(SENSITIVITIES),
  showAs: z.enum(SHOW_AS),
  categories: z.array(z.string()),
  isReminderOn: z.boolean(),
  reminderMinutesBeforeStart: z.int(),
  responseRequested: z.boolean(),
  allowNewTimeProposals: z.boolean(),
  hideAttendees: z.boolean(),
  isOnlineMeeting: z.boolean(),
  onlineMeetingProvider: z.enum(MEETING_PROVIDERS),
  isCancelled: z.boolean(),
});

const extendedSchema = z.array(z.object({ key: z.string(), id: z.string(), value: z.string() }));

export type EventContent = z.infer<typeof contentSchema>;

/** An occurrence that differs from its series: `day` is the one on which it would start, in the series' zone. */
const exceptionSchema = z.object({
  day: z.string(),
  // JSON has no undefined, which is all that tells the two types apart.
  content: contentSchema.partial().transform((content) => content as Partial<EventContent>),
  extended: extendedSchema,
});

/** What is stored of an event; a series is one item with its exceptions and cancelled days. */
export const eventValuesSchema = contentSchema.extend({
  recurrence: recurrenceSchema.optional(),
  exceptions: z.array(exceptionSchema),
  /** Days of the series, in its zone, `YYYY-MM-DD`. */
  cancelled: z.array(z.string()),
  uid: z.string(),
  transactionId: z.string().optional(),
  /** Who organises it, where that is somebody else: the item is an attendee's copy. */
  organizer: personSchema.optional(),
  /** The owner's own answer to a received invitation. */
  response: responseSchema,
  /** The zone is one made by hand, which reads `tzone://Microsoft/Custom` (reference: Graph 2.3). */
  customZone: z.boolean(),
});

export type EventValues = z.infer<typeof eventValuesSchema>;
export type EventException = z.infer<typeof exceptionSchema>;
export type Attendee = z.infer<typeof attendeeSchema>;
export type Place = z.infer<typeof placeSchema>;
export type Person = z.infer<typeof personSchema>;
/** A wall clock, `YYYY-MM-DDTHH:mm:ss.SSS`, and the name of its zone as it was given. */
export type TimeValue = z.infer<typeof timeSchema>;

/** An answer that was never given. */
export const NO_ANSWER = { response: 'none', time: '0001-01-01T00:00:00Z' } as const;
