import { z } from 'zod';

/**
 * Where Graph's behaviour is uncertain, varies, or can be provoked: the switches. The defaults are the
 * documented or, failing that, the less convenient behaviour (section numbers: reference Graph).
 */
export const settingsSchema = z.strictObject({
  /** 1.6: an item in Deleted Items still answers by its immutable id. */
  deletedItemsReadable: z.boolean().default(true),
  /** 1.3: `/users/{id}/contacts/delta`, which is not documented. */
  rootContactsDelta: z.boolean().default(false),
  /** 10 g: whether a change of extended properties alone shows in delta. */
  deltaReportsExtendedProperties: z.boolean().default(false),
  /** 1.3: a delta with `$select` reports changes of the selected properties only. */
  deltaSelectHidesChanges: z.boolean().default(true),
  /** 1.3: every n-th delta page is empty and still has a nextLink; 0 = never. */
  deltaEmptyPageEvery: z
    .int()
    .min(0)
    .refine((every) => every !== 1, 'would never end a round')
    .default(7),
  /** 1.3: on every n-th delta page an item comes a second time; 0 = never. */
  deltaRepeatEvery: z.int().min(0).default(5),
  /** 1.6: false = a move shows as `@removed` only, and not in the target folder. */
  moveShownInTarget: z.boolean().default(true),
  /** 1.3: what `@removed` says of an item that moved to another folder. */
  moveReason: z.enum(['deleted', 'changed']).default('deleted'),
  /** 1.4: whether PATCH and DELETE look at If-Match. */
  ifMatchHonoured: z.boolean().default(true),
  /** 1.1: whether a PATCH of an address replaces it or only the parts that it names. */
  addressPatch: z.enum(['replace', 'merge']).default('replace'),
  /** 1.1: DCI 8248, a PATCH that changes names of e-mail addresses only is ignored. */
  emailNameOnlyIgnored: z.boolean().default(true),
  /** Exchange keeps notes as a message body, whose line ends may come back as CRLF. */
  notesLineEnds: z.enum(['kept', 'crlf']).default('kept'),
  /** 3, 4.3: without the role Tasks.ReadWrite.All everything of To Do is 401 UnknownError. */
  tasksRoleGranted: z.boolean().default(true),
  /** 6: the scopes of Exchange do not cover To Do; true = a mailbox out of scope is 403 there too. */
  scopeCoversTasks: z.boolean().default(false),
  /** 7: `/todo/lists` answers the Flagged Emails list only, while `/todo/lists/delta` has all. */
  todoListsIncomplete: z.boolean().default(false),
  /** 3: the task that is completed stays, and the next of the series is new; or the same id rolls forward. */
  recurringTaskCompletion: z.enum(['newTask', 'sameTask']).default('newTask'),
  /** 3: whether the task that a series adds has the linked resources too. */
  nextTaskCopiesLinks: z.boolean().default(true),
  /** GD 5424: a PATCH of the due date in a series may leave it, and add the next task instead. */
  recurringDueDatePatch: z.enum(['changes', 'spawnsNext']).default('changes'),
  /** 2.2: calendarView/delta lists the master of a series beside its occurrences. */
  viewDeltaListsMasters: z.boolean().default(true),
  /** 2.2: calendarView/delta tells of the deletion of a single occurrence, by `@removed` with its id. */
  viewDeltaReportsOccurrenceDeletion: z.boolean().default(false),
  /** 2.2: calendarView/delta sends `@removed` for events outside the window that were made, changed or deleted. */
  viewDeltaReportsOutside: z.boolean().default(true),
  /** The longest window of a calendar view, days. */
  largestViewDays: z.int().min(1).default(1825),
  /** Whether a series may last longer than the time to its next occurrence. */
  seriesMayOverlap: z.boolean().default(false),
  /** 4.2: requests in flight per app and mailbox. */
  concurrentPerMailbox: z.int().min(1).default(4),
  /** 4.2: requests per app and mailbox in ten minutes. */
  requestsPerTenMinutes: z.int().min(1).default(10_000),
  /** How long an operation occupies its mailbox, milliseconds; 0 = one turn of the event loop. */
  operationMs: z.number().min(0).max(60_000).default(0),
  /** 4.2: how many of twenty batch items are answered 429 whatever the load. */
  throttledItemsPerTwenty: z.int().min(0).max(20).default(0),
  /** The Retry-After of a 429, seconds; null = none is sent (4.2: it is missing at times). */
  retryAfterSeconds: z.int().min(0).nullable().default(1),
});

export type Settings = z.infer<typeof settingsSchema>;

/** A partial change of the switches; what is left out stays. */
export const settingsChangeSchema = z.strictObject(
  Object.fromEntries(
    Object.entries(settingsSchema.shape).map(([name, schema]) => [name, schema.unwrap().optional()]),
  ),
);
