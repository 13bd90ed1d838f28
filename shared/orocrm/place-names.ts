/** The names of countries and regions by code, as the dictionaries of this OroCRM have them. */
export interface PlaceNames {
  country(code: string): string;
  region(code: string): string;
}

/** The codes whose names a document needs and does not bring itself. */
export interface PlaceCodes {
  readonly countries: ReadonlySet<string>;
  readonly regions: ReadonlySet<string>;
}
