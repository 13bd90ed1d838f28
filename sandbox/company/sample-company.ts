import { calendarOf } from '../calendar-of';
import type { SandboxMailbox } from '../configure-mailboxes';
import type { RunningGraph } from '../graph/start';
import type { SimulatedOrocrm } from '../orocrm/start';
import { makeAddressBook, type AddressBook } from './address-book';
import type { Guest } from './calendar/appointment';
import { makeDateBook } from './calendar/date-book';
import { fillOrocrmCalendar } from './calendar/fill-orocrm-calendar';
import { fillOutlookCalendar } from './calendar/fill-outlook-calendar';
import { colleagues, type Colleague } from './colleagues';
import { localDays } from './local-days';
import { seededRandom } from './random';
import { makeTaskBook, type TaskBook } from './tasks/task-book';

const seed = 1843;
const taskSeed = 1815;
const calendarSeed = 1852;

/** How many of the contacts that only Outlook has are in the second folder, where there is one. */
const inSecondFolder = 10;

/** The list of To Do that each colleague has beside the default one; what is there is in scope as well. */
const otherList = 'Later';

/** Fills both simulators with a small company; the same one every time, as seen from the day on which it is made. */
export function seedSampleCompany(
  orocrm: SimulatedOrocrm,
  graph: RunningGraph,
  now = new Date(),
): SandboxMailbox[] {
  // An invitation needs its guest to be a user already.
  const all = colleagues.map((colleague) => {
    const address = `${colleague.username}@example.org`;
    return { colleague, address, userId: addUsers(colleague, address, orocrm, graph) };
  });
  return all.map(({ colleague, address, userId }, index) => {
    const book = makeAddressBook(seededRandom(seed + index), userId);
    for (const contact of book.orocrm) orocrm.addContact(contact);
    fillMailbox(address, book, colleague, graph);
    const days = localDays(now, colleague.orocrmTimeZone);
    const tasks = makeTaskBook(seededRandom(taskSeed + index), userId, days);
    for (const task of tasks.orocrm) orocrm.addTask(task);
    fillLists(address, tasks, graph);
    const next = guestOf(all[(index + 1) % all.length] ?? { colleague, address });
    const dates = makeDateBook(seededRandom(calendarSeed + index), days, next);
    fillOrocrmCalendar(orocrm, userId, dates.orocrm, days);
    fillOutlookCalendar(graph.human.calendar, address, dates.outlook, days, colleague.timeZone);
    return { address, userId, calendarId: calendarOf(orocrm, userId) };
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

function fillLists(address: string, tasks: TaskBook, graph: RunningGraph): void {
  const { todo } = graph.human;
  todo.addMany(address, tasks.outlook);
  todo.addMany(address, tasks.otherList, todo.addList(address, otherList).name);
}

const guestOf = ({ colleague, address }: { colleague: Colleague; address: string }): Guest => ({
  name: `${colleague.firstName} ${colleague.lastName}`,
  address,
});
