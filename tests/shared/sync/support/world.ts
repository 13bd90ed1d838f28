import type { View } from '../../../../shared/mapping/lens';
import { viewOfOrocrm, viewOfOutlook } from '../../../../shared/mapping/view';
import type { OrocrmContact, OutlookContact } from '../../../../shared/records/contact';
import type { OrocrmRecord, OutlookRecord } from '../../../../shared/records/record';
import { mailboxAddress, orocrmId, type MailboxAddress } from '../../../../shared/records/ids';
import { handleRecordsMessage } from '../../../../shared/sync/handle-message';
import { pollOrocrm } from '../../../../shared/sync/polls/poll-orocrm';
import { pollOutlook } from '../../../../shared/sync/polls/poll-outlook';
import { shardOf } from '../../../../shared/sync/polls/shards';
import type { Run } from '../../../../shared/sync/ports/runs';
import type { Settings } from '../../../../shared/sync/ports/settings';
import { startRun, type RunRequest } from '../../../../shared/sync/runs/start-run';
import type { Ports } from '../../../../shared/sync/work';
import { Crash, CrashingPorts } from './crashes';
import { FakeClock } from './fake-clock';
import { FakeOrocrm } from './fake-orocrm';
import { FakeOutlook } from './fake-outlook';
import { contactKit, type Kit } from './kits';
import { memoryPorts, type Kept } from './memory-ports';

export const defaults: Settings = {
  direction: 'bidirectional',
  conflictResolution: 'orocrm-wins',
  oroCrmIntervalSeconds: 120,
  outlookIntervalSeconds: 30,
  contacts: true,
  tasks: false,
  calendarEvents: false,
  enableSync: true,
  showAlerts: true,
  keyFields: {
    contacts: ['firstName', 'lastName', 'gender', 'birthday'],
    tasks: ['subject', 'priority'],
    calendarEvents: ['title', 'start', 'end', 'allDay'],
  },
  firstSync: 'rebuild',
  sweepIntervalSeconds: 3600,
  calendarDaysBack: 30,
  calendarDaysAhead: 365,
  meetingUpdates: 'hold',
  historyDays: 30,
  look: { title: '', logo: '', colours: {}, css: '' },
};

/** More messages than any test needs: a loop ends here. */
const maxMessages = 5000;

/** OroCRM, one mailbox for each name, and the sync between them, all in memory and under one clock. */
export class World<O extends OrocrmRecord = OrocrmContact, X extends OutlookRecord = OutlookContact> {
  readonly clock = new FakeClock();
  readonly orocrm: FakeOrocrm<O>;
  readonly outlooks = new Map<MailboxAddress, FakeOutlook<X>>();
  readonly crashing: CrashingPorts;
  readonly kept: Kept;

  private constructor(
    readonly kit: Kit<O, X>,
    settings: Partial<Settings>,
    names: readonly string[],
  ) {
    const { entity, mapping } = kit;
    this.orocrm = new FakeOrocrm(this.clock, mapping.blankOrocrm, (record) => kit.creatableInOrocrm(record));
    const switches = { contacts: false, tasks: false, calendarEvents: false, [entity]: true };
    const keyFields = { ...defaults.keyFields, [entity]: kit.keyFields };
    const all = { ...defaults, ...switches, keyFields, ...settings };
    const made = memoryPorts(all, () => this.clock.now(), {
      entities: [entity],
      obstacle: () => undefined,
      identity: (address) =>
        Promise.resolve({
          orocrm: { url: 'https://crm.example.org', organization: orocrmId('1') },
          graphUserId: `user ${address}`,
          timeZone: 'UTC',
        }),
      entity: (address) =>
        Promise.resolve({
          orocrm: this.orocrm,
          outlook: this.outlook(address),
          mapping: () => Promise.resolve(mapping),
        }),
      access: (address) => Promise.resolve({ credential: `credential ${address}`, owner: undefined }),
      orocrmFeed: () => Promise.resolve(this.orocrm),
      outlookFeed: () => ({
        changes: async (requests) =>
          new Map(
            (
              await Promise.all(requests.map((request) => this.outlook(request.mailbox).changes([request])))
            ).flatMap((answers) => [...answers]),
          ),
        start: (address) => this.outlook(address).start(),
      }),
    });
    this.crashing = new CrashingPorts(made.ports);
    this.kept = made.kept;
    for (const name of names) {
      const address = mailboxAddress(name);
      this.outlooks.set(
        address,
        new FakeOutlook(this.clock, mapping.blankOutlook, (record) => kit.creatableInOutlook(record)),
      );
      this.kept.mailboxes.set(address, {
        address,
        orocrm: { credential: 'oauth', clientId: name, url: '' },
        timeZone: 'UTC',
        settings: {},
        graphUserId: '',
        orocrmIdentity: '',
        createdAt: this.clock.now().toISOString(),
        held: '',
      });
    }
  }

