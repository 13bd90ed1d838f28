import { z } from 'zod';
import { IANAZone } from 'luxon';
import type { MailboxSecret } from '../../shared/connections/orocrm-credential';
import { parseOrocrmId, type OrocrmId } from '../../shared/records/ids';
import type { OrocrmReference } from '../../shared/sync/ports/mailboxes';

const text = z.string().trim().min(1).max(2000);
const url = z.url({ protocol: /^https?$/ }).optional();
const id = z.union([z.string(), z.number().int()]).transform((value, context): OrocrmId => {
  const parsed = parseOrocrmId(String(value));
  if (parsed !== undefined) return parsed;
  context.addIssue({ code: 'custom', message: 'is no OroCRM id' });
  return z.NEVER;
});

/** A user's own credential (API key, OAuth client, or OAuth password grant), or the service user with a `userId`. */
const orocrm = z.union(
  [
    z.strictObject({ username: text, apiKey: text, url }),
    z.strictObject({ clientId: text, clientSecret: text, username: text, password: text, url }),
    z.strictObject({ clientId: text, clientSecret: text, url }),
    z.strictObject({ userId: id, calendarId: id.optional(), url }),
  ],
  {
    error:
      'is {"username","apiKey"}, {"clientId","clientSecret"}, {"clientId","clientSecret","username","password"} or {"userId","calendarId"?}, each with an own "url" if need be',
  },
);

export const mailboxBody = z.strictObject({
  orocrm: orocrm.optional(),
  timeZone: z
    .string()
    .refine((zone) => IANAZone.isValidZone(zone), 'is no IANA time zone')
    .optional(),
  settings: z.record(z.string(), z.unknown()).optional(),
});

export interface OrocrmInput {
  readonly reference: OrocrmReference;
  /** Goes into the secret store and never comes out. */
  readonly secret: MailboxSecret | undefined;
}

export function toOrocrmInput(given: z.output<typeof orocrm>): OrocrmInput {
  const { url: own = '' } = given;
  if ('userId' in given) {
    const { userId, calendarId = '' } = given;
    return { reference: { credential: 'service', userId, calendarId, url: own }, secret: undefined };
  }
  if ('apiKey' in given) {
    return {
      reference: { credential: 'wsse', username: given.username, url: own },
      secret: { kind: 'wsse', apiKey: given.apiKey },
    };
  }
  const { clientId, clientSecret } = given;
  const reference = { credential: 'oauth', clientId, url: own } as const;
  return 'password' in given
    ? {
        reference,
        secret: { kind: 'password', clientSecret, username: given.username, password: given.password },
      }
    : { reference, secret: { kind: 'client', clientSecret } };
}
