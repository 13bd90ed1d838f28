import { z } from 'zod';

/** Plain text properties of a contact that clients write (reference: Graph 1.1). */
export const TEXTS = [
  'assistantName',
  'businessHomePage',
  'companyName',
  'department',
  'displayName',
  'fileAs',
  'generation',
  'givenName',
  'initials',
  'jobTitle',
  'manager',
  'middleName',
  'mobilePhone',
  'nickName',
  'officeLocation',
  'personalNotes',
  'profession',
  'spouseName',
  'surname',
  'title',
  'yomiCompanyName',
  'yomiGivenName',
  'yomiSurname',
] as const;

/** Lists of text. */
export const LISTS = ['businessPhones', 'categories', 'children', 'homePhones', 'imAddresses'] as const;

export const ADDRESSES = ['businessAddress', 'homeAddress', 'otherAddress'] as const;

export const ADDRESS_PARTS = ['street', 'city', 'state', 'countryOrRegion', 'postalCode'] as const;

/** Properties that the server sets. */
export const READ_ONLY = [
  'id',
  'changeKey',
  'createdDateTime',
  'lastModifiedDateTime',
  'parentFolderId',
  'primaryEmailAddress',
  'secondaryEmailAddress',
  'tertiaryEmailAddress',
] as const;

export const NAVIGATION = [
  'extensions',
  'multiValueExtendedProperties',
  'photo',
  'singleValueExtendedProperties',
] as const;

/** All properties that `$select` may name. */
export const CONTACT_TYPE = {
  name: 'contact',
  properties: [
    ...READ_ONLY,
    ...TEXTS,
    ...LISTS,
    ...ADDRESSES,
    'emailAddresses',
    'birthday',
    ...NAVIGATION,
  ] as readonly string[],
};

/** How many values Exchange has room for (reference: Graph 1.1, slots). */
export const SLOTS: Readonly<Partial<Record<string, number>>> = {
  emailAddresses: 3,
  imAddresses: 3,
  businessPhones: 2,
  homePhones: 2,
};

const textOptional = z.string().optional();
const addressSchema = z.object({
  street: textOptional,
  city: textOptional,
  state: textOptional,
  countryOrRegion: textOptional,
  postalCode: textOptional,
});
const emailSchema = z.object({ name: z.string(), address: z.string() });

export type Address = z.infer<typeof addressSchema>;
export type Email = z.infer<typeof emailSchema>;

/** What is stored of a contact: values that are set, nothing for those that are not. */
export const contactValuesSchema = z.object({
  texts: z.partialRecord(z.enum(TEXTS), z.string()),
  lists: z.partialRecord(z.enum(LISTS), z.array(z.string())),
  addresses: z.partialRecord(z.enum(ADDRESSES), addressSchema),
  emailAddresses: z.array(emailSchema),
  birthday: z.string().optional(),
});

export type ContactValues = z.infer<typeof contactValuesSchema>;
export type TextName = (typeof TEXTS)[number];
export type ListName = (typeof LISTS)[number];
export type AddressName = (typeof ADDRESSES)[number];

export const NO_VALUES: ContactValues = { texts: {}, lists: {}, addresses: {}, emailAddresses: [] };
