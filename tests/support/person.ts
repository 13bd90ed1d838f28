import type { EntityName } from '../../shared/records/record';
import type { Sandbox } from './sandbox';
import { until } from './until';

const markId = 'String {d6f3a0c2-5b8e-4c57-9e0d-7a1b64c2f9e3} Name OroCRM_id';
const runMs = 120_000;
let made = 0;

export interface RunAnswer {
  readonly runId: string;
  readonly status: string;
  readonly counts: Readonly<Record<string, number>>;
  readonly byEntity: Readonly<
    Record<string, { orocrm: Record<string, number>; outlook: Record<string, number> }>
  >;
  readonly errors: readonly { entity: string; record: string; message: string }[];
  readonly preview?: readonly {
    side: string;
    action: string;
    rule: string;
    orocrmId: string;
    outlookId: string;
  }[];
  readonly heldId?: string;
}

export interface OrocrmContactView {
  readonly id: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

export interface OutlookContactView {
  readonly id: string;
  readonly mark: string;
  readonly deleted: boolean;
  readonly contact: Readonly<Record<string, unknown>>;
  readonly extendedProperties: Readonly<Record<string, string>>;
}

export interface LogEntry {
  readonly seq: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly write: boolean;
  readonly subject?: string;
}

export interface AlertView {
  readonly id: string;
  readonly code: string;
  readonly message: string;
  readonly record?: string;
  readonly heldId?: string;
}

interface Hiring {
  /** What the person's runs are about. */
  readonly entity?: EntityName;
  readonly timeZone?: string;
  readonly credential?: 'own' | 'wsse' | 'service';
  readonly accessLevel?: 'user' | 'organization';
  readonly settings?: Record<string, unknown>;
}

/** One user of the company, with an account in OroCRM and a mailbox, and the sync between the two by hand. */
export class Person {
  private constructor(
    readonly sandbox: Sandbox,
    readonly address: string,
    readonly userId: string,
    /** The OroCRM user under whose name the sync writes. */
    readonly writer: string,
    private readonly admission: unknown,
    private readonly entity: EntityName,
  ) {}

  /**
   * @param options.credential `own`: an OAuth client of the user; `wsse`: the user's API key; `service`: the service
   * user with a `userId`, whose writes are in the log under one name for all persons who use it.
   * @param options.accessLevel `organization`: sees the records of all users.
   */
  static async hire(sandbox: Sandbox, options: Hiring = {}): Promise<Person> {
    made += 1;
    const username = `person${made}`;
    const address = `${username}@example.org`;
    const user = await sandbox.control<{ id: string }>('orocrm', 'POST', '/users', {
      username,
      email: address,
      accessLevel: options.accessLevel ?? 'user',
    });
    await sandbox.control('graph', 'POST', '/users', {
      ...{ userPrincipalName: address, mail: address },
      mailbox: { timeZone: options.timeZone ?? 'Europe/Berlin' },
    });
    const { credential = 'own' } = options;
    const writer = credential === 'service' ? await serviceUserId(sandbox) : user.id;
    const admission = {
      orocrm: await credentialFor(sandbox, credential, user.id),
      settings: { enableSync: false, ...options.settings },
    };
    const person = new Person(sandbox, address, user.id, writer, admission, options.entity ?? 'contacts');
    await person.rejoin();
    return person;
  }

  /** The same person after a restart of everything. */
  in(sandbox: Sandbox): Person {
    return new Person(sandbox, this.address, this.userId, this.writer, this.admission, this.entity);
  }

  configure(body: unknown): Promise<unknown> {
    return this.sandbox.api('PUT', `/mailboxes/${this.address}`, body);
  }

  /** The mailbox is taken out of the sync, and with it everything that was remembered of it. */
  forget(): Promise<unknown> {
    return this.sandbox.api('DELETE', `/mailboxes/${this.address}`);
  }

  /** Takes the mailbox into the sync as it was when the person was hired. */
  rejoin(): Promise<unknown> {
    return this.configure(this.admission);
  }

  /** Waits for what goes on in the background. */
  async until(reached: () => Promise<boolean>): Promise<void> {
    await until(`What ${this.address} waits for`, reached, runMs);
  }

  async alerts(): Promise<AlertView[]> {
    const all = await this.sandbox.api<(AlertView & { mailbox?: string })[]>('GET', '/alerts');
    return all.filter(({ mailbox }) => mailbox === this.address);
  }

  settings(settings: Record<string, unknown>): Promise<unknown> {
    return this.configure({ settings });
  }

  /** Starts a run and waits for its end. */
  async run(request: Record<string, unknown> = {}): Promise<RunAnswer> {
    const { runId } = await this.sandbox.api<{ runId: string }>('POST', '/sync', {
      mailbox: this.address,
      entities: [this.entity],
      ...request,
    });
    const ended = async (): Promise<RunAnswer | false> => {
      const run = await this.sandbox.api<RunAnswer>('GET', `/runs/${runId}`);
      return run.status !== 'running' && run;
    };
    return until(`The end of run ${runId} of ${this.address}`, ended, runMs);
  }

  addOrocrm(contact: Record<string, unknown>): Promise<{ id: string }> {
    return this.sandbox.control('orocrm', 'POST', '/contacts', { owner: this.userId, ...contact });
  }

