import type { Json } from '../../../../sandbox/orocrm/jsonapi/json';
import type { SettingsInput } from '../../../../sandbox/orocrm/settings';
import type { SimulatedOrocrm } from '../../../../sandbox/orocrm/start';
import type { Bindings } from './binding';
import type { FixtureRequest } from './fixture';
import { client, passwordClient, type Seed } from './seeds';
import { tokenFor } from './client';
import { taskPlans } from './task-plans';
import type { Translation } from './translations';

/** How a fixture is replayed: what is there before, and what its placeholders stand for. */
export interface Plan {
  readonly seed: Seed;
  readonly bind?: Bindings;
  /** Replayed once with each of these. */
  readonly variants?: readonly Bindings[];
  readonly settings?: SettingsInput;
  /** What the test did to its data first. */
  readonly before?: (orocrm: SimulatedOrocrm) => unknown;
  /** Placeholders known only once something was answered or granted. */
  readonly late?: (orocrm: SimulatedOrocrm) => Promise<Bindings>;
  /** Placeholders taken out of an answer, by a path such as `data.id`. */
  readonly capture?: Readonly<Record<string, string>>;
  readonly translate?: Translation;
  /** In place of what the conversion could not record. */
  readonly request?: Partial<FixtureRequest>;
  /** For a fixture that asserts nothing by itself; a list goes by step. */
  readonly expectStatus?: number | readonly number[];
  /** What `expectEquals` speaks of where that is no answer but the database. */
  readonly equals?: (orocrm: SimulatedOrocrm) => Json;
}

const withoutAddresses = (orocrm: SimulatedOrocrm): unknown =>
  orocrm.contacts.change('101', { addresses: [] });
const newYorker = (orocrm: SimulatedOrocrm): unknown =>
  orocrm.contacts.change('101', {
    addresses: [{ id: '105', primary: true, country: 'US', region: 'US-NY', customRegion: null }],
  });

const newAddress = (relationships: Record<string, Json>): Json => ({
  type: 'contactaddresses',
  id: 'new_address',
  relationships: { country: { data: { type: 'countries', id: 'US' } }, ...relationships },
});

async function bearer(orocrm: SimulatedOrocrm, grant: 'client_credentials' | 'password'): Promise<Bindings> {
  const parameters =
    grant === 'password' ? { ...passwordClient, username: 'admin', password: 'admin' } : { ...client };
  const { access_token: token = '' } = await tokenFor(orocrm, { grant_type: grant, ...parameters });
  return { bearerAuthHeaderValue: `Bearer ${token}` };
}

/** A granted token, and the one that took its place when it was refreshed. */
async function refreshed(orocrm: SimulatedOrocrm): Promise<Bindings> {
  const first = await tokenFor(orocrm, {
    grant_type: 'password',
    ...passwordClient,
    username: 'admin',
    password: 'admin',
  });
  const second = await tokenFor(orocrm, {
    grant_type: 'refresh_token',
    ...passwordClient,
    refresh_token: first['refresh_token'] ?? '',
  });
  return {
    computed: `Bearer ${first['access_token'] ?? ''}`,
    'computed#2': `Bearer ${second['access_token'] ?? ''}`,
  };
}

const owner101: Bindings = {
  'owner.id': '101',
  'address.id': '105',
  'existingAddress.id': '105',
  'contact_address1.id': '105',
  'contact_address1.owner.id': '101',
  'contact_address2.id': '106',
  'contact_address2.owner.id': '101',
  'another_contact.id': '103',
  'another_contact_address2.id': '104',
  ownerId: '103',
  address1Id: '105',
  'contact1.id': '101',
};

