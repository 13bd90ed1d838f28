import { changeContact, createContact } from '../../../shared/orocrm/contact-changes';
import type { MakeUp } from '../../../shared/orocrm/record-type';
import type { OrocrmAddress, OrocrmContact } from '../../../shared/records/contact';
import { orocrmId } from '../../../shared/records/ids';
import { blankAddress, blankContact } from './fixtures';

function madeUp(): MakeUp {
  let count = 0;
  return () => `new-${++count}`;
}

const address = (id: string, extra: Partial<OrocrmAddress> = {}): OrocrmAddress => ({
  ...blankAddress,
  id: orocrmId(id),
  ...extra,
});

const contact = (extra: Partial<OrocrmContact>): OrocrmContact => ({ ...blankContact, ...extra });

const documentOf = (current: Partial<OrocrmContact>, desired: Partial<OrocrmContact>): unknown =>
  changeContact(contact(current), contact(desired), madeUp())?.document;

const attributesOf = (current: Partial<OrocrmContact>, desired: Partial<OrocrmContact>): unknown =>
  changeContact(contact(current), contact(desired), madeUp())?.document.data.attributes;

describe('a new contact', () => {
  it('says only what there is, and whose it is', () => {
    const draft = contact({
      firstName: 'Ann',
      gender: 'female',
      emails: ['a@x.example'],
      primaryEmail: 'a@x.example',
    });
    expect(createContact(draft, orocrmId('9'), madeUp())).toEqual({
      document: {
        data: {
          type: 'contacts',
          attributes: {
            firstName: 'Ann',
            gender: 'female',
            emails: [{ email: 'a@x.example' }],
            primaryEmail: 'a@x.example',
          },
          relationships: { owner: { data: { type: 'users', id: '9' } } },
        },
        included: [],
      },
      removed: [],
    });
  });

  it('without an owner leaves it to OroCRM', () => {
    const { document } = createContact(contact({ lastName: 'B' }), undefined, madeUp());
    expect(document.data).toEqual({ type: 'contacts', attributes: { lastName: 'B' } });
  });

  it('brings its addresses under made-up ids', () => {
    const draft = contact({
      firstName: 'A',
      addresses: [
        {
          ...blankAddress,
          types: ['billing'],
          primary: true,
          street: 'S 1',
          region: { code: 'US-CA', name: '' },
        },
        { ...blankAddress, country: { code: 'FR', name: 'France' }, customRegion: 'Midi' },
      ],
    });
    const { document } = createContact(draft, undefined, madeUp());
    expect(document.data.relationships).toEqual({
      addresses: {
        data: [
          { type: 'contactaddresses', id: 'new-1' },
          { type: 'contactaddresses', id: 'new-2' },
        ],
      },
    });
    expect(document.included).toEqual(
      expect.arrayContaining([
        {
          type: 'contactaddresses',
          id: 'new-1',
          attributes: { primary: true, street: 'S 1' },
          relationships: {
            country: { data: { type: 'countries', id: 'US' } },
            region: { data: { type: 'regions', id: 'US-CA' } },
            types: { data: [{ type: 'addresstypes', id: 'billing' }] },
          },
        },
        {
          type: 'contactaddresses',
          id: 'new-2',
          attributes: { primary: false, customRegion: 'Midi' },
          relationships: { country: { data: { type: 'countries', id: 'FR' } }, types: { data: [] } },
        },
      ]),
    );
  });
});

