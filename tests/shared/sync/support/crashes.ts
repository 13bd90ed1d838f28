import type { RecordChange, RecordState } from '../../../../shared/sync/ports/state';
import type { Ports } from '../../../../shared/sync/work';

/** The process dies: from here on nothing of the message is done any more, not even its back-off. */
export class Crash extends Error {}

/** Ports of a process that dies at its n-th write of state, and comes up again for the next message. */
export class CrashingPorts {
  private countdown: number | undefined;
  private dead = false;
  readonly ports: Ports;

  constructor(real: Ports) {
    this.ports = {
      ...real,
      records: (mailbox, entity) => this.crashing(real.records(mailbox, entity)),
      queue: {
        sendRecords: async (messages, delay) => {
          this.step();
          await real.queue.sendRecords(messages, delay);
        },
        sendPolls: (messages, ttl) => real.queue.sendPolls(messages, ttl),
      },
      history: {
        ...real.history,
        add: async (entries) => {
          this.step();
          await real.history.add(entries);
        },
      },
      alerts: {
        ...real.alerts,
        raise: async (alert) => {
          this.step();
          await real.alerts.raise(alert);
        },
      },
      failed: {
        ...real.failed,
        put: async (record) => {
          this.step();
          await real.failed.put(record);
        },
        find: (...args) => real.failed.find(...args),
        load: (id) => real.failed.load(id),
        list: (of) => real.failed.list(of),
        remove: (mailbox, ids) => real.failed.remove(mailbox, ids),
      },
      runs: {
        ...real.runs,
        putSlice: async (run, slice) => {
          this.step();
          await real.runs.putSlice(run, slice);
        },
        create: (run) => real.runs.create(run),
        load: (id) => real.runs.load(id),
        list: (of, limit) => real.runs.list(of, limit),
        slices: (run) => real.runs.slices(run),
        removeBefore: (time) => real.runs.removeBefore(time),
        update: (id, change) => real.runs.update(id, change),
      },
    };
  }

  /** Dies at the n-th write from now. */
  arm(writes: number): void {
    this.countdown = writes;
  }

  restart(): void {
    this.dead = false;
  }

  private step(): void {
    if (this.countdown !== undefined) {
      this.countdown -= 1;
      if (this.countdown <= 0) {
        this.countdown = undefined;
        this.dead = true;
      }
    }
    if (this.dead) throw new Crash();
  }

  private crashing(state: RecordState): RecordState {
    return new Proxy(state, {
      get: (target, name) => {
        if (name === 'save') {
          return async (changes: readonly RecordChange[]) => {
            this.step();
            await target.save(changes);
          };
        }
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? (value.bind(target) as unknown) : value;
      },
    });
  }
}
