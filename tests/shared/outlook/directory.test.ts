import { connectOutlook } from '../../../shared/outlook/connection';
import { ianaZone } from '../../../shared/outlook/time-zone';
import type { OutlookAccount } from '../../../shared/sync/ports/outlook';
import { aMailbox } from './support/samples';
import { found, graphError, ScriptedGraph, type Reply } from './support/scripted-graph';

let graph: ScriptedGraph;

beforeAll(async () => {
  graph = await ScriptedGraph.start();
});
afterAll(() => graph.stop());
beforeEach(() => graph.reset());

interface Answers {
  readonly user?: Reply;
  readonly settings?: Reply;
  readonly contacts?: Reply;
}

function account(answers: Answers): Promise<OutlookAccount> {
  graph.script = ({ url }) => {
    if (url.includes('/mailboxSettings')) return answers.settings ?? found({ timeZone: 'UTC' });
    if (url.includes('/contacts?')) return answers.contacts ?? found({ value: [] });
    return answers.user ?? found({ id: 'u-1', mail: 'ada@example.org' });
  };
  const { directory } = connectOutlook({
    baseUrl: graph.baseUrl,
    auth: { token: 't' },
    patienceMs: 500,
    timeoutMs: 2000,
  });
  return directory.account(aMailbox);
}

it('shows the account with its zone, in one request', async () => {
  await expect(account({ settings: found({ timeZone: 'W. Europe Standard Time' }) })).resolves.toEqual({
    userId: 'u-1',
    timeZone: 'Europe/Berlin',
  });
  expect(graph.requests).toHaveLength(1);
  expect(graph.items.map(({ url }) => url)).toEqual([
    '/users/ada@example.org?$select=id,mail,userPrincipalName',
    '/users/ada@example.org/mailboxSettings',
    '/users/ada@example.org/contacts?$select=id&$top=1',
  ]);
});

it('takes UTC where the settings are denied or say nothing usable', async () => {
  await expect(account({ settings: graphError(403, 'ErrorAccessDenied') })).resolves.toMatchObject({
    timeZone: 'UTC',
  });
  await expect(account({ settings: found({ timeZone: 'tzone://Microsoft/Custom' }) })).resolves.toMatchObject(
    {
      timeZone: 'UTC',
    },
  );
});

it.each([
  [
    'there is no such user',
    { user: graphError(404, 'Request_ResourceNotFound') },
    'operator',
    'mailbox-unavailable',
  ],
  [
    'the user has no mailbox',
    { contacts: graphError(404, 'MailboxNotEnabledForRESTAPI') },
    'operator',
    'mailbox-unavailable',
  ],
  [
    'the app may not read contacts',
    { contacts: graphError(403, 'ErrorAccessDenied') },
    'operator',
    'forbidden',
  ],
  [
    'the app may not read users',
    { user: graphError(403, 'Authorization_RequestDenied') },
    'operator',
    'forbidden',
  ],
  [
    'the token is refused',
    { user: graphError(401, 'InvalidAuthenticationToken') },
    'operator',
    'unauthorized',
  ],
  [
    'the settings fail for the moment',
    { settings: graphError(500, 'InternalServerError') },
    'retry',
    'server-error',
  ],
  ['the user is none', { user: found({ value: [] }) }, 'retry', 'bad-answer'],
] as const)('says what is wrong when %s', async (_, answers, kind, code) => {
  await expect(account(answers)).rejects.toMatchObject({ kind, code });
});

it('tells the operator what to do', async () => {
  await expect(account({ contacts: graphError(403, 'ErrorAccessDenied') })).rejects.toMatchObject({
    action: expect.stringContaining('scope') as string,
  });
});

it.each([
  ['W. Europe Standard Time', 'Europe/Berlin'],
  ['Pacific Standard Time', 'America/Los_Angeles'],
  ['India Standard Time', 'Asia/Kolkata'],
  ['Europe/Vienna', 'Europe/Vienna'],
  ['UTC', 'UTC'],
  ['utc', 'UTC'],
  ['', undefined],
  ['Middle-earth Standard Time', undefined],
])('the zone %p is %p', (name, zone) => {
  const found = ianaZone(name);
  // CLDR's first name of a zone may be an older spelling of the same zone.
  expect(found && new Intl.DateTimeFormat('en', { timeZone: found }).resolvedOptions().timeZone).toBe(
    zone && new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone,
  );
});
