import type { OrocrmAddress, OutlookAddress } from '../../records/contact';
import { lineForm } from '../text';
import {
  countryForm,
  countryText,
  orocrmAddressForm,
  outlookAddressForm,
  regionText,
  stateForm,
  streetForm,
} from './address-form';
import type { PlaceFinder } from './places';

export const blankOutlookAddress: OutlookAddress = {
  street: '',
  city: '',
  state: '',
  postalCode: '',
  countryOrRegion: '',
};

/** OroCRM's address as Outlook shall hold it; texts that mean the same already stay as the user wrote them. */
export function addressToOutlook(
  finder: PlaceFinder,
  current: OutlookAddress,
  source: OrocrmAddress | undefined,
): OutlookAddress {
  if (source === undefined || orocrmAddressForm(finder, source) === null) {
    return isExpressible(finder, current) ? blankOutlookAddress : current;
  }
  return {
    street: keepIfSame(current.street, [source.street, source.street2].map(lineForm).join('\n'), streetForm),
    city: keepIfSame(current.city, source.city, lineForm),
    postalCode: keepIfSame(current.postalCode, source.postalCode, lineForm),
    countryOrRegion: country(finder, current, source),
    state: state(finder, current, source),
  };
}

/** An address whose country OroCRM does not know never got there: OroCRM's emptiness says nothing about it. */
function isExpressible(finder: PlaceFinder, address: OutlookAddress): boolean {
  return (
    outlookAddressForm(finder, address) === null || finder.country(address.countryOrRegion) !== undefined
  );
}

function keepIfSame(current: string, wanted: string, form: (text: string) => string): string {
  return form(current) === form(wanted) ? current : form(wanted);
}

function country(finder: PlaceFinder, current: OutlookAddress, source: OrocrmAddress): string {
  if (source.country === undefined) return '';
  return countryForm(finder, current.countryOrRegion) === source.country.code
    ? current.countryOrRegion
    : countryText(finder, source.country);
}

function state(finder: PlaceFinder, current: OutlookAddress, source: OrocrmAddress): string {
  const code = source.country?.code ?? '';
  const sameCountry = countryForm(finder, current.countryOrRegion) === code;
  const wanted = source.region?.code ?? stateForm(finder, code, source.customRegion);
  if (sameCountry && stateForm(finder, code, current.state) === wanted) return current.state;
  if (source.region !== undefined) return regionText(finder, code, source.region);
  if (wanted !== '') return source.customRegion.trim();
  // A text that is in no list of regions never got to OroCRM.
  const unseen = sameCountry && finder.hasRegions(code) && finder.region(code, current.state) === undefined;
  return unseen ? current.state : '';
}
