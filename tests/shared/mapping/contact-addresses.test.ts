import type { OutlookAddress } from '../../../shared/records/contact';
import { address, newAddress, noAddress, orocrm, outlook, outlookAddress, sent, written } from './examples';
import { placeOf } from './test-places';

const abroad = outlookAddress({ countryOrRegion: 'Atlantis' });
const nowhere = outlookAddress({ countryOrRegion: '' });

describe('slots', () => {
  test.each([
    ['billing', 'billingAddress', 'businessAddress'],
    ['shipping', 'shippingAddress', 'homeAddress'],
  ] as const)('type %s', (type, field, property) => {
    const crm = orocrm({ addresses: [address(1, { types: [type], primary: true })] });
    const item = outlook({ [property]: outlookAddress({}) });
    expect(sent(outlook({}), crm)).toMatchObject({
      fields: [field],
      changes: { [property]: outlookAddress({}) },
    });
    const created = newAddress({ types: [type], primary: true });
    expect(written(orocrm({}), item).record.addresses).toEqual([created]);
    expect(written(crm, item).fields).toEqual([]);
  });

  test('no type: the primary one, else the oldest; the others are hidden', () => {
    const untyped = (primary: boolean) =>
      orocrm({
        addresses: [
          address(12, { city: 'C' }),
          address(7, { city: 'A' }),
          address(9, { city: 'B', primary }),
        ],
      });
    expect(sent(outlook({}), untyped(false)).record.otherAddress.city).toBe('A');
    expect(sent(outlook({}), untyped(true)).record.otherAddress.city).toBe('B');
  });

  test('both types on one address fill two slots', () => {
    const crm = orocrm({ addresses: [address(1, { types: ['billing', 'shipping'] })] });
    expect(sent(outlook({}), crm).changes).toEqual({
      businessAddress: outlookAddress({}),
      homeAddress: outlookAddress({}),
    });
  });
});

describe('an edit in Outlook', () => {
  const moved = outlookAddress({ city: 'Köln' });

  test('updates the address in place', () => {
    const crm = orocrm({ addresses: [address(1, {}), address(2, { types: ['billing'], primary: true })] });
    const item = outlook({ businessAddress: moved, otherAddress: outlookAddress({}) });
    expect(written(crm, item)).toMatchObject({
      fields: ['billingAddress'],
      record: {
        addresses: [address(1, {}), address(2, { types: ['billing'], primary: true, city: 'Köln' })],
      },
    });
  });

  test('clears a slot: the address goes, and another becomes primary', () => {
    const crm = orocrm({ addresses: [address(3, {}), address(2, { types: ['billing'], primary: true })] });
    const { record } = written(crm, outlook({ otherAddress: outlookAddress({}) }));
    expect(record.addresses).toEqual([address(3, { primary: true })]);
  });

  test('creates the first address as the primary one, the next as a plain one', () => {
    const { record } = written(orocrm({}), outlook({ homeAddress: moved, otherAddress: moved }));
    expect(record.addresses.map(({ types, primary }) => ({ types, primary }))).toEqual([
      { types: ['shipping'], primary: true },
      { types: [], primary: false },
    ]);
  });

  test('clears the untyped one: the next surfaces, and one further write shows it', () => {
    const crm = orocrm({ addresses: [address(1, {}), address(2, { city: 'Ulm' })] });
    const { record } = written(crm, outlook({}));
    expect(record.addresses).toEqual([address(2, { city: 'Ulm' })]);
    expect(sent(outlook({}), record).record.otherAddress.city).toBe('Ulm');
  });
});

