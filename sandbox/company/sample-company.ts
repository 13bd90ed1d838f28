import type { SandboxMailbox } from '../configure-mailboxes';
import type { RunningGraph } from '../graph/start';
import type { SimulatedOrocrm } from '../orocrm/start';
import { makeAddressBook, type AddressBook } from './address-book';
import { colleagues, type Colleague } from './colleagues';
import { seededRandom } from './random';

const seed = 1843;

/** How many of the contacts that only Outlook has are in the second folder, where there is one. */
const inSecondFolder = 10;

/** Fills both simulators with a small company; the same one every time. */
export function seedSampleCompany(orocrm: SimulatedOrocrm, graph: RunningGraph): SandboxMailbox[] {
  return colleagues.map((colleague, index) => {
    const address = `${colleague.username}@example.org`;
    const userId = addUsers(colleague, address, orocrm, graph);
    const book = makeAddressBook(seededRandom(seed + index), userId);
    for (const contact of book.orocrm) orocrm.addContact(contact);
    fillMailbox(address, book, colleague, graph);
    return { address, userId };
  });
}

function addUsers(
  colleague: Colleague,
  address: string,
  orocrm: SimulatedOrocrm,
  graph: RunningGraph,
): string {
  const { username, firstName, lastName, jobTitle, timeZone, language } = colleague;
  graph.human.createUser({
    userPrincipalName: address,
    mail: address,
    displayName: `${firstName} ${lastName}`,
    givenName: firstName,
    surname: lastName,
    jobTitle,
    mailbox: { timeZone, language },
  });
  return orocrm.addUser({ username, firstName, lastName, email: address, title: jobTitle }).id;
}

function fillMailbox(address: string, book: AddressBook, { folder }: Colleague, graph: RunningGraph): void {
  const apart = folder === undefined ? [] : book.onlyOutlook.slice(0, inSecondFolder);
  graph.human.createContacts(
    address,
    book.outlook.filter((contact) => !apart.includes(contact)),
  );
  if (folder === undefined) return;
  const { path } = graph.human.createFolder(address, folder);
  graph.human.createContacts(address, apart, path);
}
