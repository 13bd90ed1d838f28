import type { OrocrmAddress, OutlookAddress, Place } from '../../records/contact';
import { lineForm } from '../text';
import type { PlaceFinder } from './places';

/**
 * An address in the common language; null where there is none. `country` and `state` are OroCRM's codes; where a text
 * means nothing to OroCRM's dictionaries, the text itself, which OroCRM cannot hold.
 */
export type AddressForm = {
  readonly street: string;
  readonly city: string;
  readonly postalCode: string;
  readonly country: string;
  readonly state: string;
} | null;

export function orocrmAddressForm(finder: PlaceFinder, address: OrocrmAddress | undefined): AddressForm {
  if (address === undefined) return null;
  const country = address.country?.code ?? '';
  return unlessEmpty({
    street: streetForm(`${address.street}\n${address.street2}`),
    city: lineForm(address.city),
    postalCode: lineForm(address.postalCode),
    country,
    state: address.region?.code ?? stateForm(finder, country, address.customRegion),
  });
}

export function outlookAddressForm(finder: PlaceFinder, address: OutlookAddress): AddressForm {
  const country = countryForm(finder, address.countryOrRegion);
  return unlessEmpty({
    street: streetForm(address.street),
    city: lineForm(address.city),
    postalCode: lineForm(address.postalCode),
    country,
    state: stateForm(finder, country, address.state),
  });
}

/** Lines, without empty ones. */
export const streetForm = (street: string): string =>
  street
    .split(/\r\n?|\n/)
    .map(lineForm)
    .filter((line) => line !== '')
    .join('\n');

export const countryForm = (finder: PlaceFinder, text: string): string =>
  finder.country(text)?.code ?? lineForm(text);

export const stateForm = (finder: PlaceFinder, countryCode: string, text: string): string =>
  finder.region(countryCode, text)?.code ?? lineForm(text);

/** How a country reads in Outlook: by its name, unless that name would be read as another one. */
export const countryText = (finder: PlaceFinder, place: Place): string =>
  finder.country(place.name)?.code === place.code ? place.name : place.code;

export const regionText = (finder: PlaceFinder, countryCode: string, place: Place): string =>
  finder.region(countryCode, place.name)?.code === place.code ? place.name : place.code;

function unlessEmpty(form: NonNullable<AddressForm>): AddressForm {
  return Object.values(form).every((part) => part === '') ? null : form;
}
