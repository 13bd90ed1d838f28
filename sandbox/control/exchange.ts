import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { answersItself, faultAnswer, type Answer } from './answer';
import type { Fault, FaultTable } from './faults';
import type { Delivery } from './intercept';
import type { LogEntry, RequestLog } from './request-log';

/** A request, or an item of a batch, as it arrived. Header names are in lower case. */
export interface Call {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly requestBody?: unknown;
}

/** What the log says of a call beyond its request line. */
export interface Notes {
  subject?: string | undefined;
  write?: boolean;
  entity?: string | undefined;
  requestBody?: unknown;
}

/** Thrown into a handler whose connection a batch item's fault has cut before anything was done. */
export class Dropped extends Error {
  constructor() {
    super('The connection is dropped by a fault.');
  }
}

interface Running {
  readonly call: Call;
  readonly startedAt: Date;
  readonly started: number;
  readonly fault: Fault | undefined;
  notes: Notes;
  status: number;
  finished: number;
}

function entryOf(running: Running, batch?: number): Omit<LogEntry, 'seq'> {
  const { call, notes, fault } = running;
  const requestBody = 'requestBody' in notes ? notes.requestBody : call.requestBody;
  return {
    at: running.startedAt.toISOString(),
    method: call.method,
    path: call.path,
    query: call.query,
    status: running.status,
    ms: Math.round((running.finished - running.started) * 100) / 100,
    write: notes.write ?? !['GET', 'HEAD', 'OPTIONS'].includes(call.method),
    ...(notes.subject !== undefined && { subject: notes.subject }),
    ...(notes.entity !== undefined && { entity: notes.entity }),
    ...(batch !== undefined && { batch }),
    ...(fault !== undefined && { fault: fault.id }),
    ...(requestBody !== undefined && { requestBody }),
  };
}

/** One HTTP request on its way through a simulator: its log entry, its fault, and its batch items. */
export class Exchange {
  readonly #log: RequestLog;
  readonly #faults: FaultTable;
  readonly #describe: (call: Call) => Notes;
  readonly #outer: Running;
  readonly #items: Running[] = [];
  /** The body as sent. */
  readonly body: Buffer;

  constructor(parts: {
    log: RequestLog;
    faults: FaultTable;
    describe: (call: Call) => Notes;
    call: Call;
    body: Buffer;
    arrival: { at: Date; clock: number };
  }) {
    this.#log = parts.log;
    this.#faults = parts.faults;
    this.#describe = parts.describe;
    this.body = parts.body;
    this.#outer = this.#open(parts.call, parts.arrival);
  }

  get call(): Call {
    return this.#outer.call;
  }

  get fault(): Fault | undefined {
    return this.#outer.fault;
  }

  /** Adds to, or corrects, what the log will say of this request. */
  note(notes: Notes): void {
    this.#outer.notes = { ...this.#outer.notes, ...notes };
  }

  /**
   * Announces the items of a batch before any of them is done. Returns one runner per item: it does `work`
   * unless a fault answers in its place. Throws {@link Dropped} when a fault cuts the connection first.
   */
  openItems(calls: readonly Call[]): ((work: () => Promise<Answer>, notes?: Notes) => Promise<Answer>)[] {
    const items = calls.map((call) => this.#open(call));
    this.#items.push(...items);
    if (items.some((item) => item.fault?.effect.dropBefore === true)) throw new Dropped();
    return items.map((item) => (work, notes) => this.#runItem(item, work, notes));
  }

  async #runItem(item: Running, work: () => Promise<Answer>, notes?: Notes): Promise<Answer> {
    if (notes !== undefined) item.notes = { ...item.notes, ...notes };
    const effect = item.fault?.effect;
    if (effect?.delayMs !== undefined) await sleep(effect.delayMs);
    const own = effect !== undefined && answersItself(effect) && effect.dropAfter !== true;
    const answer = own ? faultAnswer(effect) : await work();
    item.status = answer.status;
    item.finished = performance.now();
    return own ? answer : { ...answer, headers: { ...answer.headers, ...effect?.headers } };
  }

  /** Writes the log and says what becomes of the answer. Status 0: nothing was done. */
  finish(status: number): Delivery {
    this.#outer.status = status;
    this.#outer.finished = performance.now();
    const { seq } = this.#log.append(entryOf(this.#outer));
    for (const item of this.#items) this.#log.append(entryOf(item, seq));
    const effects = [this.#outer, ...this.#items].map((running) => running.fault?.effect);
    if (status === 0 || effects.some((effect) => effect?.dropAfter === true)) return 'dropped';
    return effects.some((effect) => effect?.truncate === true) ? 'truncated' : 'whole';
  }

  #open(call: Call, arrival = { at: new Date(), clock: performance.now() }): Running {
    const notes = this.#describe(call);
    return {
      call,
      notes,
      startedAt: arrival.at,
      started: arrival.clock,
      fault: this.#faults.claim({ ...call, subject: notes.subject }),
      status: 0,
      finished: arrival.clock,
    };
  }
}
