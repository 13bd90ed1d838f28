import type { Contact, EmailAddress, PhysicalAddress } from '@microsoft/microsoft-graph-types';
import { z } from 'zod';
import type { Gender, OutlookAddress, OutlookContact, OutlookEmail } from '../records/contact';
import { folderId, outlookId } from '../records/ids';
import {
  extendedProperties,
  extendedValue,
  orocrmIdProperty,
  type ExtendedProperty,
} from './extended-properties';
import { badAnswer } from './graph-errors';

/** The extended properties of a contact that v1.0 has no property for (Graph reference 1.2). */
export const contactProperties = {
  mark: orocrmIdProperty,
  primaryPhone: 'String 0x3A1A',
  fax: 'String 0x3A24',
  gender: 'Short 0x3A4D',
} as const;

/** Graph's text properties that are taken over as they are. */
export const textFields = [
  'displayName',
  'givenName',
  'middleName',
  'surname',
  'generation',
  'personalNotes',
  'jobTitle',
] as const;

export const addressFields = ['businessAddress', 'homeAddress', 'otherAddress'] as const;
export const addressParts = ['street', 'city', 'state', 'postalCode', 'countryOrRegion'] as const;

/** Everything that is read, for `$select`; extended properties come by `$expand`. */
export const contactSelect = [
  ...['id', 'changeKey', 'parentFolderId', 'createdDateTime', 'emailAddresses', 'birthday'],
  ...textFields,
  ...addressFields,
].join(',');

const text = z
  .string()
  .nullish()
  .transform((value) => value ?? '');

// An empty address comes as {}, not as null (Graph reference 1.1).
const address = z
  .object({ street: text, city: text, state: text, postalCode: text, countryOrRegion: text })
  .nullish()
  .transform((value): OutlookAddress => value ?? blankAddress);

const email = z.object({ name: text, address: text });

const item = z.object({
  '@odata.etag': text,
  id: z.string().min(1),
  changeKey: text,
  parentFolderId: text,
  createdDateTime: text,
  displayName: text,
  givenName: text,
  middleName: text,
  surname: text,
  generation: text,
  personalNotes: text,
  jobTitle: text,
  birthday: text,
  emailAddresses: z.array(email.nullable()).nullish(),
  businessAddress: address,
  homeAddress: address,
  otherAddress: address,
  singleValueExtendedProperties: extendedProperties,
});

export const blankAddress: OutlookAddress = {
  street: '',
  city: '',
  state: '',
  postalCode: '',
  countryOrRegion: '',
};

/** An item as Graph answers it → the contact. @throws SyncError `bad-answer` when it is no contact. */
export function toContact(body: unknown, what: string): OutlookContact {
  const parsed = item.safeParse(body);
  if (!parsed.success) throw badAnswer(what, parsed.error);
  const { data } = parsed;
  const extended = data.singleValueExtendedProperties;
  return {
    id: outlookId(data.id),
    version: data['@odata.etag'] || etagOf(data.changeKey),
    createdAt: data.createdDateTime,
    mark: extendedValue(extended, contactProperties.mark),
    folder: data.parentFolderId === '' ? '' : folderId(data.parentFolderId),
    displayName: data.displayName,
    givenName: data.givenName,
    middleName: data.middleName,
    surname: data.surname,
    generation: data.generation,
    personalNotes: data.personalNotes,
    emailAddresses: (data.emailAddresses ?? []).filter(hasAddress),
    primaryPhone: extendedValue(extended, contactProperties.primaryPhone),
    jobTitle: data.jobTitle,
    birthday: readDate(data.birthday),
    gender: readGender(extendedValue(extended, contactProperties.gender)),
    fax: extendedValue(extended, contactProperties.fax),
    businessAddress: data.businessAddress,
    homeAddress: data.homeAddress,
    otherAddress: data.otherAddress,
  };
}

/** The body of a create: what is filled in and nothing else, since a null in a POST gave HTTP 500 (Graph reference 1.1). */
export function newContactBody(draft: OutlookContact): Contact {
  const extended = extendedOf(draft).filter(({ value }) => value !== '' && value !== noGender);
  return {
    ...Object.fromEntries(
      textFields.filter((field) => draft[field] !== '').map((field) => [field, draft[field]]),
    ),
    ...(draft.emailAddresses.length === 0 ? {} : { emailAddresses: draft.emailAddresses.map(writeEmail) }),
    ...(draft.birthday === '' ? {} : { birthday: writeDate(draft.birthday) }),
    ...Object.fromEntries(
      addressFields
        .filter((field) => !isBlank(draft[field]))
        .map((field) => [field, writeNewAddress(draft[field])]),
    ),
    ...(extended.length === 0 ? {} : { singleValueExtendedProperties: extended }),
  };
}

/** What Graph's answer to a write does not echo is taken from what was sent (Graph reference 1.2). */
export const withSentProperties = (answer: OutlookContact, sent: OutlookContact): OutlookContact => ({
  ...answer,
  mark: sent.mark,
  primaryPhone: sent.primaryPhone,
  fax: sent.fax,
  gender: sent.gender,
});

/** The extended properties of a contact as they are written. */
export const extendedOf = (contact: OutlookContact): readonly Required<ExtendedProperty>[] => [
  { id: contactProperties.mark, value: contact.mark },
  { id: contactProperties.primaryPhone, value: contact.primaryPhone },
  { id: contactProperties.fax, value: contact.fax },
  { id: contactProperties.gender, value: writeGender(contact.gender) },
];

/** A birthday is a date: late in the morning of UTC no zone west or near east moves the day (Graph reference 1.5). */
export const writeDate = (date: string): string => `${date}T11:59:00Z`;

/** The first ten characters; Exchange's "no date" (years 1 and 4501) is none. */
function readDate(value: string): string {
  const date = value.slice(0, 10);
  return /^\d{4}-\d\d-\d\d$/.test(date) && !/^(?:0001|4501)-/.test(date) ? date : '';
}

const noGender = '0';
const writeGender = (gender: Gender): string =>
  gender === 'female' ? '1' : gender === 'male' ? '2' : noGender;
const readGender = (value: string): Gender => (value === '1' ? 'female' : value === '2' ? 'male' : '');

export const writeEmail = ({ name, address: mail }: OutlookEmail): EmailAddress =>
  name === '' ? { address: mail } : { name, address: mail };

const hasAddress = (mail: OutlookEmail | null): mail is OutlookEmail =>
  mail !== null && mail.address.trim() !== '';

export const isBlank = (value: OutlookAddress): boolean => addressParts.every((part) => value[part] === '');

const writeNewAddress = (value: OutlookAddress): PhysicalAddress =>
  Object.fromEntries(addressParts.filter((part) => value[part] !== '').map((part) => [part, value[part]]));

const etagOf = (changeKey: string): string => (changeKey === '' ? '' : `W/"${changeKey}"`);
