import { setTimeout as sleep } from 'node:timers/promises';
import { SyncError } from '../errors';
import { batchAnswers, batchBody, type BatchItem, type WireAnswer } from './batch-wire';
import type { Exchange, GraphClient } from './client';
import { badAnswer, graphError, unknownOutcome } from './graph-errors';
import type { Lanes } from './lanes';

/** What became of one request of a batch. */
export type ItemAnswer =
  | { readonly ok: true; readonly body: unknown; readonly at: Date }
  | { readonly ok: false; readonly error: SyncError };

/** A request that is still to be sent. */
interface Pending {
  readonly item: BatchItem;
  readonly place: number;
  refusals: number;
  /** A whole batch was refused with 400 or 413: its requests go singly, so that only the guilty one fails. */
  alone: boolean;
}

const mostItems = 20;
const mostRefusals = 4;
const batchPath = { url: '/$batch', template: '/$batch' };
const retryStatuses = new Set([429, 503, 504]);

/**
 * Sends requests in batches of up to 20 (Graph reference 4.1, 4.2). Items are refused one by one: only those are sent
 * again, after the largest `Retry-After`. A create whose outcome is unknown is never sent again.
 */
export class Batcher {
  constructor(
    private readonly client: GraphClient,
    private readonly lanes: Lanes,
    private readonly onItem?: (status: number) => void,
  ) {}

  /** Never throws: each request has its own answer, in the order asked. */
  async send(items: readonly BatchItem[]): Promise<readonly ItemAnswer[]> {
    const round = new Round(items, this.client, this.lanes, this.onItem);
    return round.run();
  }
}

class Round {
  private waiting: Pending[];
  private readonly answers: ItemAnswer[] = [];
  private patienceMs: number;

  constructor(
    items: readonly BatchItem[],
    private readonly client: GraphClient,
    private readonly lanes: Lanes,
    private readonly onItem: ((status: number) => void) | undefined,
  ) {
    this.waiting = items.map((item, place) => ({ item, place, refusals: 0, alone: false }));
    this.patienceMs = client.patienceMs;
  }

  async run(): Promise<readonly ItemAnswer[]> {
    while (this.waiting.length > 0) {
      const chunk = this.nextChunk();
      if (chunk.length === 0) await this.waitOrGiveUp();
      else await this.sendChunk(chunk);
    }
    return this.answers;
  }

  /** The next requests that may go, no more of one mailbox than it bears. */
  private nextChunk(): readonly Pending[] {
    const chunk: Pending[] = [];
    const perMailbox = new Map<string, number>();
    for (const pending of this.waiting) {
      const { mailbox } = pending.item;
      const taken = perMailbox.get(mailbox) ?? 0;
      if (this.lanes.pausedMs(mailbox) > 0 || taken >= this.lanes.width(mailbox)) continue;
      if (pending.alone && chunk.length > 0) continue;
      chunk.push(pending);
      perMailbox.set(mailbox, taken + 1);
      if (pending.alone || chunk.length === mostItems) break;
    }
    return chunk;
  }

  /** Everything left is of mailboxes that want a pause. */
  private async waitOrGiveUp(): Promise<void> {
    const pauses = this.waiting.map(({ item }) => this.lanes.pausedMs(item.mailbox));
    const shortest = Math.min(...pauses);
    if (shortest <= this.patienceMs) {
      this.patienceMs -= shortest;
      await sleep(shortest);
      return;
    }
    for (const pending of this.waiting) {
      this.answer(pending, { ok: false, error: pausedError(this.lanes.pausedMs(pending.item.mailbox)) });
    }
    this.waiting = [];
  }

  private async sendChunk(chunk: readonly Pending[]): Promise<void> {
    const items = chunk.map(({ item }) => item);
    const mailboxes = [...new Set(items.map(({ mailbox }) => mailbox))];
    const exchange = await this.lanes.run(mailboxes, async () => {
      // Whoever was in the lane before may have been asked for a pause.
      if (mailboxes.some((mailbox) => this.lanes.pausedMs(mailbox) > 0)) return undefined;
      return this.client.exchange({
        method: 'POST',
        path: batchPath,
        body: batchBody(items),
        items: items.length,
        repeatable: items.every(({ method }) => method === 'GET'),
      });
    });
    if (exchange === undefined) return;
    if (exchange.ok) this.takeAnswers(chunk, exchange);
    else this.takeFailure(chunk, exchange);
  }

