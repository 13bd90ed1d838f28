import type { Property } from './content-line';

/** The properties of that name with a value, those that are preferred first. */
export const byPreference = (properties: readonly Property[], name: string): Property[] =>
  properties
    .filter((one) => one.name === name && one.values.some((value) => value !== ''))
    .sort((a, b) => Number(b.types.includes('pref')) - Number(a.types.includes('pref')));

export const first = (properties: readonly Property[], name: string): Property | undefined =>
  byPreference(properties, name)[0];

/** Without what is empty. */
export const texts = <T extends Record<string, string>>(values: T): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '')) as Partial<T>;
