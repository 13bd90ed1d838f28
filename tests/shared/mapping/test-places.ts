import type { Place } from '../../../shared/records/contact';
import { placeFinder, type Country, type Places } from '../../../shared/mapping/contact/places';

const country = (code: string, iso3: string, name: string): Country => ({ code, iso3, name });
const region = (code: string, name: string): Place => ({ code, name });

/** A small dictionary with what is awkward in the real one: names that repeat, a country named like a region. */
export const places: Places = {
  countries: [
    country('US', 'USA', 'United States'),
    country('CA', 'CAN', 'Canada'),
    country('DE', 'DEU', 'Germany'),
    country('FR', 'FRA', 'France'),
    country('GB', 'GBR', 'United Kingdom'),
    country('GE', 'GEO', 'Georgia'),
    country('NL', 'NLD', 'Netherlands'),
    country('MC', 'MCO', 'Monaco'),
    country('AT', 'AUT', 'Österreich'),
    country('CD', 'COD', 'Congo'),
    country('CG', 'COG', 'Congo'),
  ],
  regions: new Map([
    ['US', [region('US-CA', 'California'), region('US-GA', 'Georgia'), region('US-NY', 'New York')]],
    ['CA', [region('CA-QC', 'Québec'), region('CA-ON', 'Ontario')]],
    ['DE', [region('DE-BY', 'Bayern'), region('DE-BW', 'Baden-Württemberg')]],
    ['GB', [region('GB-NWP', 'Newport'), region('GB-NPT', 'Newport')]],
    ['MC', []],
  ]),
};

export const finder = placeFinder(places);

export function placeOf(code: string): Place {
  const all: readonly Place[] = [...places.countries, ...[...places.regions.values()].flat()];
  const found = all.find((place) => place.code === code);
  if (found === undefined) throw new Error(`The test dictionary has no ${code}.`);
  return { code: found.code, name: found.name };
}
