import { contactMapping } from '../../../shared/mapping/contact/contact-mapping';
import { putOrocrm, putOutlook } from '../../../shared/mapping/put';
import type {
  OrocrmAddress,
  OrocrmContact,
  OutlookAddress,
  OutlookContact,
} from '../../../shared/records/contact';
import { orocrmId } from '../../../shared/records/ids';
import { places, placeOf } from './test-places';

export const mapping = contactMapping(places);

export const orocrm = (fields: Partial<OrocrmContact>): OrocrmContact => ({
  ...mapping.blankOrocrm,
  ...fields,
});
export const outlook = (fields: Partial<OutlookContact>): OutlookContact => ({
  ...mapping.blankOutlook,
  ...fields,
});

export const newAddress = (fields: Partial<OrocrmAddress>): OrocrmAddress => ({
  types: [],
  primary: false,
  street: 'Main St 1',
  street2: '',
  city: 'Berlin',
  postalCode: '10115',
  country: placeOf('DE'),
  region: undefined,
  customRegion: '',
  ...fields,
});

export const address = (id: number, fields: Partial<OrocrmAddress>): OrocrmAddress => ({
  id: orocrmId(String(id)),
  ...newAddress(fields),
});

export const outlookAddress = (fields: Partial<OutlookAddress>): OutlookAddress => ({
  street: 'Main St 1',
  city: 'Berlin',
  state: '',
  postalCode: '10115',
  countryOrRegion: 'Germany',
  ...fields,
});

export const noAddress: OutlookAddress = mapping.blankOutlook.businessAddress;

/** The fields written to OroCRM, and the properties that changed there. */
export function written(target: OrocrmContact, source: OutlookContact) {
  const { record, fields } = putOrocrm(mapping, target, source);
  return { fields, changes: changed(target, record), record };
}

/** The fields written to Outlook, and the properties that changed there. */
export function sent(target: OutlookContact, source: OrocrmContact) {
  const { record, fields } = putOutlook(mapping, target, source);
  return { fields, changes: changed(target, record), record };
}

function changed<R extends object>(before: R, after: R): Partial<R> {
  const old = new Map<string, unknown>(Object.entries(before));
  return Object.fromEntries(
    Object.entries(after).filter(([name, value]) => !Object.is(old.get(name), value)),
  ) as Partial<R>;
}