describe('one address with both types', () => {
  const shared = address(5, { types: ['billing', 'shipping'], primary: true });
  const crm = orocrm({ addresses: [shared] });
  const same = outlookAddress({});
  const moved = outlookAddress({ city: 'Köln' });
  const write = (businessAddress: OutlookAddress, homeAddress: OutlookAddress) =>
    written(crm, outlook({ businessAddress, homeAddress })).record.addresses;

  test('one slot changed: it is split, the other keeps the address', () => {
    const created = newAddress({ types: ['billing'], city: 'Köln' });
    expect(write(moved, same)).toEqual([{ ...shared, types: ['shipping'] }, created]);
    expect(write(same, moved)).toEqual([
      { ...shared, types: ['billing'] },
      { ...created, types: ['shipping'] },
    ]);
  });

  test('both changed to the same: updated in place', () => {
    expect(write(moved, { ...moved, countryOrRegion: 'Deutschland' })).toEqual([{ ...shared, city: 'Köln' }]);
  });

  test('both changed, each in its way', () => {
    const addresses = write(moved, outlookAddress({ city: 'Ulm' }));
    expect(addresses.map(({ id, types, city }) => ({ id, types, city }))).toEqual([
      { id: '5', types: ['shipping'], city: 'Ulm' },
      { id: undefined, types: ['billing'], city: 'Köln' },
    ]);
  });

  test('one slot cleared: only its type goes', () => {
    expect(write(noAddress, same)).toEqual([{ ...shared, types: ['shipping'] }]);
    expect(write(same, noAddress)).toEqual([{ ...shared, types: ['billing'] }]);
  });

  test('one slot changed, the other cleared: the address stays with the changed one', () => {
    expect(write(moved, noAddress)).toEqual([{ ...shared, types: ['billing'], city: 'Köln' }]);
    expect(write(noAddress, moved)).toEqual([{ ...shared, types: ['shipping'], city: 'Köln' }]);
  });

  test('both cleared', () => {
    expect(write(noAddress, noAddress)).toEqual([]);
  });

  test('a country that Outlook lost is no reason to split', () => {
    expect(write(nowhere, same)).toEqual([shared]);
  });
});

describe('streets', () => {
  test('two lines in OroCRM are lines in Outlook', () => {
    const crm = orocrm({ addresses: [address(1, { street: 'A', street2: 'B' })] });
    expect(sent(outlook({}), crm).record.otherAddress.street).toBe('A\nB');
  });

  test('the first line in Outlook is the street, the others the second', () => {
    const item = outlook({ otherAddress: outlookAddress({ street: 'A\r\n\r\nB\r\nC' }) });
    expect(written(orocrm({}), item).record.addresses).toMatchObject([{ street: 'A', street2: 'B\nC' }]);
  });

  test('the same lines divided otherwise are no difference', () => {
    const crm = orocrm({ addresses: [address(1, { street: '', street2: 'A\nB' })] });
    expect(written(crm, outlook({ otherAddress: outlookAddress({ street: 'A\r\nB' }) })).fields).toEqual([]);
    const { record } = written(
      crm,
      outlook({ otherAddress: outlookAddress({ street: 'A\r\nB', city: 'Ulm' }) }),
    );
    expect(record.addresses).toEqual([address(1, { street: '', street2: 'A\nB', city: 'Ulm' })]);
  });
});

