import { z } from 'zod';
import { versions } from './versions';

/** What an administrator, or the installation, decides. Changed over `/_control/settings`. */
export const settingsSchema = z.strictObject({
  version: z.enum(versions).default('7.0'),
  /** System setting `oro_api.web_api`. Off in a fresh OroCRM; on here, or nothing could be tried. */
  webApi: z.boolean().default(true),
  /** `/api`, or `/admin/api` where OroCommerce is installed. */
  prefix: z
    .string()
    .regex(/^(\/[\w-]+)+$/)
    .default('/api'),
  /** Whether a change of only e-mails, phones or addresses moves `updatedAt` (reference section 6.3, unproven). */
  touchOnLists: z.boolean().default(false),
  /** In which order e-mails and phones are answered; clients must not rely on it (reference section 1.3). */
  listOrder: z.enum(['stored', 'reversed']).default('stored'),
  /** `max_entities` of the installation; -1 = no limit. */
  maxEntities: z.int().min(-1).default(-1),
  accessTokenSeconds: z.int().min(1).default(3600),
  refreshTokenSeconds: z.int().min(1).default(2_592_000),
  /** Lifetime of a WSSE header, 3600 s in the shipped firewall settings. */
  wsseLifetimeSeconds: z.int().min(1).default(3600),
  /** How long the message queue takes to come to an asynchronous operation. */
  batchDelayMs: z.int().min(0).default(20),
  /** False: no message queue consumer runs; operations stay `new`. */
  messageQueue: z.boolean().default(true),
  /** How long a synchronous batch is waited for before it is answered as an asynchronous one. */
  syncWaitMs: z.int().min(0).default(25_000),
  /** `oro_user.case_insensitive_email_addresses_enabled`. */
  caseInsensitiveEmails: z.boolean().default(false),
  /** Whether the workflow `task_flow` is active, as it is by default (reference section 2). */
  taskWorkflow: z.boolean().default(true),
  /** Whether a token whose permissions reach over the organization reaches other users' calendars (reference section 8, 2). */
  otherCalendars: z.boolean().default(true),
  /**
   * In which order stored events are listed, which OroCRM does not promise: another one as a list is begun and now
   * and then between its pages, another one at every request, or the stored one.
   */
  eventOrder: z.enum(['varied', 'every-request', 'stored']).default('varied'),
  /** Feature `calendar_events_attendee_duplications`: attendees who are users get a copy. */
  attendeeDuplications: z.boolean().default(true),
  /** Feature `calendar_events_attendee_notifications`: mails go out where a request asks for them. */
  attendeeNotifications: z.boolean().default(true),
  /** Text fields that an administrator added to an entity. */
  customFields: z
    .partialRecord(z.enum(['contacts', 'contactaddresses', 'users', 'tasks']), z.array(z.string().min(1)))
    .default({}),
});

export type Settings = z.output<typeof settingsSchema>;
export type SettingsInput = z.input<typeof settingsSchema>;
