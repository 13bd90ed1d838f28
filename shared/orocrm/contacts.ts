import type { OrocrmContact } from '../records/contact';
import { changeContact, createContact } from './contact-changes';
import { addressFields, contactFields, parseContact, unnamedPlaces } from './contact-document';
import type { RecordType } from './record-type';

const fields = {
  'fields[contacts]': contactFields.join(','),
  'fields[contactaddresses]': addressFields.join(','),
};

/** Contacts of OroCRM (reference 1). */
export const contactType: RecordType<OrocrmContact> = {
  type: 'contacts',
  query: {
    ...fields,
    include: 'addresses,addresses.country,addresses.region',
    // A country brings all of its regions unless told otherwise.
    'fields[countries]': 'name',
    'fields[regions]': 'name',
  },
  plainQuery: { ...fields, include: 'addresses' },
  parse: parseContact,
  unnamedPlaces,
  creatable: (contact) => contact,
  create: createContact,
  change: changeContact,
  relatedType: 'contactaddresses',
  relatedIds: (contact) => contact.addresses.flatMap(({ id }) => (id === undefined ? [] : [id])),
};