  private takeAnswers(chunk: readonly Pending[], exchange: Extract<Exchange, { ok: true }>): void {
    const wire = batchAnswers(exchange.body);
    if (wire === undefined) {
      this.takeFailure(chunk, { ok: false, error: badAnswer('POST /$batch'), executed: 'maybe' });
      return;
    }
    const refused = new Map<Pending, WireAnswer>();
    chunk.forEach((pending, index) => {
      const answer = wire.get(index);
      this.onItem?.(answer?.status ?? 0);
      if (answer !== undefined && this.mayGoAgain(pending, answer)) refused.set(pending, answer);
      else this.answer(pending, conclude(pending.item, answer, exchange.at));
    });
    this.pauseRefused(refused);
    this.adaptWidths(chunk, refused);
  }

  private mayGoAgain(pending: Pending, { status }: WireAnswer): boolean {
    if (!retryStatuses.has(status) || pending.refusals >= mostRefusals) return false;
    // 429 says that nothing happened; after 503 and 504 a create may have (Graph reference 4.4).
    return status === 429 || pending.item.method !== 'POST';
  }

  private pauseRefused(refused: ReadonlyMap<Pending, WireAnswer>): void {
    // Often the header is missing (Graph reference 4.2): then one second, two, four.
    const seconds = [...refused].map(
      ([{ refusals }, { fault }]) => fault?.retryAfterSeconds ?? 2 ** refusals,
    );
    for (const pending of refused.keys()) {
      pending.refusals += 1;
      this.lanes.pause(pending.item.mailbox, Math.max(...seconds) * 1000);
    }
  }

  private adaptWidths(chunk: readonly Pending[], refused: ReadonlyMap<Pending, WireAnswer>): void {
    const counts = new Map<BatchItem['mailbox'], number>();
    for (const { item } of chunk) counts.set(item.mailbox, (counts.get(item.mailbox) ?? 0) + 1);
    const throttled = new Set(
      [...refused].filter(([, { status }]) => status === 429).map(([{ item }]) => item.mailbox),
    );
    for (const [mailbox, count] of counts) {
      if (throttled.has(mailbox)) this.lanes.narrow(mailbox);
      else if (count >= this.lanes.width(mailbox)) this.lanes.widen(mailbox);
    }
  }

  /** The batch as a whole failed. What was not sent yet would meet the same wall, and is not sent. */
  private takeFailure(chunk: readonly Pending[], failure: Extract<Exchange, { ok: false }>): void {
    if (failure.error.code === 'refused-value' && chunk.length > 1) {
      for (const pending of chunk) pending.alone = true;
      return;
    }
    for (const pending of chunk) {
      const lost = failure.executed === 'maybe' && pending.item.method === 'POST';
      const error = lost ? unknownOutcome(nameOf(pending.item), failure.error) : failure.error;
      this.answer(pending, { ok: false, error });
    }
    if (failure.error.code === 'refused-value') return;
    // Throttled as a whole, beyond our patience: whoever comes next shall not try at once.
    const pauseMs = failure.error.code === 'throttled' ? (failure.error.retryAfterSeconds ?? 0) * 1000 : 0;
    for (const { item } of chunk) this.lanes.pause(item.mailbox, pauseMs);
    for (const pending of this.waiting) this.answer(pending, { ok: false, error: failure.error });
    this.waiting = [];
  }

  private answer(pending: Pending, answer: ItemAnswer): void {
    this.answers[pending.place] = answer;
    this.waiting = this.waiting.filter((other) => other !== pending);
  }
}

const nameOf = ({ method, path }: BatchItem): string => `${method} ${path.template}`;

function conclude(item: BatchItem, answer: WireAnswer | undefined, at: Date): ItemAnswer {
  const what = nameOf(item);
  if (answer === undefined) {
    const error = badAnswer(what);
    return { ok: false, error: item.method === 'POST' ? unknownOutcome(what, error) : error };
  }
  if (answer.fault === undefined) return { ok: true, body: answer.body, at };
  const error = graphError(answer.fault, what);
  const lost = item.method === 'POST' && error.code === 'server-error';
  return { ok: false, error: lost ? unknownOutcome(what, error) : error };
}

function pausedError(ms: number): SyncError {
  return new SyncError('Microsoft Graph throttles this mailbox.', {
    kind: 'retry',
    code: 'throttled',
    retryAfterSeconds: Math.max(1, Math.ceil(ms / 1000)),
  });
}
