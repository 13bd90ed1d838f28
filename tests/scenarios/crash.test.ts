import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Person } from '../support/person';
import { startSandbox } from '../support/sandbox';
import { until } from '../support/until';

const each = 150;
const shared = 30;
/** Milliseconds after the start of the first sync, and how many of its creates there must be before the power fails. */
const moments = [
  { after: 'before anything is created', creates: 0 },
  { after: 'while Outlook is being filled', creates: 25 },
  { after: 'while OroCRM is being filled', creates: each - shared + 20 },
];

const person = (side: string, index: number) => ({ first: `${side}${index}`, last: `Family${index % 17}` });

async function fill(one: Person): Promise<void> {
  for (let index = 0; index < each; index += 1) {
    const orocrm = person(index < shared ? 'Both' : 'Left', index);
    const outlook = person(index < shared ? 'Both' : 'Right', index);
    await Promise.all([
      one.addOrocrm({ firstName: orocrm.first, lastName: orocrm.last, jobTitle: 'Clerk' }),
      one.addOutlook({ givenName: outlook.first, surname: outlook.last }),
    ]);
  }
}

const names = (all: readonly { first: unknown; last: unknown }[]): string[] =>
  all.map(({ first, last }) => `${String(first)} ${String(last)}`).sort();

test.each(moments)(
  'the power fails $after: nothing is lost or doubled',
  async ({ creates }) => {
    const data = mkdtempSync(join(tmpdir(), 'crash-'));
    let sandbox = await startSandbox({ SANDBOX_DATA: data });
    try {
      const before = await Person.hire(sandbox);
      await fill(before);
      const { runId } = await sandbox.api<{ runId: string }>('POST', '/sync', { mailbox: before.address });
      await until('The moment', async () => {
        if (creates === 0) return true;
        const [left, right] = await Promise.all([before.orocrmContacts(), before.outlookContacts()]);
        return left.length + right.length - 2 * each >= creates;
      });
      await sandbox.kill();

      sandbox = await startSandbox({ SANDBOX_DATA: data });
      const after = before.in(sandbox);
      const total = 2 * each - shared;
      const run = await until(
        'The end of the run',
        async () => {
          const now = await sandbox.api<{ status: string }>('GET', `/runs/${runId}`);
          return now.status !== 'running' && now;
        },
        120_000,
      );
      expect(run).toMatchObject({ status: 'done' });
      // What the crash left undecided is tried again behind the run.
      await until('The linking of all', async () => (await linked(after)) === total, 60_000);
      await wait(1000);
      expect(await after.quiet()).toEqual([]);

      const expected = [
        ...Array.from({ length: shared }, (_, index) => person('Both', index)),
        ...Array.from({ length: each - shared }, (_, index) => person('Left', index + shared)),
        ...Array.from({ length: each - shared }, (_, index) => person('Right', index + shared)),
      ];
      const left = await after.orocrmContacts();
      const right = await after.outlookContacts();
      expect(names(left.map((one) => ({ first: one['firstName'], last: one['lastName'] })))).toEqual(
        names(expected),
      );
      expect(
        names(right.map(({ contact }) => ({ first: contact['givenName'], last: contact['surname'] }))),
      ).toEqual(names(expected));
      expect(right.map(({ mark }) => mark).sort()).toEqual(left.map((one) => one['id']).sort());
      expect(await sandbox.api('GET', '/failed')).toEqual([]);
      expect(await after.alerts()).toEqual([]);
    } finally {
      await sandbox.stop();
      rmSync(data, { recursive: true, force: true });
    }
  },
  300_000,
);

async function linked(one: Person): Promise<number> {
  const status = await one.sandbox.api<{ mailbox: string; entities: { contacts: { linked: number } } }[]>(
    'GET',
    '/status',
  );
  return status.find(({ mailbox }) => mailbox === one.address)?.entities.contacts.linked ?? 0;
}
