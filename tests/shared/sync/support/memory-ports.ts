import type { MailboxAddress } from '../../../../shared/records/ids';
import { MemoryRecords } from '../../../../shared/sync/dry-run/memory-records';
import type { Alert, FailedRecord, Held, HistoryEntry } from '../../../../shared/sync/ports/journal';
import type { MetricName } from '../../../../shared/sync/ports/metrics';
import type { Mailbox } from '../../../../shared/sync/ports/mailboxes';
import type { PollMessage, RecordsMessage } from '../../../../shared/sync/ports/queue';
import type { Run, Slice } from '../../../../shared/sync/ports/runs';
import type { Settings } from '../../../../shared/sync/ports/settings';
import type { EntityProgress } from '../../../../shared/sync/ports/state';
import type { Ports } from '../../../../shared/sync/work';

export const freshProgress: EntityProgress = {
  phase: 'new',
  run: '',
  orocrmCursor: undefined,
  outlookCursor: undefined,
  orocrmHorizon: undefined,
  outlookHorizon: undefined,
  explained: '',
  readAt: {},
  lastSuccess: undefined,
  lastRun: '',
  sweptAt: undefined,
  keyFields: [],
};

export interface Queued {
  readonly at: number;
  readonly message: RecordsMessage;
}

/** One value of a metric. */
export interface Recorded {
  readonly name: MetricName;
  readonly value: number;
  readonly attributes: Readonly<Record<string, string>>;
}

/** What the ports keep, open to tests. */
export interface Kept {
  readonly records: Map<string, MemoryRecords>;
  readonly progress: Map<string, EntityProgress>;
  readonly runs: Map<string, Run>;
  readonly slices: Map<string, Map<string, Slice>>;
  readonly history: HistoryEntry[];
  readonly failed: Map<string, FailedRecord>;
  readonly alerts: Map<string, Alert>;
  readonly held: Map<string, Held>;
  readonly mailboxes: Map<MailboxAddress, Mailbox>;
  readonly queue: Queued[];
  readonly polls: PollMessage[];
  readonly metrics: Recorded[];
  readonly secrets: Map<string, string>;
  settings: Settings;
}

const done = (): Promise<void> => Promise.resolve();
const alertKey = (alert: { code: string; mailbox?: string; entity?: string; record?: string }): string =>
  [alert.code, alert.mailbox, alert.entity, alert.record].join('|');

