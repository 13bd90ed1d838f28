import { calendarOf } from '../calendar-of';
import type { SandboxMailbox } from '../configure-mailboxes';
import type { RunningGraph } from '../graph/start';
import type { SimulatedOrocrm } from '../orocrm/start';

/** Who owns what nobody else owns. */
export const seedAddress = 'seed@example.org';

export function addSeedUser(orocrm: SimulatedOrocrm, graph: RunningGraph): SandboxMailbox {
  const name = { firstName: 'Seed', lastName: 'User' };
  const { id } = orocrm.addUser({ username: 'seed', email: seedAddress, ...name });
  addMailbox(seedAddress, `${name.firstName} ${name.lastName}`, graph);
  return { address: seedAddress, userId: id, calendarId: calendarOf(orocrm, id) };
}

/** A mailbox for a user whom the files brought, so that that user's contacts are kept in step as well. */
export function addMailbox(address: string, displayName: string, graph: RunningGraph): void {
  graph.human.createUser({ userPrincipalName: address, mail: address, displayName });
}
