import type { AddressType, OrocrmAddress, OrocrmContact, OutlookContact } from '../../records/contact';

/** Where an address lives on both sides (spec 5). */
export interface Slot {
  readonly field: 'billingAddress' | 'shippingAddress' | 'otherAddress';
  readonly type: AddressType | undefined;
  readonly outlook: 'businessAddress' | 'homeAddress' | 'otherAddress';
}

export const slots: readonly Slot[] = [
  { field: 'billingAddress', type: 'billing', outlook: 'businessAddress' },
  { field: 'shippingAddress', type: 'shipping', outlook: 'homeAddress' },
  { field: 'otherAddress', type: undefined, outlook: 'otherAddress' },
];

/** The address of a slot. Of several without a type: the primary one, else the oldest; the others are hidden. */
export function addressIn(slot: Slot, { addresses }: OrocrmContact): OrocrmAddress | undefined {
  return addresses.filter((address) => isIn(slot, address)).sort(byRank)[0];
}

const isIn = (slot: Slot, { types }: OrocrmAddress): boolean =>
  slot.type === undefined ? types.length === 0 : types.includes(slot.type);

/** The Outlook slots that an OroCRM address fills: both, when it has both types. */
export const slotsOf = (address: OrocrmAddress): readonly Slot[] =>
  slots.filter((slot) => isIn(slot, address));

export const outlookAddressIn = (slot: Slot, contact: OutlookContact) => contact[slot.outlook];

/** Primary first, then by ascending id; those yet to be created last. */
export function byRank(a: OrocrmAddress, b: OrocrmAddress): number {
  if (a.primary !== b.primary) return a.primary ? -1 : 1;
  return byId(a, b);
}

export function byId(a: OrocrmAddress, b: OrocrmAddress): number {
  if (a.id === undefined || b.id === undefined) return a.id === b.id ? 0 : a.id === undefined ? 1 : -1;
  return a.id.length - b.id.length || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