  /** Contacts, where nothing else is said. */
  static of(settings: Partial<Settings> = {}, names?: readonly string[]): World {
    return World.with(contactKit, settings, names);
  }

  static with<O extends OrocrmRecord, X extends OutlookRecord>(
    kit: Kit<O, X>,
    settings: Partial<Settings> = {},
    names: readonly string[] = ['ada@example.org'],
  ): World<O, X> {
    return new World(kit, settings, names);
  }

  /** What both sides are compared in. */
  view(record: { readonly orocrm: O } | { readonly outlook: X }): View {
    return 'orocrm' in record
      ? viewOfOrocrm(this.kit.mapping, record.orocrm)
      : viewOfOutlook(this.kit.mapping, record.outlook);
  }

  get ports(): Ports {
    return this.crashing.ports;
  }

  outlook(address: string = this.mailbox): FakeOutlook<X> {
    const found = this.outlooks.get(mailboxAddress(address));
    if (!found) throw new Error('No such mailbox.');
    return found;
  }

  get mailbox(): MailboxAddress {
    const [first] = this.outlooks.keys();
    if (first === undefined) throw new Error('A world has a mailbox.');
    return first;
  }

  settings(change: Partial<Settings>): void {
    this.kept.settings = { ...this.kept.settings, ...change };
  }

  /** Handles messages, in the order of their times, until none is left. */
  async settle(): Promise<void> {
    for (let count = 0; this.kept.queue.length > 0; count += 1) {
      if (count > maxMessages)
        throw new Error(`The queue never empties: ${JSON.stringify(this.kept.queue[0])}`);
      const at = Math.min(...this.kept.queue.map((queued) => queued.at));
      const index = this.kept.queue.findIndex((queued) => queued.at === at);
      const [queued] = this.kept.queue.splice(index, 1);
      if (!queued) continue;
      const wait = (queued.at - this.clock.now().getTime()) / 1000;
      if (wait > 0) this.clock.advance(wait);
      try {
        await handleRecordsMessage(this.ports, queued.message);
      } catch (thrown) {
        if (!(thrown instanceof Crash)) throw thrown;
        // The lock of a dead process ends, and the message is at the front of its session again.
        this.crashing.restart();
        this.kept.queue.unshift({ ...queued, at: this.clock.now().getTime() });
      }
      this.clock.advance(0.05);
    }
  }

  async run(request: Partial<RunRequest> = {}): Promise<Run> {
    const id = await this.survive(() =>
      startRun(this.ports, { kind: 'full', mailbox: this.mailbox, ...request }),
    );
    await this.settle();
    const run = this.kept.runs.get(id);
    if (!run) throw new Error('The run is lost.');
    this.clock.advance(10);
    return run;
  }

  /** One poll of both sides for every mailbox, some seconds after the edits. */
  async poll(): Promise<void> {
    this.clock.advance(10);
    for (const address of this.outlooks.keys()) {
      const outlook = await shardOf(this.ports, 'outlook', address);
      await this.survive(() => pollOutlook(this.ports, outlook));
      await this.settle();
      const orocrm = await shardOf(this.ports, 'orocrm', address);
      await this.survive(() => pollOrocrm(this.ports, orocrm));
      await this.settle();
    }
    this.clock.advance(10);
  }

  /** What a dead process did not finish is asked for again, a while later: by the person, the timer or the queue. */
  private async survive<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      if (!(thrown instanceof Crash)) throw thrown;
      this.crashing.restart();
      this.clock.advance(120);
      return work();
    }
  }

  get writes(): number {
    return [...this.outlooks.values()].reduce((sum, { writes }) => sum + writes, this.orocrm.writes);
  }

  /** Two full comparisons and a poll: what is settled writes nothing more. @returns the writes. */
  async quiet(): Promise<number> {
    const before = this.writes;
    await this.run();
    await this.run();
    await this.poll();
    return this.writes - before;
  }
}
