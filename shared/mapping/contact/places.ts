import type { Place } from '../../records/contact';
import { byCodeUnit } from '../../records/canonical-json';
import { aliases, codesByForeignName } from './country-names';
import { foldPlace } from './fold-place';

export interface Country extends Place {
  /** ISO 3166-1 alpha-3, '' when unknown. */
  readonly iso3: string;
}

/**
 * OroCRM's dictionaries of countries and regions. Both must be whole: a country that is missing here cannot be
 * written to OroCRM.
 */
export interface Places {
  readonly countries: readonly Country[];
  /** By country code. A country without regions may be absent. */
  readonly regions: ReadonlyMap<string, readonly Place[]>;
}

/** Finds what a free text means in OroCRM's dictionaries, whatever its case, accents and punctuation. */
export interface PlaceFinder {
  country(text: string): Place | undefined;
  /** A region of the country by code (`US-CA`), name or short code (`CA`). */
  region(countryCode: string, text: string): Place | undefined;
  /** Has OroCRM a list of regions for the country? Then a free text cannot be stored (orocrm-api 1.4). */
  hasRegions(countryCode: string): boolean;
}

const finders = new WeakMap<Places, PlaceFinder>();

/** The finder of a dictionary; made once for each `Places` object. */
export function placeFinder(places: Places): PlaceFinder {
  const known = finders.get(places);
  if (known !== undefined) return known;
  const finder = makeFinder(places);
  finders.set(places, finder);
  return finder;
}

function makeFinder(places: Places): PlaceFinder {
  const own = countryIndex(places.countries);
  const byCode = new Map(places.countries.map(({ code, name }): [string, Place] => [code, { code, name }]));
  const regions = new Map<string, ReadonlyMap<string, Place>>();
  const regionsOf = (code: string): ReadonlyMap<string, Place> => {
    const made = regions.get(code) ?? regionIndex(places.regions.get(code) ?? []);
    regions.set(code, made);
    return made;
  };

  return {
    country(text) {
      const folded = foldPlace(text);
      if (folded === '') return undefined;
      const found = own.get(folded) ?? byCode.get(aliases.get(folded) ?? '');
      if (found !== undefined) return found;
      for (const code of codesByForeignName(folded)) {
        const country = byCode.get(code);
        if (country !== undefined) return country;
      }
      return undefined;
    },
    region: (countryCode, text) => regionsOf(countryCode).get(foldPlace(text)),
    hasRegions: (countryCode) => (places.regions.get(countryCode)?.length ?? 0) > 0,
  };
}

/** Codes first, then names; of two with the same name the one with the lower code, on every machine. */
function countryIndex(countries: readonly Country[]): ReadonlyMap<string, Place> {
  const sorted = countries.toSorted((a, b) => byCodeUnit(a.code, b.code));
  return firstOf([
    ...sorted.map((country) => [country.code, country] as const),
    ...sorted.map((country) => [country.iso3, country] as const),
    ...sorted.map((country) => [country.name, country] as const),
  ]);
}

function regionIndex(regions: readonly Place[]): ReadonlyMap<string, Place> {
  const sorted = regions.toSorted((a, b) => byCodeUnit(a.code, b.code));
  return firstOf([
    ...sorted.map((region) => [region.code, region] as const),
    ...sorted.map((region) => [region.name, region] as const),
    ...sorted.map((region) => [region.code.replace(/^[^-]*-/, ''), region] as const),
  ]);
}

function firstOf(entries: readonly (readonly [string, Place])[]): ReadonlyMap<string, Place> {
  const index = new Map<string, Place>();
  for (const [name, place] of entries) {
    const folded = foldPlace(name);
    if (folded !== '' && !index.has(folded)) index.set(folded, { code: place.code, name: place.name });
  }
  return index;
}
