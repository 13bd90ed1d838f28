import { DateTime } from 'luxon';
import type { SandboxMailbox } from './configure-mailboxes';
import type { RunningGraph } from './graph/start';

interface Addresses {
  readonly functions: string;
  readonly orocrm: string | undefined;
  readonly graph: Pick<RunningGraph, 'url' | 'caFile' | 'human'> | undefined;
  readonly mailboxes: readonly SandboxMailbox[];
}

const json = `-H 'content-type: application/json'`;

/** Tells a person where to look, and how to change a record on either side and watch it arrive on the other. */
export function printHelp(print: (line: string) => void, at: Addresses, now = new Date()): void {
  print(`panel ${at.functions}/api/panel`);
  const [first] = at.mailboxes;
  if (!at.orocrm || !at.graph || !first) return;
  const { orocrm, graph } = at;
  const control = (what: string, body: object): void =>
    print(`  curl -s ${orocrm}/_control/${what} ${json} -d '${JSON.stringify(body)}'`);
  const mailbox = `${graph.url}/v1.0/users/${first.address}`;
  const asGraph = `--cacert ${graph.caFile} -H 'authorization: Bearer sandbox-graph-token'`;
  const inOutlook = (what: string, body: object): void =>
    print(`  curl -s ${mailbox}/${what} ${asGraph} ${json} -d '${JSON.stringify(body)}'`);
  const list = (what: string): void => print(`  curl -s '${mailbox}/${what}' ${asGraph}`);
  const hour = (hours: number): DateTime =>
    DateTime.fromJSDate(now, { zone: 'utc' }).startOf('hour').plus({ hours });
  const instant = (hours: number): string => hour(hours).toFormat("yyyy-MM-dd'T'HH:mm:ss'Z'");
  const graphTime = (hours: number) => ({ dateTime: instant(hours).slice(0, -1), timeZone: 'UTC' });
  const owner = first.userId;
  const lists = graph.human.todo.lists(first.address);
  const tasks = `todo/lists/${lists.find((each) => each.wellknownListName === 'defaultList')?.id ?? ''}/tasks`;

  print(
    'Add something on one side, and watch it arrive on the other (OroCRM is read every 120 s, Outlook every 30 s):',
  );
  print('Contacts: in OroCRM, in Outlook, all of the mailbox');
  control('contacts', { owner, firstName: 'Ada', lastName: 'Byron' });
  inOutlook('contacts', { givenName: 'Grace', surname: 'Hopper' });
  list('contacts');
  print('Tasks');
  control('tasks', { owner, subject: 'Note G', dueDate: instant(24), taskPriority: 'high' });
  inOutlook(tasks, { title: 'Compile' });
  list(tasks);
  print('Events');
  control('calendarevents', { owner, title: 'Analytical Society', start: instant(25), end: instant(26) });
  inOutlook('events', { subject: 'Harvard, Mark I', start: graphTime(27), end: graphTime(28) });
  list('events');
  print('At once');
  print(`  curl -s ${at.functions}/api/sync ${json} -d '{"mailbox":"${first.address}","kind":"changes"}'`);
}
