import type { OrocrmCredential } from '../../../shared/orocrm/access';
import { connect, type OrocrmConnection } from '../../../shared/orocrm/connection';
import type { OrocrmAddress, OrocrmContact } from '../../../shared/records/contact';
import { orocrmId } from '../../../shared/records/ids';

export const clientOf = (url: string, apiPrefix = '/api'): OrocrmCredential => ({
  url,
  apiPrefix,
  kind: 'client',
  clientId: 'the-client',
  clientSecret: 'the-secret',
});

export const connectTo = (url: string): OrocrmConnection => connect({ credential: clientOf(url) });

export const blankContact: OrocrmContact = {
  id: orocrmId('1'),
  version: '2026-01-01T00:00:00Z',
  createdAt: '2026-01-01T00:00:00Z',
  owner: orocrmId('7'),
  firstName: '',
  middleName: '',
  lastName: '',
  nameSuffix: '',
  description: '',
  emails: [],
  primaryEmail: '',
  phones: [],
  primaryPhone: '',
  jobTitle: '',
  birthday: '',
  gender: '',
  fax: '',
  addresses: [],
};

export const blankAddress: OrocrmAddress = {
  types: [],
  primary: false,
  street: '',
  street2: '',
  city: '',
  postalCode: '',
  country: { code: 'US', name: 'United States' },
  region: undefined,
  customRegion: '',
};

/** A contact as OroCRM sends it. */
export function contactResource(id: string, attributes: object = {}, relationships: object = {}): object {
  return {
    type: 'contacts',
    id,
    attributes: {
      firstName: `First ${id}`,
      middleName: null,
      lastName: null,
      nameSuffix: null,
      description: null,
      emails: [],
      primaryEmail: null,
      phones: [],
      primaryPhone: null,
      jobTitle: null,
      birthday: null,
      gender: null,
      fax: null,
      createdAt: '2026-01-01T00:00:00Z',
      updatedAt: '2026-01-02T03:04:05Z',
      ...attributes,
    },
    relationships: {
      owner: { data: { type: 'users', id: '7' } },
      addresses: { data: [] },
      ...relationships,
    },
  };
}

export function addressResource(id: string, attributes: object = {}, relationships: object = {}): object {
  return {
    type: 'contactaddresses',
    id,
    attributes: {
      primary: false,
      street: null,
      street2: null,
      city: null,
      postalCode: null,
      customRegion: null,
      ...attributes,
    },
    relationships: {
      country: { data: { type: 'countries', id: 'US' } },
      region: { data: null },
      types: { data: [] },
      ...relationships,
    },
  };
}

export const errorBody = (title: string, detail: string, source: object = {}): object => ({
  errors: [{ status: '400', title, detail, source }],
});
