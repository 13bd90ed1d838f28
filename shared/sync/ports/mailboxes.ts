import type { MailboxAddress, OrocrmId } from '../../records/ids';
import type { SettingsPatch } from './settings';
import type { Stored } from './state';

/** How a mailbox reaches OroCRM; the secret part is in the secret store. `url` '' means the installation's. */
export type OrocrmReference =
  | { readonly credential: 'wsse'; readonly username: string; readonly url: string }
  | { readonly credential: 'oauth'; readonly clientId: string; readonly url: string }
  | {
      readonly credential: 'service';
      readonly userId: OrocrmId;
      readonly calendarId: OrocrmId | '';
      readonly url: string;
    };

export interface Mailbox {
  readonly address: MailboxAddress;
  readonly orocrm: OrocrmReference;
  /** IANA name; '' means that of the mailbox. */
  readonly timeZone: string;
  readonly settings: SettingsPatch;
  /** Graph's id of the account; '' until it was first seen. Another one later holds the mailbox (spec 7). */
  readonly graphUserId: string;
  /** OroCRM's URL and organisation as first seen; another one later holds the mailbox (spec 7). */
  readonly orocrmIdentity: string;
  readonly createdAt: string;
  /** Why the mailbox waits for a person; '' when it does not. */
  readonly held: string;
}

export interface MailboxState {
  /** By address. */
  list(): Promise<readonly Mailbox[]>;
  load(address: MailboxAddress): Promise<Stored<Mailbox> | undefined>;
  /**
   * Saves where the row still has this etag ('' for a new one); without an etag, whatever is there.
   * @returns the new etag, or undefined when somebody else saved meanwhile.
   */
  put(mailbox: Mailbox, etag?: string): Promise<string | undefined>;
  /** @returns false when there was none. */
  remove(address: MailboxAddress): Promise<boolean>;
}
