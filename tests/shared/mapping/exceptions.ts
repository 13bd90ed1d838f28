import { orocrmAddressForm, outlookAddressForm } from '../../../shared/mapping/contact/address-form';
import { addressIn, outlookAddressIn, slots, type Slot } from '../../../shared/mapping/contact/address-slots';
import type { OrocrmContact, OutlookAddress, OutlookContact } from '../../../shared/records/contact';
import { finder } from './test-places';
import type { Pair } from './pairs';

const blank = (text: string): boolean => text.trim() === '';
const distinct = (list: readonly string[]): number =>
  new Set(list.map((item) => item.trim()).filter((item) => item !== '')).size;

/**
 * Fields of an OroCRM record behind which something is hidden that Outlook's values can uncover: the fourth e-mail,
 * the second phone, the second address without a type (spec 5, law 2).
 */
export function uncovered({ orocrm, outlook }: Pair): readonly string[] {
  const fields: string[] = [];
  if (distinct(orocrm.emails) > 3) fields.push('emails');
  if (distinct(orocrm.phones) > 1 && blank(outlook.primaryPhone)) fields.push('phone');
  const untyped = orocrm.addresses.filter(({ types }) => types.length === 0);
  if (untyped.length > 1 && outlookAddressForm(finder, outlook.otherAddress) === null) {
    fields.push('otherAddress');
  }
  return fields;
}

/** Fields of an Outlook record that say what OroCRM cannot hold: an unknown country, a state in no list of regions. */
export const inexpressible = (outlook: OutlookContact): readonly string[] =>
  slots.filter((slot) => !isExpressible(outlookAddressIn(slot, outlook))).map(({ field }) => field);

function isExpressible(address: OutlookAddress): boolean {
  if (outlookAddressForm(finder, address) === null) return true;
  const country = finder.country(address.countryOrRegion);
  if (country === undefined) return false;
  return (
    blank(address.state) ||
    !finder.hasRegions(country.code) ||
    finder.region(country.code, address.state) !== undefined
  );
}

/** Fields that a write to Outlook leaves, for OroCRM says nothing about what it could not see. */
export const kept = ({ orocrm, outlook }: Pair): readonly string[] =>
  slots.filter((slot) => keeps(slot, orocrm, outlook)).map(({ field }) => field);

function keeps(slot: Slot, orocrm: OrocrmContact, outlook: OutlookContact): boolean {
  const form = orocrmAddressForm(finder, addressIn(slot, orocrm));
  const address = outlookAddressIn(slot, outlook);
  if (isExpressible(address)) return false;
  const country = finder.country(address.countryOrRegion)?.code;
  return form === null ? country === undefined : form.state === '' && form.country === country;
}
