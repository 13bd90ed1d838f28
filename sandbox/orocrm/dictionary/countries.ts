import { idOf, type Entity } from '../model/entity';
import iso3Codes from './countries.json';
import regionLists from './regions.json';

/**
 * Names that OroCRM's own list has otherwise than Unicode's: a client that looks for a country by name has to
 * cope with them. Codes and regions are those of ISO 3166 (data: npm package iso-3166, MIT).
 */
const ownNames: Readonly<Record<string, string>> = {
  AG: 'Antigua and Barbuda',
  BA: 'Bosnia and Herzegovina',
  BL: 'Saint Barthélemy',
  BN: 'Brunei Darussalam',
  BQ: 'Bonaire, Sint Eustatius and Saba',
  CD: 'Congo, The Democratic Republic of the',
  CG: 'Congo',
  CI: "Côte d'Ivoire",
  CV: 'Cabo Verde',
  FK: 'Falkland Islands (Malvinas)',
  FM: 'Micronesia, Federated States of',
  HK: 'Hong Kong',
  KN: 'Saint Kitts and Nevis',
  LC: 'Saint Lucia',
  MF: 'Saint Martin (French part)',
  MM: 'Myanmar',
  MO: 'Macao',
  PN: 'Pitcairn',
  PS: 'Palestine, State of',
  RU: 'Russian Federation',
  ST: 'Sao Tome and Principe',
  TT: 'Trinidad and Tobago',
  VA: 'Holy See (Vatican City State)',
  VC: 'Saint Vincent and the Grenadines',
  VG: 'Virgin Islands, British',
  VI: 'Virgin Islands, U.S.',
  WF: 'Wallis and Futuna',
};

const names = new Intl.DisplayNames(['en'], { type: 'region' });

function parsedRegions(): Map<string, { code: string; name: string }[]> {
  const lists = new Map<string, { code: string; name: string }[]>();
  for (const [country, list] of Object.entries(regionLists)) {
    const regions = list.split('|').map((item) => {
      const mark = item.indexOf('=');
      return { code: item.slice(0, mark), name: item.slice(mark + 1) };
    });
    lists.set(country, regions);
  }
  return lists;
}

/** All countries with their regions, as records of the types `countries` and `regions`. */
export function countryEntities(): Entity[] {
  const regions = parsedRegions();
  return Object.entries(iso3Codes).flatMap(([iso2, iso3Code]): Entity[] => {
    const own = regions.get(iso2) ?? [];
    const country: Entity = {
      type: 'countries',
      id: idOf(iso2),
      attributes: { iso3Code, name: ownNames[iso2] ?? names.of(iso2) ?? iso2 },
      toOne: {},
      // OroCRM answers them in no particular order; its own tests saw the last first.
      toMany: { regions: own.map(({ code }) => idOf(`${iso2}-${code}`)).reverse() },
    };
    return [
      country,
      ...own.map(({ code, name }): Entity => ({
        type: 'regions',
        id: idOf(`${iso2}-${code}`),
        attributes: { code, name },
        toOne: { country: idOf(iso2) },
        toMany: {},
      })),
    ];
  });
}
