import fc from 'fast-check';

import type { AddressType, OrocrmAddress, OutlookAddress } from '../../../shared/records/contact';
import { orocrmId } from '../../../shared/records/ids';
import { places, placeOf } from './test-places';

const streets = [
  '',
  'Main St 1',
  'Main St 1\nFloor 2',
  'Main St 1\r\nFloor 2\r\n',
  'A\n\n B \nC',
  ' Söder 5 ',
];
const cities = ['', 'Berlin', 'New York', ' Berlin ', 'Zürich'];
const codes = ['', '01067', '00001', '10115 '];

/** Countries and states as people write them: known, known by another name, unknown, none. */
const countryTexts = [
  ...[
    '',
    'United States',
    'USA',
    'us',
    'Vereinigte Staaten',
    'Deutschland',
    'DEU',
    'Germany',
    'Monaco',
    'Holland',
  ],
  ...['England', 'Atlantis', ' Narnia ', 'Congo', 'Osterreich', 'FRANCE'],
];
const stateTexts = [
  ...[
    '',
    'California',
    'CA',
    'us-ca',
    'Georgia',
    'bayern',
    'Baden Wurttemberg',
    'Quebec',
    'Newport',
    'GB-NPT',
  ],
  ...['Foo', ' Bar ', 'Noord-Holland'],
];

export const outlookAddress: fc.Arbitrary<OutlookAddress> = fc.oneof(
  fc.constant({ street: '', city: '', state: '', postalCode: '', countryOrRegion: '' }),
  fc.record({
    street: fc.constantFrom(...streets),
    city: fc.constantFrom(...cities),
    state: fc.constantFrom(...stateTexts),
    postalCode: fc.constantFrom(...codes),
    countryOrRegion: fc.constantFrom(...countryTexts),
  }),
);

const lines = fc.constantFrom('', 'Main St 1', 'Floor 2', 'A', 'B\nC', ' Söder 5 ');
const texts = {
  street: lines,
  street2: lines,
  city: fc.constantFrom(...cities),
  postalCode: fc.constantFrom(...codes),
};
type Located = Omit<OrocrmAddress, 'id' | 'types' | 'primary'>;

/** OroCRM's own rules: a region of the country where it has some, else a free text; rarely a leftover of older rules. */
const located: fc.Arbitrary<Located> = fc.constantFrom(...places.countries).chain(({ code }) => {
  const regions = places.regions.get(code) ?? [];
  return fc.record({
    ...texts,
    country: fc.constant(placeOf(code)),
    region: regions.length === 0 ? fc.constant(undefined) : fc.constantFrom(undefined, ...regions),
    customRegion: regions.length === 0 ? fc.constantFrom('', 'Noord-Holland', ' Foo ') : fc.constant(''),
  });
});
const odd: fc.Arbitrary<Located> = fc.record({
  ...texts,
  country: fc.constantFrom(undefined, { code: 'XX', name: 'Xanadu' }, placeOf('US')),
  region: fc.constant(undefined),
  customRegion: fc.constantFrom('', 'Foo', 'California'),
});

const typings: readonly (readonly (readonly AddressType[])[])[] = [
  [],
  [['billing']],
  [['shipping']],
  [['billing', 'shipping']],
  [['billing'], ['shipping']],
];

/**
 * The addresses of one contact: at most one of a type, one with both types, several without, one of them primary, ids
 * in no order.
 */
export const orocrmAddresses: fc.Arbitrary<readonly OrocrmAddress[]> = fc
  .record({
    typed: fc.constantFrom(...typings),
    untyped: fc.integer({ min: 0, max: 3 }),
    ids: fc.uniqueArray(fc.integer({ min: 1, max: 120 }), { minLength: 5, maxLength: 5 }),
    places: fc.array(fc.oneof({ weight: 6, arbitrary: located }, odd), { minLength: 5, maxLength: 5 }),
    primary: fc.nat(),
  })
  .map(({ typed, untyped, ids, places: found, primary }) => {
    const types = [...typed, ...Array.from({ length: untyped }, () => [])];
    return types.flatMap((of, index) => {
      const [id, at] = [ids[index], found[index]];
      if (id === undefined || at === undefined) return [];
      return [{ id: orocrmId(String(id)), types: of, primary: primary % types.length === index, ...at }];
    });
  });
