import { seedSampleCompany } from '../../../sandbox/company/sample-company';
import { startGraph, type RunningGraph } from '../../../sandbox/graph/start';
import { startOrocrm, type SimulatedOrocrm } from '../../../sandbox/orocrm/start';

let orocrm: SimulatedOrocrm;
let graph: RunningGraph;

beforeAll(async () => {
  [orocrm, graph] = await Promise.all([startOrocrm(), startGraph()]);
});
afterAll(async () => {
  await Promise.all([orocrm.stop(), graph.stop()]);
});

test('the company has five people of both systems, in different time zones, with hundreds of contacts, tasks and events', () => {
  const mailboxes = seedSampleCompany(orocrm, graph);
  expect(mailboxes).toHaveLength(5);
  for (const { address, userId } of mailboxes) {
    expect(orocrm.people.user(address).id).toBe(userId);
    expect(orocrm.contacts.list(userId)).toHaveLength(90);
    expect(graph.human.contacts(address)).toHaveLength(80);
    expect(orocrm.tasks.list(userId)).toHaveLength(40);
    expect(graph.human.todo.tasks(address)).toHaveLength(40);
    expect(graph.human.todo.tasks(address, { list: 'Later' })).toHaveLength(6);
    const inOrocrm = orocrm.calendarEvents.list({ owner: userId });
    expect(inOrocrm.length).toBeGreaterThan(25);
    expect(inOrocrm.filter(({ parentEvent }) => parentEvent !== null)).toHaveLength(1);
    expect(graph.human.calendar.events(address).length).toBeGreaterThan(30);
  }
  const zones = graph.human.users().map(({ mailbox }) => mailbox?.timeZone);
  expect(new Set(zones).size).toBe(5);
  expect(zones.filter((zone) => zone?.includes('/'))).not.toHaveLength(0);
  expect(zones.filter((zone) => zone?.endsWith('Standard Time'))).not.toHaveLength(0);
  const [, jorge] = mailboxes;
  expect(graph.human.contacts(jorge?.address ?? '', { folder: 'Contacts/Suppliers' })).toHaveLength(10);
});
