import { parseContact, unnamedPlaces } from '../../../shared/orocrm/contact-document';
import { manySchema, oneSchema, Related } from '../../../shared/orocrm/json-api/document';
import type { PlaceNames } from '../../../shared/orocrm/place-names';
import type { Parsed } from '../../../shared/orocrm/record-type';
import type { OrocrmContact } from '../../../shared/records/contact';
import { contractBody, describeContract } from './contract-data';
import { addressResource, blankAddress, blankContact, contactResource } from './fixtures';
import { orocrmId } from '../../../shared/records/ids';

const names: PlaceNames = {
  country: (code) => `country ${code}`,
  region: (code) => `region ${code}`,
};

function parse(data: object, included: object[] = [], current?: OrocrmContact): Parsed<OrocrmContact> {
  const document = oneSchema.parse({ data, included });
  return parseContact(document.data, new Related(document.included), names, current);
}

const addressesOf = (...ids: string[]): object => ({
  addresses: { data: ids.map((id) => ({ type: 'contactaddresses', id })) },
});

describe('a contact out of a document', () => {
  it('has texts for nulls and everything that is mapped', () => {
    const data = contactResource('12', {
      firstName: 'Ann',
      nameSuffix: 'Jr.',
      description: '<p>note</p>',
      emails: [{ email: 'a@x.example' }, { email: 'b@x.example' }],
      primaryEmail: 'b@x.example',
      phones: [{ phone: '007' }],
      primaryPhone: '007',
      birthday: '1990-02-28',
      gender: 'female',
    });
    expect(parse(data)).toEqual({
      complete: true,
      record: {
        ...blankContact,
        id: '12',
        version: '2026-01-02T03:04:05Z',
        firstName: 'Ann',
        nameSuffix: 'Jr.',
        description: '<p>note</p>',
        emails: ['a@x.example', 'b@x.example'],
        primaryEmail: 'b@x.example',
        phones: ['007'],
        primaryPhone: '007',
        birthday: '1990-02-28',
        gender: 'female',
      },
    });
  });

  it.each([
    ['an empty object for an empty list', { emails: {}, phones: null }, { emails: [], phones: [] }],
    ['a gender of an own kind', { gender: 'diverse' }, { gender: '' }],
    ['a birthday with a time', { birthday: '1990-02-28T00:00:00Z' }, { birthday: '1990-02-28' }],
    ['an unknown attribute', { shoeSize: 44 }, {}],
  ])('takes %s', (_name, attributes, expected) => {
    expect(parse(contactResource('1', attributes))).toMatchObject({ complete: true, record: expected });
  });

  it('takes a number for an id and no owner for none', () => {
    const data = { ...contactResource('1', {}, { owner: { data: null } }), id: 44 };
    expect(parse(data)).toMatchObject({ complete: true, record: { id: '44', owner: '' } });
  });

  it('names places as the document does, else as the dictionary does', () => {
    const data = contactResource('1', {}, addressesOf('5', '6'));
    const included = [
      addressResource(
        '5',
        { street: 'S', primary: true },
        {
          region: { data: { type: 'regions', id: 'US-CA' } },
          types: {
            data: [
              { type: 'addresstypes', id: 'billing' },
              { type: 'addresstypes', id: 'holiday' },
            ],
          },
        },
      ),
      addressResource(
        '6',
        { customRegion: 'Somewhere' },
        { country: { data: { type: 'countries', id: 'XX' } } },
      ),
      { type: 'countries', id: 'US', attributes: { name: 'United States' } },
    ];
    const parsed = parse(data, included);
    expect(parsed).toMatchObject({
      complete: true,
      record: {
        addresses: [
          {
            ...blankAddress,
            id: '5',
            street: 'S',
            primary: true,
            types: ['billing'],
            region: { code: 'US-CA', name: 'region US-CA' },
          },
          {
            ...blankAddress,
            id: '6',
            customRegion: 'Somewhere',
            country: { code: 'XX', name: 'country XX' },
          },
        ],
      },
    });
    const resources = manySchema.parse({ data: [], included }).included;
    expect(unnamedPlaces(resources, new Related(resources))).toEqual({
      countries: new Set(['XX']),
      regions: new Set(['US-CA']),
    });
  });

  it('after a write takes an address that the answer does not bring as it was read', () => {
    const kept = { ...blankAddress, id: orocrmId('5'), city: 'Rome' };
    const current = { ...blankContact, addresses: [kept] };
    const data = contactResource('1', {}, addressesOf('5', '6'));
    expect(parse(data, [addressResource('6', { city: 'Oslo' })], current)).toMatchObject({
      complete: true,
      record: { addresses: [kept, { id: '6', city: 'Oslo' }] },
    });
    expect(parse(data, [addressResource('6')])).toEqual({ complete: false, missing: 'addresses' });
  });

  it.each([
    ['id', { ...contactResource('1'), id: 'new' }],
    ['firstName', contactResource('1', { firstName: undefined })],
    ['emails', contactResource('1', { emails: 'a@x.example' })],
    ['updatedAt', contactResource('1', { updatedAt: null })],
    ['owner', contactResource('1', {}, { owner: { links: {} } })],
    ['addresses', contactResource('1', {}, { addresses: { links: {} } })],
  ])('is not whole without its %s', (missing, data) => {
    expect(parse(data)).toEqual({ complete: false, missing });
  });

  it.each([
    ['addresses.types', {}, { types: {} }],
    ['addresses.country', {}, { country: {} }],
    ['addresses.country', {}, { region: {} }],
    ['addresses.city', { city: undefined }, {}],
  ])('is not whole with an address without %s', (missing, attributes, relationships) => {
    const data = contactResource('1', {}, addressesOf('5'));
    expect(parse(data, [addressResource('5', attributes, relationships)])).toEqual({
      complete: false,
      missing,
    });
  });
});

