import type { Mapping } from '../../mapping/lens';
import type { MailboxAddress, OrocrmId } from '../../records/ids';
import type { EntityName, OrocrmRecord, OutlookRecord } from '../../records/record';
import type { SyncError } from '../../errors';
import type { Mailbox } from './mailboxes';
import type { OrocrmFeed, OrocrmStore } from './orocrm';
import type { OutlookFeed, OutlookStore } from './outlook';

/** One record type of one mailbox: both sides and the mapping between them. */
export interface EntityAdapters {
  readonly orocrm: OrocrmStore<OrocrmRecord>;
  readonly outlook: OutlookStore<OutlookRecord>;
  /** The mapping, with whatever dictionaries these records need already loaded. */
  mapping(
    orocrm: readonly OrocrmRecord[],
    outlook: readonly OutlookRecord[],
  ): Promise<Mapping<OrocrmRecord, OutlookRecord>>;
}

/** How one mailbox is seen in OroCRM. */
export interface OrocrmAccess {
  /** The same text for the same installation and credential; no secret can be read from it. */
  readonly credential: string;
  /** Service credential: only records of this owner are available; of events, those of this calendar. */
  readonly owner: OrocrmId | undefined;
}

/** Who is at the other end of a mailbox's connections: when this changes, old ids would name strangers (spec 7). */
export interface Identity {
  /** Where OroCRM is, and the organisation of its user; '' where it cannot be read. */
  readonly orocrm: { readonly url: string; readonly organization: OrocrmId | '' };
  readonly graphUserId: string;
  /** IANA name. */
  readonly timeZone: string;
}

export interface Connections {
  /** The entities that this build synchronises. */
  readonly entities: readonly EntityName[];
  /** Both ends as they are now. @throws SyncError when one cannot be reached or used. */
  identity(mailbox: MailboxAddress): Promise<Identity>;
  /** @throws SyncError `operator` when the mailbox has no usable connection, or the entity is not available for it. */
  entity(mailbox: MailboxAddress, entity: EntityName): Promise<EntityAdapters>;
  access(mailbox: MailboxAddress, entity: EntityName): Promise<OrocrmAccess>;
  /** Why an entity cannot be synchronised for a mailbox as it is configured; undefined when it can. */
  obstacle(mailbox: Mailbox, entity: EntityName): SyncError | undefined;
  /** The feed of the credential that this mailbox uses. */
  orocrmFeed(mailbox: MailboxAddress, entity: EntityName): Promise<OrocrmFeed>;
  outlookFeed(entity: EntityName): OutlookFeed;
}