describe('a changed contact', () => {
  it('sends nothing when nothing differs', () => {
    expect(documentOf({ firstName: 'A' }, { firstName: 'A' })).toBeUndefined();
  });

  it('is not changed by version, times, owner or the order of a list', () => {
    expect(
      documentOf(
        { emails: ['a', 'b'], primaryEmail: 'a' },
        { emails: ['b', 'a'], primaryEmail: 'a', version: 'x', createdAt: 'y', owner: '' },
      ),
    ).toBeUndefined();
  });

  it('sends only what differs, and null for what goes', () => {
    expect(
      documentOf({ firstName: 'A', fax: '1', jobTitle: 'J' }, { firstName: 'B', fax: '', jobTitle: 'J' }),
    ).toEqual({
      data: { type: 'contacts', id: '1', attributes: { firstName: 'B', fax: null } },
      included: [],
    });
  });

  it.each([
    [
      'an e-mail more',
      { emails: ['a'], primaryEmail: 'a' },
      { emails: ['a', 'b'], primaryEmail: 'a' },
      { emails: [{ email: 'a' }, { email: 'b' }], primaryEmail: 'a' },
    ],
    [
      'another primary',
      { emails: ['a', 'b'], primaryEmail: 'a' },
      { emails: ['a', 'b'], primaryEmail: 'b' },
      { emails: [{ email: 'a' }, { email: 'b' }], primaryEmail: 'b' },
    ],
    [
      'none left',
      { phones: ['1'], primaryPhone: '1' },
      { phones: [], primaryPhone: '' },
      { phones: [], primaryPhone: null },
    ],
    [
      'a primary that is not in the list',
      {},
      { phones: ['2'], primaryPhone: '1' },
      { phones: [{ phone: '1' }, { phone: '2' }], primaryPhone: '1' },
    ],
    [
      'a list without a primary',
      {},
      { emails: ['a', 'b'], primaryEmail: '' },
      { emails: [{ email: 'a' }, { email: 'b' }], primaryEmail: 'a' },
    ],
  ])('always sends a list with its primary: %s', (_name, current, desired, expected) => {
    expect(attributesOf(current, desired)).toEqual(expected);
  });
});

describe('changed addresses', () => {
  it('are named in full, and only what differs is included', () => {
    const current = [address('5', { city: 'Rome' }), address('6'), address('7')];
    const desired = [address('5', { city: 'Oslo' }), address('6'), { ...blankAddress, street: 'N' }];
    const write = changeContact(contact({ addresses: current }), contact({ addresses: desired }), madeUp());
    expect(write?.document.data.relationships).toEqual({
      addresses: {
        data: [
          { type: 'contactaddresses', id: '5' },
          { type: 'contactaddresses', id: '6' },
          { type: 'contactaddresses', id: 'new-1' },
        ],
      },
    });
    expect(write?.document.included).toEqual([
      { type: 'contactaddresses', id: '5', meta: { update: true }, attributes: { city: 'Oslo' } },
      {
        type: 'contactaddresses',
        id: 'new-1',
        attributes: { primary: false, street: 'N' },
        relationships: { country: { data: { type: 'countries', id: 'US' } }, types: { data: [] } },
      },
    ]);
    expect(write?.removed).toEqual(['7']);
  });

  it('send country, region and free region together', () => {
    const before = address('5', { region: { code: 'US-CA', name: 'California' } });
    const after = address('5', { country: { code: 'FR', name: 'France' }, customRegion: 'Midi' });
    expect(documentOf({ addresses: [before] }, { addresses: [after] })).toMatchObject({
      included: [
        {
          attributes: { customRegion: 'Midi' },
          relationships: {
            country: { data: { type: 'countries', id: 'FR' } },
            region: { data: null },
          },
        },
      ],
    });
  });

  it('do not differ by the name of a place alone', () => {
    const renamed = address('5', { country: { code: 'US', name: 'USA' } });
    expect(documentOf({ addresses: [address('5')] }, { addresses: [renamed] })).toBeUndefined();
  });

  it('that give a type or the primary mark up come before those that take it', () => {
    const current = [
      address('5', { types: ['billing'], primary: true }),
      address('6', { types: ['shipping'] }),
    ];
    const desired = [
      address('5', { types: [] }),
      address('6', { types: ['shipping', 'billing'], primary: true }),
    ];
    const first = documentOf({ addresses: current }, { addresses: desired });
    expect(first).toMatchObject({ included: [{ id: '5' }, { id: '6' }] });
    const back = documentOf({ addresses: desired }, { addresses: current });
    expect(back).toMatchObject({ included: [{ id: '6' }, { id: '5' }] });
  });

  it('without a partner in OroCRM are new, whatever id they carry', () => {
    expect(documentOf({}, { addresses: [address('99')] })).toMatchObject({ included: [{ id: 'new-1' }] });
  });
});
