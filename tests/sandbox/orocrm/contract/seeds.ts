import type { SimulatedOrocrm } from '../../../../sandbox/orocrm/start';
import { send, tokenFor } from './client';

/** The test data that OroCRM's own tests load, with the ids that the contract data gives them. */
export const at = '2024-05-17T08:30:00Z';
export const client = { client_id: 'contract-client', client_secret: 'contract-secret' };
export const passwordClient = { client_id: 'contract-password-client', client_secret: 'contract-secret' };

async function freeze(orocrm: SimulatedOrocrm, body: object | undefined): Promise<void> {
  await fetch(`${orocrm.url}/_control/clock`, {
    method: body === undefined ? 'DELETE' : 'PUT',
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

function people(orocrm: SimulatedOrocrm): void {
  orocrm.addUser({
    id: '109',
    username: 'admin',
    email: 'admin@example.com',
    firstName: 'John',
    lastName: 'Doe',
    password: 'admin',
    accessLevel: 'organization',
  });
  const simple = { firstName: 'Elley', lastName: 'Towards' };
  orocrm.addUser({ id: '124', username: 'simple_user', externalId: 'ext_simple_user', ...simple });
  orocrm.addUser({ id: '127', username: 'simple_user2', externalId: 'ext_simple_user_2', ...simple });
  orocrm.addUser({ id: '128', username: 'system_user_2' });
  orocrm.addClient({ clientId: client.client_id, clientSecret: client.client_secret, user: 'admin' });
  orocrm.addClient({
    clientId: passwordClient.client_id,
    clientSecret: passwordClient.client_secret,
    grants: ['password'],
  });
}

async function twoContacts(orocrm: SimulatedOrocrm, token: string): Promise<string> {
  const common = { owner: 'admin', createdBy: 'admin', birthday: '1973-03-07' };
  orocrm.addContact({
    id: '101',
    firstName: 'Contact 1',
    emails: ['contact1_1@example.com', 'contact1_2@example.com'],
    primaryEmail: 'contact1_2@example.com',
    phones: ['5556661111', '5556661112'],
    primaryPhone: '5556661112',
    ...common,
  });
  orocrm.addContact({ id: '130', firstName: 'Contact 2', ...common });
  const { body } = await send(
    orocrm,
    {
      method: 'POST',
      path: '/api/accounts',
      body: { data: { type: 'accounts', attributes: { name: 'Account 1' } } },
    },
    token,
  );
  const account = (body as { data: { id: string } }).data.id;
  const identifiers = { data: [{ type: 'accounts', id: account }] };
  const relationships = { accounts: identifiers, defaultInAccounts: identifiers };
  await send(
    orocrm,
    {
      method: 'PATCH',
      path: '/api/contacts/101',
      body: { data: { type: 'contacts', id: '101', relationships } },
    },
    token,
  );
  return account;
}

function addresses(orocrm: SimulatedOrocrm): void {
  orocrm.addContact({
    id: '103',
    firstName: 'Another Contact',
    owner: 'admin',
    createdBy: 'admin',
    addresses: [
      {
        id: '102',
        primary: true,
        label: 'Another Contact Address 1',
        country: 'US',
        region: 'US-CA',
        types: ['billing'],
      },
      { id: '104', primary: false, label: 'Another Contact Address 2', country: 'US', region: 'US-CA' },
    ],
  });
  const smith = { firstName: 'John', lastName: 'Smith', primary: false };
  orocrm.contacts.change('101', {
    addresses: [
      {
        id: '105',
        primary: true,
        label: 'Address 1',
        street: 'Street 1',
        street2: 'Street 2',
        city: 'Los Angeles',
        postalCode: '90001',
        country: 'US',
        region: 'US-CA',
        organization: 'Acme',
        types: ['billing'],
      },
      {
        id: '106',
        label: 'Address 2',
        street: 'Street 2',
        city: 'Los Angeles',
        postalCode: '90002',
        country: 'US',
        region: 'US-CA',
        types: ['shipping'],
        ...smith,
      },
      { id: '107', label: 'Address 3', city: 'Tel Aviv', country: 'IL', region: 'IL-TA', ...smith },
      {
        id: '108',
        label: 'Address 4',
        city: 'Some City',
        country: 'IM',
        customRegion: 'Some Region',
        ...smith,
      },
    ],
  });
}

/** Tasks on the two contacts, two of them the administrator's. */
function tasks(orocrm: SimulatedOrocrm): void {
  orocrm.addUser({ username: 'user1', firstName: 'John', lastName: 'Doe' });
  orocrm.addUser({ id: '133', username: 'user2', firstName: 'Merry', lastName: 'Backwards' });
  const first = { type: 'contacts', id: '101' } as const;
  const common = { owner: 'admin', createdBy: 'admin' };
  orocrm.addTask({
    id: '128',
    subject: 'Meet James',
    description: 'Meet James in the office',
    dueDate: at,
    activityTargets: [first],
    ...common,
  });
  const both = [first, { type: 'contacts', id: '130' } as const];
  orocrm.addTask({ ...common, id: '129', subject: 'Task 2', owner: 'user1', activityTargets: both });
  orocrm.addTask({ id: '131', subject: 'Task 3', ...common });
}

/** Made-up entities of the filter tests, played by contacts: 174 to 176 are employees, 177 to 197 departments. */
function employees(orocrm: SimulatedOrocrm): void {
  for (const [index, name] of [
    'TestEmployee1',
    'TestEmployee2',
    'TestEmployee, with comma in name',
  ].entries()) {
    const username = `TestDepartment${index + 1}`;
    orocrm.addUser({ username });
    orocrm.addContact({ id: String(174 + index), firstName: name, lastName: 'developer', owner: username });
  }
}

function departments(orocrm: SimulatedOrocrm): void {
  for (let id = 177; id <= 197; id += 1) {
    orocrm.addContact({ id: String(id), firstName: `TestDepartment${id}`, owner: 'admin' });
  }
}

/** Departments with staff of the batch tests, played by contacts with addresses. */
function staff(orocrm: SimulatedOrocrm): void {
  orocrm.addContact({
    id: '167',
    firstName: 'Existing Department 1',
    owner: 'admin',
    addresses: [{ id: '168', label: 'Existing Employee 1', country: 'US' }],
  });
  orocrm.addContact({ id: '169', firstName: 'Existing Department 2', owner: 'admin' });
}

export type Seed = 'people' | 'contacts' | 'addresses' | 'tasks' | 'employees' | 'departments' | 'staff';

/** Fills a fresh OroCRM, at the time that the contract data shows; answers an administrator's token and ids. */
export async function seed(
  orocrm: SimulatedOrocrm,
  wanted: Seed,
): Promise<{ token: string; account: string }> {
  await orocrm.reset();
  await freeze(orocrm, { at, frozen: true });
  people(orocrm);
  const granted = await tokenFor(orocrm, { grant_type: 'client_credentials', ...client });
  const token = granted['access_token'] ?? '';
  const contacts = ['contacts', 'addresses', 'tasks'].includes(wanted);
  const account = contacts ? await twoContacts(orocrm, token) : '';
  if (wanted === 'addresses') addresses(orocrm);
  if (wanted === 'tasks') tasks(orocrm);
  if (wanted === 'employees') employees(orocrm);
  if (wanted === 'departments') departments(orocrm);
  if (wanted === 'staff') staff(orocrm);
  return { token, account };
}