describeContract('a recorded document of OroCRM', () => {
  it('is read: a contact', () => {
    const { data } = oneSchema.parse(contractBody('contacts/response-get_contact'));
    expect(parse(data)).toMatchObject({
      complete: true,
      record: {
        id: '101',
        owner: '109',
        version: '2024-05-17T08:30:00Z',
        firstName: 'Contact 1',
        lastName: '',
        birthday: '1973-03-07',
        emails: ['contact1_1@example.com', 'contact1_2@example.com'],
        primaryEmail: 'contact1_2@example.com',
        phones: ['5556661111', '5556661112'],
        primaryPhone: '5556661112',
        addresses: [],
      },
    });
  });

  it('is read: a list of contacts', () => {
    const { data } = manySchema.parse(contractBody('contacts/response-get_contacts_filter_by_primary_email'));
    expect(data.length).toBeGreaterThan(0);
    for (const resource of data) expect(parse(resource)).toMatchObject({ complete: true });
  });

  it('is read: an address', () => {
    const { data } = oneSchema.parse(contractBody('contactaddresses/response-get_contact_address'));
    expect(parse(contactResource('101', {}, addressesOf(data.id)), [data])).toMatchObject({
      complete: true,
      record: {
        addresses: [
          {
            id: '106',
            types: ['shipping'],
            primary: false,
            street: 'Street 2',
            street2: '',
            city: 'Los Angeles',
            postalCode: '90002',
            country: { code: 'US', name: 'country US' },
            region: { code: 'US-CA', name: 'region US-CA' },
            customRegion: '',
          },
        ],
      },
    });
  });

  it.each(['country', 'custom_region'])('is read: the addresses filtered by %s', (filter) => {
    const { data } = manySchema.parse(
      contractBody(`contactaddresses/response-cget_contact_address_filter_${filter}`),
    );
    const contact = contactResource('101', {}, addressesOf(...data.map(({ id }) => id)));
    expect(data.length).toBeGreaterThan(0);
    expect(parse(contact, data)).toMatchObject({ complete: true });
  });
});