  editOrocrm(id: string, change: Record<string, unknown>): Promise<unknown> {
    return this.sandbox.control('orocrm', 'PATCH', `/contacts/${id}`, change);
  }

  deleteOrocrm(id: string): Promise<unknown> {
    return this.sandbox.control('orocrm', 'DELETE', `/contacts/${id}`);
  }

  async orocrmContacts(): Promise<Record<string, unknown>[]> {
    const all = await this.sandbox.control<Record<string, unknown>[]>(
      'orocrm',
      'GET',
      `/contacts?owner=${this.userId}`,
    );
    return all.filter((contact) => contact['owner'] === this.userId);
  }

  async addOutlook(contact: Record<string, unknown>, mark?: string): Promise<OutlookContactView> {
    const body =
      mark === undefined
        ? contact
        : { ...contact, singleValueExtendedProperties: [{ id: markId, value: mark }] };
    return withMark(await this.sandbox.control('graph', 'POST', `/mailboxes/${this.address}/contacts`, body));
  }

  editOutlook(id: string, change: Record<string, unknown>): Promise<unknown> {
    return this.sandbox.control('graph', 'PATCH', `/mailboxes/${this.address}/contacts/${id}`, change);
  }

  deleteOutlook(id: string): Promise<unknown> {
    return this.sandbox.control('graph', 'DELETE', `/mailboxes/${this.address}/contacts/${id}`);
  }

  /** Into another folder of the mailbox, by its path; the folder is made where there is none. */
  async moveOutlook(id: string, folder: string): Promise<unknown> {
    const base = `/mailboxes/${this.address}`;
    const folders = await this.sandbox.control<{ path: string }[]>('graph', 'GET', `${base}/folders`);
    if (!folders.some(({ path }) => path === `Contacts/${folder}`)) {
      await this.sandbox.control('graph', 'POST', `${base}/folders`, { displayName: folder });
    }
    return this.sandbox.control('graph', 'POST', `${base}/contacts/${id}/move`, {
      folder: `Contacts/${folder}`,
    });
  }

  /** A copy with everything, its OroCRM_id included. */
  async copyOutlook(id: string): Promise<OutlookContactView> {
    return withMark(
      await this.sandbox.control('graph', 'POST', `/mailboxes/${this.address}/contacts/${id}/copy`),
    );
  }

  /** Out of Deleted Items again. */
  restoreOutlook(id: string): Promise<unknown> {
    return this.sandbox.control('graph', 'POST', `/mailboxes/${this.address}/contacts/${id}/restore`);
  }

  /** What is not in Deleted Items. */
  async liveOutlook(): Promise<OutlookContactView[]> {
    return (await this.outlookContacts()).filter(({ deleted }) => !deleted);
  }

  async outlookContacts(): Promise<OutlookContactView[]> {
    const all = await this.sandbox.control<Omit<OutlookContactView, 'mark'>[]>(
      'graph',
      'GET',
      `/mailboxes/${this.address}/contacts`,
    );
    return all.map(withMark);
  }

  /** Writes to either side that were made for this person since a mark was set. */
  async writesSince(mark: { readonly orocrm: number; readonly graph: number }): Promise<LogEntry[]> {
    const logs = await Promise.all(
      (['orocrm', 'graph'] as const).map((side) =>
        this.sandbox.control<{ entries: LogEntry[] }>(side, 'GET', `/log?since=${mark[side]}`),
      ),
    );
    return logs
      .flatMap(({ entries }) => entries)
      .filter(({ write, subject }) => write && (subject === this.writer || subject === this.address));
  }

  async logMark(): Promise<{ orocrm: number; graph: number }> {
    const [orocrm, graph] = await Promise.all(
      (['orocrm', 'graph'] as const).map((side) =>
        this.sandbox.control<{ next: number }>(side, 'GET', '/log?since=999999999'),
      ),
    );
    return { orocrm: orocrm?.next ?? 0, graph: graph?.next ?? 0 };
  }

  /** Runs everything twice more. @returns what was written by that: nothing, once all is in step. */
  async quiet(): Promise<LogEntry[]> {
    const mark = await this.logMark();
    await this.run();
    await this.run();
    return this.writesSince(mark);
  }
}

async function serviceUserId(sandbox: Sandbox): Promise<string> {
  return (await sandbox.control<{ id: string }>('orocrm', 'GET', '/users/sync')).id;
}

async function credentialFor(
  sandbox: Sandbox,
  credential: NonNullable<Hiring['credential']>,
  user: string,
): Promise<Record<string, string>> {
  switch (credential) {
    case 'service':
      return { userId: user };
    case 'wsse':
      return sandbox.control('orocrm', 'POST', `/users/${user}/api-keys`);
    case 'own': {
      const { clientId, clientSecret } = await sandbox.control<Record<'clientId' | 'clientSecret', string>>(
        'orocrm',
        'POST',
        '/clients',
        { user },
      );
      return { clientId, clientSecret };
    }
  }
}

function withMark(contact: Omit<OutlookContactView, 'mark'>): OutlookContactView {
  const entry = Object.entries(contact.extendedProperties).find(
    ([id]) => id.toLowerCase() === markId.toLowerCase(),
  );
  return { ...contact, mark: entry?.[1] ?? '' };
}
