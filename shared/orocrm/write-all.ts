import { SyncError } from '../errors';
import { limited } from './limited';
import type { OrocrmContext } from './reader';
import type { Write } from './record-type';
import { BatchSender, batchGroups, fitsBatch, type Sent } from './write-batches';
import { endsSending, notSent, sendSingly } from './write-singly';

const singlesAtOnce = 4;

/**
 * Sends the writes of one type, all creates or all updates, in as few requests as this OroCRM allows. The outcomes
 * come in the order of the writes; nothing is thrown, for some writes may be done when another fails.
 */
export class WriteSender {
  private readonly batches: BatchSender;

  constructor(
    private readonly context: OrocrmContext,
    private readonly type: string,
  ) {
    this.batches = new BatchSender(context, type);
  }

  async send(writes: readonly Write[], creates: boolean): Promise<readonly Sent[]> {
    const outcomes = new Map<Write, Sent>();
    let rest: readonly Write[] = writes.filter((write) => fitsBatch(write));
    if (rest.length > 1 && this.support() === 'unknown') {
      rest = creates
        ? await this.probeByCreating(rest, outcomes)
        : await this.probeByUpdating(rest, outcomes);
    }
    if (rest.length > 1 && this.support() === 'supported') {
      await this.sendBatches(rest, creates, outcomes);
    }
    await this.sendSingles(
      writes.filter((write) => !outcomes.has(write)),
      outcomes,
    );
    return writes.flatMap((write) => {
      const sent = outcomes.get(write);
      return sent === undefined ? [] : [sent];
    });
  }

  private support(): 'unknown' | 'supported' | 'unsupported' {
    return this.context.memory.batchSupport(this.type);
  }

  /** A batch of creates that an older OroCRM takes for later would lose their ids: one is made singly to ask with. */
  private async probeByCreating(
    writes: readonly Write[],
    outcomes: Map<Write, Sent>,
  ): Promise<readonly Write[]> {
    const [first, ...rest] = writes;
    if (first === undefined) return [];
    const sent = await sendSingly(this.context, this.type, first);
    outcomes.set(first, sent);
    if (endsSending(sent)) return this.giveUp(rest, sent, outcomes);
    if (!sent.ok || rest.length < 2) return rest;
    return this.probe(sent.id, rest, outcomes);
  }

  private async probeByUpdating(
    writes: readonly Write[],
    outcomes: Map<Write, Sent>,
  ): Promise<readonly Write[]> {
    const id = writes[0]?.document.data.id;
    return id === undefined ? writes : this.probe(id, writes, outcomes);
  }

  private async probe(
    id: string,
    writes: readonly Write[],
    outcomes: Map<Write, Sent>,
  ): Promise<readonly Write[]> {
    try {
      await this.batches.probe(id);
      return writes;
    } catch (thrown) {
      if (!(thrown instanceof SyncError)) throw thrown;
      const sent: Sent = { ok: false, error: thrown };
      return endsSending(sent) ? this.giveUp(writes, sent, outcomes) : writes;
    }
  }

  private async sendBatches(
    writes: readonly Write[],
    creates: boolean,
    outcomes: Map<Write, Sent>,
  ): Promise<void> {
    let ended: Sent | undefined;
    for (const group of batchGroups(writes)) {
      if (ended !== undefined) {
        this.giveUp(group, ended, outcomes);
        continue;
      }
      if (group.length === 1 || this.support() !== 'supported') continue;
      const result = await this.batches.send(group, creates);
      if (result === 'refused') continue;
      group.forEach((write, index) => {
        const sent = result[index];
        if (sent !== undefined) outcomes.set(write, sent);
      });
      ended = result.find((sent) => endsSending(sent));
    }
  }

  private async sendSingles(writes: readonly Write[], outcomes: Map<Write, Sent>): Promise<void> {
    const send = (write: Write): Promise<Sent> => sendSingly(this.context, this.type, write);
    const stop = { ends: endsSending, skipped: notSent };
    const results = await limited(writes, singlesAtOnce, send, stop);
    writes.forEach((write, index) => {
      const sent = results[index];
      if (sent !== undefined) outcomes.set(write, sent);
    });
  }

  private giveUp(writes: readonly Write[], last: Sent, outcomes: Map<Write, Sent>): readonly Write[] {
    for (const write of writes) outcomes.set(write, notSent(last));
    return [];
  }
}