/** Plans by the beginning of a fixture's name; the longest one that fits counts, on top of the shorter ones. */
const plans: Readonly<Record<string, Partial<Plan>>> = {
  'contacts/': { seed: 'contacts' },
  'contactaddresses/': { seed: 'addresses', bind: owner101 },
  'contactaddresses/contact-address-update-list-test': { seed: 'contacts' },
  'contactaddresses/address-country-and-region-test-trait': {
    before: newYorker,
    bind: { iso2Code: 'IM', combinedCode: 'MX-GUA' },
  },
  'contactaddresses/address-country-and-region-test-trait--try-to': {
    bind: { iso2Code: 'MX', combinedCode: 'MX-GUA' },
  },
  'contactaddresses/contact-address-test--create-several-shipping': { before: withoutAddresses },
  'contactaddresses/contact-address-test--create-with-custom-fields': {
    settings: { customFields: { contactaddresses: ['customField1', 'custom_field_2'] } },
  },
  'contactaddresses/contact-address-test--update-custom-fields': {
    settings: { customFields: { contactaddresses: ['customField1', 'custom_field_2'] } },
  },
  'contactaddresses/primary-address-test-trait--create-not-primary': { before: withoutAddresses },
  'contactaddresses/primary-address-test-trait--create-not-primary-address-without': {
    translate: 'mandatoryCountry',
  },
  'contactaddresses/primary-address-test-trait--create-several': { before: withoutAddresses },
  'contactaddresses/unchangeable-address-owner-test-trait--create-via-owner-create-resource-and-address-does':
    {
      bind: { 'addressData.data': newAddress({}) },
    },
  'contactaddresses/unchangeable-address-owner-test-trait--create-via-owner-create-resource-and-address-has':
    {
      bind: { 'addressData.data': newAddress({ owner: { data: { type: 'contacts', id: 'new_owner' } } }) },
    },
  'contactaddresses/unchangeable-address-owner-test-trait--try-to-change-owner-via-owner-create': {
    translate: 'mandatoryCountry',
    expectStatus: 400,
  },
  'contactaddresses/unchangeable-address-owner-test-trait--try-to-change-owner-via-owner-update': {
    bind: { 'address.id': '104', 'owner.id': '103' },
  },
  'contactaddresses/request-': { request: { method: 'POST', path: '/api/contactaddresses' } },
  'contactaddresses/response-create': { request: { method: 'POST', path: '/api/contactaddresses' } },
  'contactaddresses/response-cget_contact_address_filter_country': {
    request: { path: '/api/contactaddresses', query: { 'filter[country]': 'IL' } },
  },
  'contactaddresses/response-cget_contact_address_filter_custom': {
    request: { path: '/api/contactaddresses', query: { 'filter[customRegion]': 'Some Region' } },
  },
  'contactaddresses/response-get_contact_address': { request: { path: '/api/contactaddresses/106' } },
  'contacts/request-': { request: { method: 'POST', path: '/api/contacts' } },
  'contacts/response-get_contact.': { request: { path: '/api/contacts/101' } },
  'contacts/response-get_contacts_filter_by_primary_email': {
    request: { path: '/api/contacts', query: { 'filter[primaryEmail]': 'contact1_2@example.com' } },
  },
  ...taskPlans,
  'users/': {
    seed: 'people',
    translate: 'users',
    bind: {
      simple_user: 'simple_user',
      simple_user_2: 'simple_user_2',
      simple_user_email: 'simple_user@example.com',
      implode: 'ext_simple_user,ext_user_with_confirmation_token',
      'currentUser.id': '109',
      'currentUser.owner.id': '1',
      USER_NAME: 'admin',
    },
    capture: { 'assertRequestSuccess.id': 'data.id' },
  },
  'users/user-profile-test--not-allowed-methods': {
    variants: ['HEAD', 'POST', 'PATCH', 'DELETE'].map((method) => ({ method })),
  },
  'users/user-case-insensitive-email-test--create-and-update-case-insensitive': {
    settings: { caseInsensitiveEmails: true },
  },
  'users/user-test--try-to-update-current': {
    bind: { id: '109' },
    request: { path: '/api/users/109', query: {} },
  },
  'users/user-test--update-relationship-for-owner': { bind: { id: '1' } },
  'users/request-': { request: { method: 'POST', path: '/api/users' } },
  'users/response-create': { request: { method: 'POST', path: '/api/users' } },
  'users/response-get_user': { request: { path: '/api/users/124' } },
  'addressdictionaries/': { seed: 'people' },
  'addressdictionaries/response-cget_address_type.': { request: { path: '/api/addresstypes' } },
  'addressdictionaries/response-cget_address_type_filter_ids': {
    request: { path: '/api/addresstypes', query: { 'filter[id]': 'billing,shipping' } },
  },
  'addressdictionaries/response-get_address_type': { request: { path: '/api/addresstypes/shipping' } },
  'addressdictionaries/response-cget_country_filter_ids': {
    request: { path: '/api/countries', query: { 'filter[id]': 'IL,MG' } },
  },
  'addressdictionaries/response-get_country.': { request: { path: '/api/countries/IL' } },
  'addressdictionaries/response-get_country_regions_id': {
    request: { path: '/api/countries/IL/relationships/regions' },
  },
  'addressdictionaries/response-cget_region.': {
    request: { path: '/api/regions', query: { 'filter[country]': 'GB', 'page[size]': '3' } },
  },
  'addressdictionaries/response-cget_region_filter_ids': {
    request: { path: '/api/regions', query: { 'filter[id]': 'GB-ABE,GB-ABD' } },
  },
  'addressdictionaries/response-get_region.': { request: { path: '/api/regions/GB-ABD' } },
  'addressdictionaries/response-get_region_country_id': {
    request: { path: '/api/regions/IL-TA/relationships/country' },
  },
  'oauth/': {
    seed: 'people',
    bind: {
      clientId: client.client_id,
      clientSecret: client.client_secret,
      'route oro_oauth2_server_auth_token_options': '/oauth2-token',
    },
    capture: { 'jsonToArray.access_token': 'access_token' },
  },
  'oauth/client-credentials-oauth-server-test--api-request-with-correct-access-token-should': {
    late: (orocrm) => bearer(orocrm, 'client_credentials'),
  },
  'oauth/client-credentials-oauth-server-test--get-auth-token-for-deactivated-client': {
    before: (orocrm) => orocrm.people.changeClient(client.client_id, { active: false }),
  },
  'oauth/client-credentials-oauth-server-test--get-auth-token-when-credentials-provided-via-basic': {
    request: {
      headers: {
        'Content-Type': 'application/x-www-form-urlencoded',
        Accept: 'application/json,text/plain,*/*',
        Authorization: `Basic ${Buffer.from(`${client.client_id}:${client.client_secret}`).toString('base64')}`,
      },
      body: 'grant_type=client_credentials',
    },
  },
  'oauth/password-grant-oauth-server-test--api-request-with-correct-access-token-should': {
    late: (orocrm) => bearer(orocrm, 'password'),
  },
  'oauth/password-grant-oauth-server-test--api-request-with-correct-access-token-but-for-deactivated-user': {
    late: async (orocrm) => {
      const granted = await bearer(orocrm, 'password');
      orocrm.people.changeUser('admin', { enabled: false });
      return granted;
    },
  },
  'oauth/password-grant-oauth-server-test--api-request-with-access-toked-after': { late: refreshed },
  'filters/': { seed: 'employees', translate: 'employees' },

  'filters/get-with-filters-test--default-pag': { seed: 'departments', translate: 'departments' },
  'filters/get-with-filters-test--pagination-with-page-size': {
    seed: 'departments',
    translate: 'departments',
    settings: { maxEntities: 5 },
  },
  'filters/get-with-filters-test--pagination-with-unlimited': {
    seed: 'departments',
    translate: 'departments',
  },
  'batch/sync-update-list-test': { seed: 'staff', translate: 'staff' },
  'batch/sync-update-list-test--try-to-update-entities-with-duplicated': {
    translate: 'targets',
    bind: { 'owner2.id': '169', 'target1.id': '168' },
  },
  'batch/upsert-via-create-action-test': { seed: 'people', translate: 'upsert' },
};

/** The plan of a fixture; undefined where there is none for it. */
export function planOf(name: string): Plan | undefined {
  const fitting = Object.entries(plans)
    .filter(([beginning]) => name.startsWith(beginning))
    .sort(([a], [b]) => a.length - b.length)
    .map(([, plan]) => plan);
  const merged = fitting.reduce<Partial<Plan>>(
    (sum, plan) => ({ ...sum, ...plan, bind: { ...sum.bind, ...plan.bind } }),
    {},
  );
  const { seed } = merged;
  return seed === undefined ? undefined : { ...merged, seed };
}
