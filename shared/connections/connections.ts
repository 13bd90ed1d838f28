import { SyncError } from '../errors';
import { contactMapping } from '../mapping/contact/contact-mapping';
import { eventMapping } from '../mapping/event/event-mapping';
import { taskMapping } from '../mapping/task/task-mapping';
import { mailboxAddress, type MailboxAddress, type OrocrmId } from '../records/ids';
import { entityNames, type EntityName } from '../records/record';
import { credentialKey, installationKey, taskPage, type OrocrmCredential } from '../orocrm/access';
import { connect as connectOrocrm, type OrocrmConnection } from '../orocrm/connection';
import type { OutlookConnection } from '../outlook/connection';
import type { Connections, EntityAdapters, Identity, OrocrmAccess } from '../sync/ports/connections';
import type { Mailbox, MailboxState } from '../sync/ports/mailboxes';
import type { SecretStore } from '../sync/ports/secrets';
import type { OutlookFeed } from '../sync/ports/outlook';
import { credentialOf, type LoadService, type OrocrmDefaults } from './orocrm-credential';
import { serviceUser } from './service-user';

/** Who is at the other end is asked again after this long. */
const identityKeptMs = 10 * 60 * 1000;

export interface ConnectionParts {
  readonly mailboxes: MailboxState;
  readonly secrets: SecretStore;
  readonly outlook: OutlookConnection;
  /** The installation and the service user; a mailbox may have its own. */
  readonly orocrm: OrocrmDefaults;
  readonly now: () => Date;
  /** Hears the status of each answer of OroCRM. */
  readonly onOrocrmAnswer: (status: number) => void;
}

/** A mailbox as it is about to be saved, with the secret that is not stored yet. */
export interface Trial {
  readonly mailbox: Mailbox;
  readonly secret: string | undefined;
}

/**
 * Connects mailboxes with both sides. One OroCRM connection per credential and one Graph connection per process, so
 * that tokens, dictionaries and what was learned about an installation are shared.
 */
export class LiveConnections implements Connections {
  readonly entities: readonly EntityName[] = entityNames;
  private readonly orocrm = new Map<string, OrocrmConnection>();
  private readonly identities = new Map<
    MailboxAddress,
    { readonly value: Identity; readonly until: number; readonly of: string }
  >();

  private readonly loadService: LoadService;

  constructor(private readonly parts: ConnectionParts) {
    this.loadService = serviceUser(parts.orocrm.service, parts.secrets, () => parts.now().getTime());
  }

  async entity(address: MailboxAddress, entity: EntityName): Promise<EntityAdapters> {
    const { mailbox, credential, connection, access } = await this.open(address);
    const timeZone = mailbox.timeZone === '' ? (await this.identity(address)).timeZone : mailbox.timeZone;
    switch (entity) {
      case 'contacts':
        return {
          orocrm: connection.contacts(access.owner),
          outlook: this.parts.outlook.contacts(address),
          mapping: async () => contactMapping(await connection.places()),
        };
      case 'tasks': {
        const recordPage = taskPage(credential);
        const mapping = taskMapping(timeZone);
        return {
          orocrm: connection.tasks(access.owner),
          outlook: this.parts.outlook.tasks(address, { timeZone, recordPage }),
          mapping: () => Promise.resolve(mapping),
        };
      }
      case 'calendarEvents': {
        const mapping = eventMapping({ mailbox: timeZone, orocrm: this.parts.orocrm.timeZone });
        return {
          orocrm: connection.events(calendarOf(mailbox)),
          outlook: this.parts.outlook.events(address),
          mapping: () => Promise.resolve(mapping),
        };
      }
    }
  }

  async access(address: MailboxAddress, entity: EntityName): Promise<OrocrmAccess> {
    const { mailbox, access } = await this.open(address);
    return entity === 'calendarEvents' ? { ...access, owner: calendarOf(mailbox) } : access;
  }

