import type { OrocrmAddress, OrocrmContact, OutlookContact } from '../../records/contact';
import type { FieldRow } from '../lens';
import { same } from '../same';
import { orocrmAddressForm, outlookAddressForm } from './address-form';
import { addressIn, byId, outlookAddressIn, slotsOf, type Slot } from './address-slots';
import { addressToOrocrm } from './address-to-orocrm';
import { addressToOutlook } from './address-to-outlook';
import type { PlaceFinder } from './places';

/** The row of one address slot. The three rows work on the same list, one after the other. */
export function addressRow(slot: Slot, finder: PlaceFinder): FieldRow<OrocrmContact, OutlookContact> {
  return {
    field: slot.field,
    orocrm: ['addresses'],
    outlook: [slot.outlook],
    fromOrocrm: (record) => orocrmAddressForm(finder, addressIn(slot, record)),
    fromOutlook: (record) => outlookAddressForm(finder, outlookAddressIn(slot, record)),
    toOrocrm: (target, source) => ({ addresses: write(slot, finder, target, source) }),
    toOutlook: (target, source) => ({
      [slot.outlook]: addressToOutlook(finder, outlookAddressIn(slot, target), addressIn(slot, source)),
    }),
  };
}

function write(
  slot: Slot,
  finder: PlaceFinder,
  target: OrocrmContact,
  source: OutlookContact,
): readonly OrocrmAddress[] {
  const { addresses } = target;
  const current = addressIn(slot, target);
  const outlook = outlookAddressIn(slot, source);
  if (outlookAddressForm(finder, outlook) === null) return cleared(slot, addresses, current);
  const mapped = addressToOrocrm(finder, current, outlook);
  if (mapped === undefined) return addresses;
  if (current === undefined) {
    const primary = !addresses.some((address) => address.primary);
    return [...addresses, { types: typesOf(slot), primary, ...mapped }];
  }
  const wanted = { ...current, ...mapped };
  if (same(orocrmAddressForm(finder, current), orocrmAddressForm(finder, wanted))) return addresses;
  if (siblingsWant(slot, finder, current, wanted, source)) return replaced(addresses, current, wanted);
  // One address with both types, and only one of the two slots changed: it is split. Giving the new one the type
  // takes it from its sibling (orocrm-api 1.4).
  return [
    ...replaced(addresses, current, withoutType(slot, current)),
    { types: typesOf(slot), primary: false, ...mapped },
  ];
}

/** Does every other slot that shares the address want the same of it, or nothing, so that it gives up its type? */
function siblingsWant(
  slot: Slot,
  finder: PlaceFinder,
  current: OrocrmAddress,
  wanted: OrocrmAddress,
  source: OutlookContact,
): boolean {
  return slotsOf(current)
    .filter((sibling) => sibling.field !== slot.field)
    .every((sibling) => {
      const outlook = outlookAddressIn(sibling, source);
      if (outlookAddressForm(finder, outlook) === null) return true;
      const mapped = addressToOrocrm(finder, current, outlook);
      return same(orocrmAddressForm(finder, { ...current, ...mapped }), orocrmAddressForm(finder, wanted));
    });
}

function cleared(
  slot: Slot,
  addresses: readonly OrocrmAddress[],
  current: OrocrmAddress | undefined,
): readonly OrocrmAddress[] {
  if (current === undefined) return addresses;
  if (current.types.length > 1) return replaced(addresses, current, withoutType(slot, current));
  const left = addresses.filter((address) => address !== current);
  if (!current.primary || left.some((address) => address.primary)) return left;
  // OroCRM wants one primary address as long as there are addresses (ContainsPrimary in ContactBundle's validation).
  const [heir] = left.toSorted(byId);
  return heir === undefined ? left : replaced(left, heir, { ...heir, primary: true });
}

const typesOf = (slot: Slot): OrocrmAddress['types'] => (slot.type === undefined ? [] : [slot.type]);

const withoutType = (slot: Slot, address: OrocrmAddress): OrocrmAddress => ({
  ...address,
  types: address.types.filter((type) => type !== slot.type),
});

const replaced = (list: readonly OrocrmAddress[], old: OrocrmAddress, by: OrocrmAddress) =>
  list.map((address) => (address === old ? by : address));
