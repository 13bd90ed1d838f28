import { setTimeout as wait } from 'node:timers/promises';
import type { Sandbox } from './sandbox';

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

/** One user of the company, with an account in OroCRM and a mailbox, and the sync between the two by hand. */
export class Person {
  private constructor(
    readonly sandbox: Sandbox,
    readonly address: string,
    readonly userId: string,
  ) {}

  /**
   * @param options.credential `own`: an OAuth client of the user; `service`: the service user with a `userId`.
   */
  static async hire(
    sandbox: Sandbox,
    options: { readonly credential?: 'own' | 'service'; readonly settings?: Record<string, unknown> } = {},
  ): Promise<Person> {
    made += 1;
    const username = `person${made}`;
    const address = `${username}@example.org`;
    const user = await sandbox.control<{ id: string }>('orocrm', 'POST', '/users', {
      username,
      email: address,
    });
    await sandbox.control('graph', 'POST', '/users', { userPrincipalName: address, mail: address });
    const person = new Person(sandbox, address, user.id);
    const orocrm =
      options.credential === 'service'
        ? { userId: user.id }
        : await sandbox.control<{ clientId: string; clientSecret: string }>('orocrm', 'POST', '/clients', {
            user: username,
          });
    await person.configure({
      orocrm:
        'clientId' in orocrm ? { clientId: orocrm.clientId, clientSecret: orocrm.clientSecret } : orocrm,
      settings: { enableSync: false, ...options.settings },
    });
    return person;
  }

  configure(body: unknown): Promise<unknown> {
    return this.sandbox.api('PUT', `/mailboxes/${this.address}`, body);
  }

  settings(settings: Record<string, unknown>): Promise<unknown> {
    return this.configure({ settings });
  }

  /** Starts a run and waits for its end. */
  async run(request: Record<string, unknown> = {}): Promise<RunAnswer> {
    const { runId } = await this.sandbox.api<{ runId: string }>('POST', '/sync', {
      mailbox: this.address,
      entities: ['contacts'],
      ...request,
    });
    const end = Date.now() + runMs;
    for (;;) {
      const run = await this.sandbox.api<RunAnswer>('GET', `/runs/${runId}`);
      if (run.status !== 'running') return run;
      if (Date.now() > end) throw new Error(`The run of ${this.address} never ends: ${JSON.stringify(run)}`);
      await wait(100);
    }
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
      .filter(({ write, subject }) => write && (subject === this.userId || subject === this.address));
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

function withMark(contact: Omit<OutlookContactView, 'mark'>): OutlookContactView {
  const entry = Object.entries(contact.extendedProperties).find(
    ([id]) => id.toLowerCase() === markId.toLowerCase(),
  );
  return { ...contact, mark: entry?.[1] ?? '' };
}
