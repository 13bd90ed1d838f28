import { placeFinder, type Places } from '../../../shared/mapping/contact/places';
import { finder, places } from './test-places';

test.each([
  [
    'US',
    [
      'US',
      'us',
      'USA',
      'U.S.A.',
      'U.S.',
      'United States',
      'united states of america',
      'Vereinigte Staaten',
      'États-Unis',
      'США',
      '美国',
    ],
  ],
  ['DE', ['DE', 'deu', 'Germany', 'Deutschland', 'Allemagne', 'ALEMANIA', 'Niemcy', 'ドイツ', 'BRD']],
  [
    'GB',
    [
      'GB',
      'UK',
      'U.K.',
      'England',
      'Scotland',
      'Great Britain',
      'Vereinigtes Königreich',
      'The United Kingdom',
    ],
  ],
  ['NL', ['Holland', 'The Netherlands', 'Niederlande', 'Pays-Bas', ' nederland ']],
  ['AT', ['Österreich', 'osterreich', 'Austria', 'O\u0308sterreich', 'Autriche']],
  ['FR', ['France', 'Frankreich', 'FRA']],
  ['GE', ['Georgia', 'Georgien']],
])('%s by its names', (code, texts) => {
  for (const text of texts) expect([text, finder.country(text)?.code]).toEqual([text, code]);
});

test.each(['', '  ', '.', 'Atlantis', 'Germany (DE)', 'XX', 'Spain'])(
  '%j names no country of the dictionary',
  (text) => {
    expect(finder.country(text)).toBeUndefined();
  },
);

test.each([
  ['US', 'California', 'US-CA'],
  ['US', 'ca', 'US-CA'],
  ['US', 'us-ca', 'US-CA'],
  ['US', 'GEORGIA', 'US-GA'],
  ['CA', 'Quebec', 'CA-QC'],
  ['DE', 'baden wurttemberg', 'DE-BW'],
  ['DE', 'Baden-Württemberg', 'DE-BW'],
  ['DE', 'California', undefined],
  ['US', '', undefined],
  ['FR', 'Paris', undefined],
])('region of %s: %s', (country, text, code) => {
  expect(finder.region(country, text)?.code).toBe(code);
});

test('a country with an empty list of regions has none', () => {
  expect(['US', 'MC', 'FR', 'XX'].map((code) => finder.hasRegions(code))).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

test('the whole list of countries can be found by the names of their codes', () => {
  const display = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const codes = ['AD', 'BR', 'CI', 'CZ', 'JP', 'KR', 'MK', 'RU', 'TR', 'VN', 'ZA'];
  const all: Places = {
    countries: codes.map((code) => ({ code, iso3: '', name: display.of(code) ?? code })),
    regions: new Map(),
  };
  const names = [
    'Andorra',
    'Brasil',
    'Ivory Coast',
    'Czech Republic',
    '日本',
    'South Korea',
    'Macedonia',
    'Russia',
    'Türkei',
    'Viet Nam',
    'Südafrika',
  ];
  expect(names.map((name) => placeFinder(all).country(name)?.code)).toEqual(codes);
});

test('one finder for one dictionary', () => {
  expect(placeFinder(places)).toBe(finder);
});
