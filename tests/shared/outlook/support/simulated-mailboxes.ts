import { readFileSync } from 'node:fs';
import tls from 'node:tls';
import { SANDBOX_TOKEN, startGraph, type RunningGraph } from '../../../../sandbox/graph/start';
import type { RequestReport } from '../../../../shared/outlook/client-middleware';
import { connectOutlook, type OutlookConnection } from '../../../../shared/outlook/connection';
import type { OutlookContact } from '../../../../shared/records/contact';
import { mailboxAddress, type OutlookId } from '../../../../shared/records/ids';
import type { OutlookChange, OutlookStore } from '../../../../shared/sync/ports/outlook';
import { aContact } from './samples';
import { anyWindow } from './window';

export const ada = mailboxAddress('ada@example.com');
export const bob = mailboxAddress('bob@example.com');

/** The simulator with the empty mailboxes of Ada and Bob, and a connection to it. */
export class SimulatedMailboxes {
  readonly reports: RequestReport[] = [];
  outlook: OutlookConnection;
  contacts: OutlookStore<OutlookContact>;

  constructor(readonly graph: RunningGraph) {
    this.outlook = this.connect();
    this.contacts = this.outlook.contacts(ada);
  }

  static async start(): Promise<SimulatedMailboxes> {
    const graph = await startGraph();
    tls.setDefaultCACertificates([readFileSync(graph.caFile, 'utf8')]);
    return new SimulatedMailboxes(graph);
  }

  async reset(): Promise<void> {
    await this.graph.control.reset();
    for (const userPrincipalName of [ada, bob]) this.graph.human.createUser({ userPrincipalName });
    this.reports.length = 0;
    this.reconnect();
  }

  /** A new connection knows nothing yet, as a process that has just started. */
  reconnect(): void {
    this.outlook = this.connect();
    this.contacts = this.outlook.contacts(ada);
  }

  async made(...drafts: readonly Partial<OutlookContact>[]): Promise<readonly OutlookContact[]> {
    const outcomes = await this.contacts.create(drafts.map(aContact));
    return outcomes.map((outcome) => {
      if (!outcome.ok) throw outcome.error;
      return outcome.record;
    });
  }

  async readOne(id: OutlookId): Promise<OutlookContact | undefined> {
    const reading = (await this.contacts.read([id])).records.get(id);
    return reading?.state === 'there' ? reading.record : undefined;
  }

  /** A poll of Ada's mailbox that must succeed. */
  async changes(
    cursor: string,
  ): Promise<{ readonly items: readonly OutlookChange[]; readonly cursor: string }> {
    const outcomes = await this.outlook
      .feed('contacts')
      .changes([{ mailbox: ada, cursor, window: anyWindow }]);
    const outcome = outcomes.get(ada);
    if (outcome?.state === 'failed') throw outcome.error;
    if (outcome?.state !== 'read') throw new Error(`The poll ended ${outcome?.state ?? 'nowhere'}.`);
    return outcome;
  }

  private connect(): OutlookConnection {
    return connectOutlook({
      baseUrl: this.graph.url,
      auth: { token: SANDBOX_TOKEN },
      patienceMs: 4000,
      timeoutMs: 5000,
      onRequest: (report) => this.reports.push(report),
    });
  }
}
