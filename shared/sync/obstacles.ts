import type { EntityName } from '../records/record';
import type { Mailbox } from './ports/mailboxes';
import type { Ports } from './work';

const code = 'entity-off';

/**
 * The entities that a mailbox's configuration can serve. Each other one that is wanted is off, with an alert that says
 * what to do, while the rest goes on (a calendar whose id nobody can know, say).
 */
export async function servedEntities(
  ports: Ports,
  mailbox: Mailbox,
  wanted: readonly EntityName[],
): Promise<EntityName[]> {
  const served: EntityName[] = [];
  for (const entity of ports.connections.entities) {
    const obstacle = ports.connections.obstacle(mailbox, entity);
    if (obstacle === undefined) {
      if (wanted.includes(entity)) served.push(entity);
      await ports.alerts.clear({ code, mailbox: mailbox.address, entity });
    } else if (wanted.includes(entity)) {
      await ports.alerts.raise({
        ...{ severity: 'warning', code, mailbox: mailbox.address, entity, message: obstacle.message },
        ...(obstacle.action === undefined ? {} : { action: obstacle.action }),
      });
    }
  }
  return served;
}
