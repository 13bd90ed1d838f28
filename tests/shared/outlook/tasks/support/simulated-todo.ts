import { readFileSync } from 'node:fs';
import tls from 'node:tls';
import { SANDBOX_TOKEN, startGraph, type RunningGraph } from '../../../../../sandbox/graph/start';
import { connectOutlook, type OutlookConnection } from '../../../../../shared/outlook/connection';
import { mailboxAddress, orocrmId, outlookId, type OutlookId } from '../../../../../shared/records/ids';
import type { OutlookTask } from '../../../../../shared/records/task';
import type { CalendarWindow } from '../../../../../shared/rules/policy';
import type { OutlookChanges, OutlookStore } from '../../../../../shared/sync/ports/outlook';

export const ada = mailboxAddress('ada@example.com');
export const zone = 'Europe/Berlin';
export const noWindow: CalendarWindow = { from: new Date(0), to: new Date(0) };

export const aTask = (overrides: Partial<OutlookTask> = {}): OutlookTask => ({
  id: outlookId(''),
  version: '',
  createdAt: '',
  mark: '',
  folder: '',
  title: 'Call Ada',
  importance: 'normal',
  dueDate: '',
  status: 'notStarted',
  ...overrides,
});

export const recordPage = (id: string): string => `https://crm.example.org/task/view/${id}`;

/** The simulator with Ada's To Do, and a connection to it. */
export class SimulatedTodo {
  outlook: OutlookConnection;
  tasks: OutlookStore<OutlookTask>;

  constructor(readonly graph: RunningGraph) {
    this.outlook = this.connect();
    this.tasks = this.storeIn(zone);
  }

  static async start(): Promise<SimulatedTodo> {
    const graph = await startGraph();
    tls.setDefaultCACertificates([readFileSync(graph.caFile, 'utf8')]);
    return new SimulatedTodo(graph);
  }

  /** Empty lists, default switches. */
  async reset(): Promise<void> {
    await this.graph.control.reset();
    this.graph.human.createUser({ userPrincipalName: ada, mailbox: { timeZone: zone } });
    this.reconnect();
  }

  /** A new connection knows nothing yet, as a process that has just started. */
  reconnect(): void {
    this.outlook = this.connect();
    this.tasks = this.storeIn(zone);
  }

  storeIn(timeZone: string): OutlookStore<OutlookTask> {
    return this.outlook.tasks(ada, { timeZone, recordPage });
  }

  async made(...drafts: readonly Partial<OutlookTask>[]): Promise<readonly OutlookTask[]> {
    const outcomes = await this.tasks.create(drafts.map(aTask));
    return outcomes.map((outcome) => {
      if (!outcome.ok) throw outcome.error;
      return outcome.record;
    });
  }

  async makeOne(draft: Partial<OutlookTask> = {}): Promise<OutlookTask> {
    const [task] = await this.made(draft);
    if (task === undefined) throw new Error('Not made.');
    return task;
  }

  async readOne(id: string): Promise<OutlookTask | undefined> {
    const reading = (await this.tasks.read([outlookId(id)])).records.get(outlookId(id));
    return reading?.state === 'there' ? reading.record : undefined;
  }

  async allPages(): Promise<readonly OutlookTask[]> {
    const listed: OutlookTask[] = [];
    let cursor: string | undefined;
    do {
      const page = await this.tasks.page(cursor);
      listed.push(...page.records);
      cursor = page.next;
    } while (cursor !== undefined);
    return listed;
  }

  async marked(...marks: readonly string[]): Promise<readonly OutlookId[]> {
    return (await this.tasks.findByMark(marks.map(orocrmId))).map(({ id }) => id);
  }

  async poll(cursor: string): Promise<OutlookChanges> {
    const outcomes = await this.outlook.feed('tasks').changes([{ mailbox: ada, cursor, window: noWindow }]);
    const outcome = outcomes.get(ada);
    if (outcome === undefined) throw new Error('No outcome.');
    return outcome;
  }

  private connect(): OutlookConnection {
    return connectOutlook({
      baseUrl: this.graph.url,
      auth: { token: SANDBOX_TOKEN },
      patienceMs: 4000,
      timeoutMs: 5000,
    });
  }
}
