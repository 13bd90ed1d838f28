import { z } from 'zod';
import type { OrocrmServiceUser } from '../config/environment';
import { SyncError } from '../errors';
import type {
  ClientCredential,
  OrocrmCredential,
  OrocrmInstallation,
  WsseCredential,
} from '../orocrm/access';
import type { Mailbox } from '../sync/ports/mailboxes';

export interface OrocrmDefaults {
  /** Its address is '' where every mailbox must give its own. */
  readonly installation: OrocrmInstallation;
  readonly service: OrocrmServiceUser | undefined;
  /** IANA zone of all-day events. */
  readonly timeZone: string;
}

/** The service user with the secret that it has now. @throws SyncError `operator` when there is none. */
export type LoadService = () => Promise<ClientCredential | WsseCredential>;

/** A mailbox's own secret, as it is kept in the secret store. */
export const mailboxSecret = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('wsse'), apiKey: z.string().min(1) }),
  z.object({ kind: z.literal('client'), clientSecret: z.string().min(1) }),
  z.object({
    kind: z.literal('password'),
    clientSecret: z.string().min(1),
    username: z.string().min(1),
    password: z.string().min(1),
  }),
]);
export type MailboxSecret = z.output<typeof mailboxSecret>;

/**
 * The credential with which a mailbox reaches OroCRM: its own, or the service user's.
 * @throws SyncError `operator` when an address, the service user or the mailbox's secret is missing.
 */
export async function credentialOf(
  mailbox: Mailbox,
  secret: string | undefined,
  defaults: { readonly installation: OrocrmInstallation; readonly loadService: LoadService },
): Promise<OrocrmCredential> {
  const installation = installationOf(mailbox, defaults.installation);
  const { orocrm } = mailbox;
  if (orocrm.credential === 'service') return { ...installation, ...(await defaults.loadService()) };
  const own = secret === undefined ? undefined : mailboxSecret.safeParse(parseJson(secret)).data;
  if (!own)
    throw missing(
      'The OroCRM credential of the mailbox is not in the secret store.',
      'Save the mailbox again.',
    );
  if (orocrm.credential === 'wsse' && own.kind === 'wsse') {
    return { ...installation, kind: 'wsse', username: orocrm.username, apiKey: own.apiKey };
  }
  if (orocrm.credential === 'oauth' && own.kind !== 'wsse') {
    return { ...installation, ...own, clientId: orocrm.clientId };
  }
  throw missing('The OroCRM credential of the mailbox does not fit its kind.', 'Save the mailbox again.');
}

function installationOf(mailbox: Mailbox, installation: OrocrmInstallation): OrocrmInstallation {
  const url = mailbox.orocrm.url === '' ? installation.url : mailbox.orocrm.url;
  if (url === '') throw missing('There is no address of OroCRM.', 'Set OROCRM_URL.');
  return { ...installation, url };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A credential that is not there: a person has to give it. */
export const missing = (message: string, action: string): SyncError =>
  new SyncError(message, { kind: 'operator', code: 'wrong-setting', action });
