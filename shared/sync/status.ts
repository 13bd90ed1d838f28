import type { MailboxAddress } from '../records/ids';
import type { EntityName } from '../records/record';
import { enabledEntities } from './polls/shards';
import type { RunId } from '../records/ids';
import type { EntityProgress } from './ports/state';
import type { Ports } from './work';

export interface EntityStatus {
  readonly enabled: boolean;
  readonly phase: EntityProgress['phase'];
  readonly lastRun: RunId | null;
  readonly lastSuccess: string | null;
  /** Seconds since both sides were last read without trouble. */
  readonly lagSeconds: number | null;
  readonly linked: number;
  readonly failed: number;
  readonly nextPoll: { readonly orocrm: string | null; readonly outlook: string | null };
}

export interface MailboxStatus {
  readonly mailbox: MailboxAddress;
  readonly automatic: boolean;
  readonly held: string | null;
  readonly entities: Readonly<Partial<Record<EntityName, EntityStatus>>>;
}

/** Per mailbox and entity: last run, lag, linked, failed, next poll. `only`: of this mailbox. */
export async function status(ports: Ports, only?: MailboxAddress): Promise<MailboxStatus[]> {
  const install = await ports.settings.install();
  const all = await ports.mailboxes.list();
  const mailboxes = all.filter(({ address }) => only === undefined || address === only);
  return Promise.all(
    mailboxes.map(async (mailbox) => {
      const settings = await ports.settings.mailbox(mailbox.address);
      const enabled = enabledEntities(ports, settings, mailbox);
      const failed = await ports.failed.list(mailbox.address);
      const automatic = settings.enableSync && mailbox.held === '';
      const next = (interval: number): string | null =>
        automatic ? nextMultiple(ports.clock(), interval).toISOString() : null;
      const entities = await Promise.all(
        ports.connections.entities.map(async (entity) => {
          const { value } = await ports.progress.load(mailbox.address, entity);
          const polled = enabled.includes(entity) && value.phase === 'steady';
          const of: EntityStatus = {
            enabled: enabled.includes(entity),
            phase: value.phase,
            lastRun: value.lastRun === '' ? null : value.lastRun,
            lastSuccess: value.lastSuccess ?? null,
            lagSeconds:
              value.lastSuccess === undefined
                ? null
                : Math.max(0, Math.round((ports.clock().getTime() - Date.parse(value.lastSuccess)) / 1000)),
            linked: await countLinked(ports, mailbox.address, entity),
            failed: failed.filter((record) => record.entity === entity).length,
            nextPoll: {
              orocrm: polled ? next(install.oroCrmIntervalSeconds) : null,
              outlook: polled ? next(install.outlookIntervalSeconds) : null,
            },
          };
          return [entity, of] as const;
        }),
      );
      return {
        mailbox: mailbox.address,
        automatic,
        held: mailbox.held === '' ? null : mailbox.held,
        entities: Object.fromEntries(entities),
      };
    }),
  );
}

/** Polls are due at multiples of their interval. */
const nextMultiple = (now: Date, intervalSeconds: number): Date =>
  new Date((Math.floor(now.getTime() / (intervalSeconds * 1000)) + 1) * intervalSeconds * 1000);

async function countLinked(ports: Ports, mailbox: MailboxAddress, entity: EntityName): Promise<number> {
  const state = ports.records(mailbox, entity);
  const size = 1000;
  let count = 0;
  let after: Parameters<typeof state.outlookPage>[0];
  for (;;) {
    const rows = await state.outlookPage(after, size);
    count += rows.filter((row) => row.state === 'linked').length;
    after = rows.at(-1)?.id;
    if (rows.length < size) return count;
  }
}
