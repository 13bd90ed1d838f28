import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { calendarOf } from '../../sandbox/calendar-of';
import { graphToken } from '../../sandbox/tenant';
import { startGraph, type RunningGraph } from '../../sandbox/graph/start';
import { startOrocrm, type SimulatedOrocrm } from '../../sandbox/orocrm/start';
import { printHelp } from '../../sandbox/print-help';

const run = promisify(execFile);
const address = 'ada@example.org';
const functions = 'http://127.0.0.1:1';

let orocrm: SimulatedOrocrm;
let graph: RunningGraph;
let userId: string;
let lines: string[];

beforeAll(async () => {
  [orocrm, graph] = await Promise.all([startOrocrm(), startGraph({ tokens: [graphToken] })]);
  userId = orocrm.addUser({ username: 'ada', email: address }).id;
  graph.human.createUser({ userPrincipalName: address, mail: address });
  lines = [];
  const mailboxes = [{ address, userId, calendarId: calendarOf(orocrm, userId) }];
  printHelp((line) => void lines.push(line), { functions, orocrm: orocrm.url, graph, mailboxes });
});
afterAll(() => Promise.all([orocrm.stop(), graph.stop()]));

test('every line that it prints works as it stands', async () => {
  const commands = lines.filter((line) => line.startsWith('  curl ') && !line.includes(functions));
  expect(commands).toHaveLength(9);
  for (const command of commands) {
    const { stdout } = await run('sh', ['-c', command.replace('curl -s', 'curl -sf')]);
    expect(JSON.parse(stdout)).toEqual(expect.any(Object));
  }
  expect(orocrm.contacts.list(userId)).toHaveLength(1);
  expect(orocrm.tasks.list(userId)).toHaveLength(1);
  expect(orocrm.calendarEvents.list({ owner: userId })).toHaveLength(1);
  expect(graph.human.contacts(address)).toHaveLength(1);
  expect(graph.human.todo.tasks(address)).toHaveLength(1);
  expect(graph.human.calendar.events(address)).toHaveLength(1);
});

test('without simulators only the panel is named', () => {
  const few: string[] = [];
  printHelp((line) => void few.push(line), { functions, orocrm: undefined, graph, mailboxes: [] });
  expect(few).toEqual([`panel ${functions}/api/panel`]);
});