  /** A calendar's id is visible only to its own user's token (DESIGN 3). */
  obstacle({ orocrm }: Mailbox, entity: EntityName): SyncError | undefined {
    if (entity !== 'calendarEvents' || orocrm.credential !== 'service' || orocrm.calendarId !== '')
      return undefined;
    return new SyncError('The calendar is off: with the service credential its id in OroCRM is not known.', {
      kind: 'operator',
      code: 'wrong-setting',
      action:
        "Give the mailbox its user's calendarId (it is in the address of the calendar's events in OroCRM), or the user's own credential.",
    });
  }

  async orocrmFeed(address: MailboxAddress, entity: EntityName) {
    const { connection } = await this.open(address);
    return connection.feed(entity);
  }

  outlookFeed(entity: EntityName): OutlookFeed {
    return this.parts.outlook.feed(entity);
  }

  async identity(address: MailboxAddress): Promise<Identity> {
    const { connection, credential, access } = await this.open(address);
    const of = access.credential;
    const known = this.identities.get(address);
    // Another process may have saved another connection: what was asked through the old one says nothing.
    if (known?.of === of && known.until > this.parts.now().getTime()) return known.value;
    const value = await this.identify(address, connection, credential);
    this.identities.set(address, { value, until: this.parts.now().getTime() + identityKeptMs, of });
    return value;
  }

  /**
   * Tries both connections of a mailbox before it is saved.
   * @throws SyncError that says which side refuses, and what to do.
   */
  async test(trial: Trial): Promise<Identity> {
    const { connection, credential, access } = await this.connect(trial.mailbox, trial.secret);
    await connection.test();
    if (access.owner !== undefined && !(await connection.userExists(access.owner))) {
      throw new SyncError(`OroCRM has no user ${access.owner} that the service user may view.`, {
        kind: 'operator',
        code: 'wrong-setting',
        action: 'Give the id of the OroCRM user whose records belong to this mailbox.',
      });
    }
    this.identities.delete(trial.mailbox.address);
    return this.identify(trial.mailbox.address, connection, credential);
  }

  private async identify(
    address: MailboxAddress,
    connection: OrocrmConnection,
    credential: OrocrmCredential,
  ): Promise<Identity> {
    const [orocrm, account] = await Promise.all([
      connection.identity(),
      this.parts.outlook.directory.account(address),
    ]);
    return {
      orocrm: { url: installationKey(credential), organization: orocrm.organizationId },
      graphUserId: account.userId,
      timeZone: account.timeZone,
    };
  }

  private async open(address: MailboxAddress) {
    const stored = await this.parts.mailboxes.load(mailboxAddress(address));
    if (!stored) {
      throw new SyncError('The mailbox is not configured.', { kind: 'operator', code: 'wrong-setting' });
    }
    const { value: mailbox } = stored;
    const secret =
      mailbox.orocrm.credential === 'service'
        ? undefined
        : await this.parts.secrets.load({ of: 'mailbox', mailbox: mailbox.address });
    return this.connect(mailbox, secret);
  }

  private async connect(mailbox: Mailbox, secret: string | undefined) {
    const { installation } = this.parts.orocrm;
    const credential = await credentialOf(mailbox, secret, { installation, loadService: this.loadService });
    const owner = mailbox.orocrm.credential === 'service' ? mailbox.orocrm.userId : undefined;
    return {
      mailbox,
      credential,
      connection: this.connectionOf(credential),
      access: { credential: credentialKey(credential), owner },
    };
  }

  /** A renewed secret makes a new connection. */
  private connectionOf(credential: OrocrmCredential): OrocrmConnection {
    const key = JSON.stringify(credential);
    const known = this.orocrm.get(key);
    if (known) return known;
    const made = connectOrocrm({ credential, onAnswer: this.parts.onOrocrmAnswer });
    this.orocrm.set(key, made);
    return made;
  }
}

/** With the service credential the calendar that is configured, else the default one of the credential's user. */
const calendarOf = ({ orocrm }: Mailbox): OrocrmId | undefined =>
  orocrm.credential === 'service' && orocrm.calendarId !== '' ? orocrm.calendarId : undefined;
