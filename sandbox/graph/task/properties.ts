import { z } from 'zod';
import { recurrenceSchema } from '../recurrence/recurrence';

export const STATUSES = ['notStarted', 'inProgress', 'completed', 'waitingOnOthers', 'deferred'] as const;
export const IMPORTANCES = ['low', 'normal', 'high'] as const;
export const BODY_TYPES = ['text', 'html'] as const;

/** Properties that the server sets. */
const READ_ONLY = [
  'id',
  'createdDateTime',
  'lastModifiedDateTime',
  'bodyLastModifiedDateTime',
  'hasAttachments',
] as const;

const WRITABLE = [
  'body',
  'categories',
  'completedDateTime',
  'dueDateTime',
  'importance',
  'isReminderOn',
  'recurrence',
  'reminderDateTime',
  'startDateTime',
  'status',
  'title',
] as const;

/** There is no singleValueExtendedProperties on a task (reference: Graph 1.2, 3). */
const NAVIGATION = [
  'attachments',
  'attachmentSessions',
  'checklistItems',
  'extensions',
  'linkedResources',
] as const;

/** All properties that `$select` may name, and which of them are whose. */
export const TASK_TYPE = {
  name: 'todoTask',
  properties: [...READ_ONLY, ...WRITABLE, ...NAVIGATION] as readonly string[],
  readOnly: READ_ONLY as readonly string[],
  navigation: NAVIGATION as readonly string[],
};

export const LINKED_RESOURCE_TEXTS = ['applicationName', 'displayName', 'externalId', 'webUrl'] as const;

const linkedResourceSchema = z.object({
  id: z.string(),
  applicationName: z.string().nullable(),
  displayName: z.string().nullable(),
  externalId: z.string().nullable(),
  webUrl: z.string().nullable(),
});

/** Kept as the day that was meant, in the zone in which it was given. */
const daySchema = z.object({ date: z.string(), zone: z.string() });

/** What is stored of a task; what is not set is not there. */
export const taskValuesSchema = z.object({
  title: z.string(),
  body: z.object({ content: z.string(), contentType: z.enum(BODY_TYPES) }),
  bodyModifiedAt: z.string(),
  categories: z.array(z.string()),
  importance: z.enum(IMPORTANCES),
  status: z.enum(STATUSES),
  isReminderOn: z.boolean(),
  due: daySchema.optional(),
  start: daySchema.optional(),
  /** An instant, UTC. */
  reminder: z.string().optional(),
  /** A day, UTC. */
  completed: z.string().optional(),
  recurrence: recurrenceSchema.optional(),
  linkedResources: z.array(linkedResourceSchema),
});

export type TaskValues = z.infer<typeof taskValuesSchema>;
export type LinkedResource = z.infer<typeof linkedResourceSchema>;
export type TaskDay = z.infer<typeof daySchema>;