/** Every port but the connections, in memory. */
export function memoryPorts(
  settings: Settings,
  now: () => Date,
  connections: Ports['connections'],
): { readonly ports: Ports; readonly kept: Kept } {
  const kept: Kept = {
    records: new Map(),
    progress: new Map(),
    runs: new Map(),
    slices: new Map(),
    history: [],
    failed: new Map(),
    alerts: new Map(),
    held: new Map(),
    mailboxes: new Map(),
    queue: [],
    polls: [],
    metrics: [],
    secrets: new Map(),
    settings,
  };
  const sharing = new Map<string, Set<MailboxAddress>>();
  let ids = 0;
  const ports: Ports = {
    clock: now,
    newId: () => `id-${++ids}`,
    connections,
    log: () => undefined,
    metrics: { record: (name, value, attributes) => kept.metrics.push({ name, value, attributes }) },
    digestKey: () => Promise.resolve(Buffer.alloc(32, 7)),
    queue: {
      sendRecords: (messages, delaySeconds = 0) => {
        for (const message of messages)
          kept.queue.push({ at: now().getTime() + delaySeconds * 1000, message });
        return done();
      },
      sendPolls: (messages) => {
        kept.polls.push(...messages);
        return done();
      },
    },
    records: (mailbox, entity) => {
      const key = `${mailbox}|${entity}`;
      const found = kept.records.get(key) ?? new MemoryRecords();
      kept.records.set(key, found);
      return found;
    },
    progress: {
      load: (mailbox, entity) =>
        Promise.resolve({ value: kept.progress.get(`${mailbox}|${entity}`) ?? freshProgress, etag: '' }),
      save: (mailbox, entity, value) => {
        kept.progress.set(`${mailbox}|${entity}`, value);
        return Promise.resolve('etag');
      },
      clear: (mailbox) => {
        for (const key of [...kept.progress.keys()])
          if (key.startsWith(`${mailbox}|`)) kept.progress.delete(key);
        return done();
      },
    },
    sharing: {
      add: (entity, mailbox, added) => {
        for (const id of added)
          sharing.set(`${entity}|${id}`, (sharing.get(`${entity}|${id}`) ?? new Set()).add(mailbox));
        return done();
      },
      remove: (entity, mailbox, removed) => {
        for (const id of removed) sharing.get(`${entity}|${id}`)?.delete(mailbox);
        return done();
      },
      others: (entity, mailbox, asked) => {
        const others = new Map<MailboxAddress, (typeof asked)[number][]>();
        for (const id of asked) {
          for (const other of sharing.get(`${entity}|${id}`) ?? []) {
            if (other !== mailbox) others.set(other, [...(others.get(other) ?? []), id]);
          }
        }
        return Promise.resolve(others);
      },
    },
    runs: {
      create: (run) => {
        kept.runs.set(run.id, run);
        return done();
      },
      load: (id) => Promise.resolve(kept.runs.get(id)),
      update: (id, change) => {
        const run = kept.runs.get(id);
        if (run) kept.runs.set(id, { ...run, ...change });
        return done();
      },
      list: (mailbox) =>
        Promise.resolve(
          [...kept.runs.values()].filter((run) => mailbox === undefined || run.mailbox === mailbox).reverse(),
        ),
      putSlice: (run, slice) => {
        kept.slices.set(run, (kept.slices.get(run) ?? new Map<string, Slice>()).set(slice.id, slice));
        return done();
      },
      slices: (run) => Promise.resolve([...(kept.slices.get(run)?.values() ?? [])]),
      removeBefore: () => Promise.resolve(0),
    },
    history: {
      add: (entries) => {
        kept.history.push(...entries);
        return done();
      },
      load: (id) => Promise.resolve(kept.history.find((entry) => entry.id === id)),
      list: ({ mailbox }) =>
        Promise.resolve(kept.history.filter((entry) => mailbox === undefined || entry.mailbox === mailbox)),
      removeBefore: () => Promise.resolve(0),
      forget: (mailbox) => {
        kept.history.splice(0, Infinity, ...kept.history.filter((entry) => entry.mailbox !== mailbox));
        return done();
      },
    },
    failed: {
      put: (record) => {
        kept.failed.set(record.id, record);
        return done();
      },
      load: (id) => Promise.resolve(kept.failed.get(id)),
      find: (mailbox, _entity, source, asked) =>
        Promise.resolve(
          new Map(
            [...kept.failed.values()]
              .filter(
                (one) => one.mailbox === mailbox && one.source === source && asked.includes(one.sourceId),
              )
              .map((one) => [one.sourceId as string, one]),
          ),
        ),
      remove: (_mailbox, removed) => {
        for (const id of removed) kept.failed.delete(id);
        return done();
      },
      list: (mailbox) =>
        Promise.resolve(
          [...kept.failed.values()].filter((one) => mailbox === undefined || one.mailbox === mailbox),
        ),
    },
    alerts: {
      raise: (alert) => {
        kept.alerts.set(alertKey(alert), { ...alert, id: alertKey(alert), at: now().toISOString() });
        return done();
      },
      clear: (match) => {
        kept.alerts.delete(alertKey(match));
        return done();
      },
      forget: (mailbox) => {
        for (const [key, alert] of kept.alerts) if (alert.mailbox === mailbox) kept.alerts.delete(key);
        return done();
      },
      list: () => Promise.resolve([...kept.alerts.values()]),
      load: (id) => Promise.resolve([...kept.alerts.values()].find((alert) => alert.id === id)),
      dismiss: () => Promise.resolve(true),
    },
    held: {
      put: (held) => {
        kept.held.set(held.id, held);
        return done();
      },
      load: (id) => Promise.resolve(kept.held.get(id)),
    },
    schedule: { load: () => Promise.resolve(new Map()), save: () => done() },
    mailboxes: {
      list: () => Promise.resolve([...kept.mailboxes.values()]),
      load: (address) => {
        const value = kept.mailboxes.get(address);
        return Promise.resolve(value && { value, etag: '' });
      },
      put: (mailbox) => {
        kept.mailboxes.set(mailbox.address, mailbox);
        return Promise.resolve('etag');
      },
      remove: (address) => Promise.resolve(kept.mailboxes.delete(address)),
    },
    secrets: {
      load: (name) => Promise.resolve(kept.secrets.get(JSON.stringify(name))),
      save: (name, value) => {
        kept.secrets.set(JSON.stringify(name), value);
        return done();
      },
      loadOrCreate: (_name, make) => Promise.resolve(make()),
      remove: (name) => {
        kept.secrets.delete(JSON.stringify(name));
        return done();
      },
    },
    settings: {
      install: () => Promise.resolve(kept.settings),
      mailbox: (address) =>
        Promise.resolve({ ...kept.settings, ...kept.mailboxes.get(address)?.settings } as Settings),
    },
  };
  return { ports, kept };
}