describe('countries', () => {
  const crm = orocrm({ addresses: [address(1, {})] });

  test('other names of the same country are no difference, and stay', () => {
    const item = outlook({ otherAddress: outlookAddress({ countryOrRegion: 'Allemagne', city: 'Ulm' }) });
    expect(written(crm, item).record.addresses).toEqual([address(1, { city: 'Ulm' })]);
    expect(sent(item, crm).record.otherAddress).toEqual(outlookAddress({ countryOrRegion: 'Allemagne' }));
  });

  test.each([
    ['unknown', abroad],
    ['missing', nowhere],
  ])('%s in Outlook, no address in OroCRM: nothing is written, nothing is cleared', (_, otherAddress) => {
    const item = outlook({ otherAddress });
    expect(written(orocrm({}), item)).toMatchObject({ fields: [], changes: {} });
    expect(sent(item, orocrm({}))).toMatchObject({ fields: [], changes: {} });
    expect(sent(item, orocrm({ fax: '1' })).changes).toEqual({ fax: '1' });
  });

  test.each([
    ['unknown', abroad],
    ['missing', nowhere],
  ])('%s in Outlook, an address in OroCRM: its country stays, the rest is written', (_, found) => {
    const item = outlook({ otherAddress: { ...found, city: 'Ulm' } });
    const { record } = written(crm, item);
    expect(record.addresses).toEqual([address(1, { city: 'Ulm' })]);
    expect(sent(item, record).record.otherAddress).toEqual(outlookAddress({ city: 'Ulm' }));
    expect(written(record, item).fields).toEqual([]);
  });

  test('an edit of an address whose country is unknown is seen as an edit', () => {
    const row = written(crm, outlook({ otherAddress: { ...nowhere, city: 'Ulm' } }));
    expect(row.fields).toEqual(['otherAddress']);
  });

  test('an address that OroCRM removed goes from Outlook, since OroCRM could hold it', () => {
    const item = outlook({ otherAddress: outlookAddress({}) });
    expect(sent(item, orocrm({})).changes).toEqual({ otherAddress: noAddress });
  });

  test('a name that two countries share is written as a code', () => {
    const congo = orocrm({ addresses: [address(1, { country: placeOf('CG') })] });
    expect(sent(outlook({}), congo).record.otherAddress.countryOrRegion).toBe('CG');
  });
});

describe('states', () => {
  const american = (region: string | undefined, customRegion = '') =>
    orocrm({
      addresses: [
        address(1, {
          country: placeOf('US'),
          region: region === undefined ? undefined : placeOf(region),
          customRegion,
        }),
      ],
    });
  const inState = (state: string, countryOrRegion = 'USA') =>
    outlook({ otherAddress: outlookAddress({ countryOrRegion, state }) });

  test('a region reads by its name', () => {
    expect(sent(outlook({}), american('US-CA')).record.otherAddress.state).toBe('California');
  });

  test.each(['California', 'CA', 'us-ca', ' CALIFORNIA '])('%s is the region', (text) => {
    expect(written(american('US-CA'), inState(text)).fields).toEqual([]);
    expect(written(american('US-NY'), inState(text)).record.addresses).toMatchObject([
      { region: placeOf('US-CA') },
    ]);
  });

  test('a text in no list of regions: the region of OroCRM stays, and comes back', () => {
    const item = inState('Foo');
    expect(written(american('US-CA'), item).fields).toEqual([]);
    expect(sent(item, american('US-CA')).record.otherAddress.state).toBe('California');
  });

  test('a text in no list of regions, none in OroCRM: the text survives', () => {
    const item = inState('Foo');
    expect(written(american(undefined), item).fields).toEqual([]);
    expect(sent(item, american(undefined)).fields).toEqual([]);
  });

  test('cleared in Outlook: cleared in OroCRM', () => {
    expect(written(american('US-CA'), inState('')).record.addresses).toMatchObject([{ region: undefined }]);
  });

  test('another country: the region does not go with it', () => {
    const { record } = written(american('US-CA'), inState('Foo', 'Germany'));
    expect(record.addresses).toMatchObject([{ country: placeOf('DE'), region: undefined, customRegion: '' }]);
  });

  test('free text where OroCRM has no regions', () => {
    const dutch = orocrm({
      addresses: [address(1, { country: placeOf('NL'), customRegion: 'Noord-Holland' })],
    });
    expect(sent(outlook({}), dutch).record.otherAddress.state).toBe('Noord-Holland');
    expect(written(dutch, inState('Zeeland', 'Holland')).record.addresses).toMatchObject([
      { customRegion: 'Zeeland' },
    ]);
  });

  test('a name that two regions share is written as a code', () => {
    const british = orocrm({
      addresses: [address(1, { country: placeOf('GB'), region: placeOf('GB-NWP') })],
    });
    expect(sent(outlook({}), british).record.otherAddress.state).toBe('GB-NWP');
  });
});
