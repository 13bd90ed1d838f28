import { z } from 'zod';
import { grants } from '../auth/credentials';
import { stamp, text, who } from './fields';

const userFields = {
  username: z.string().min(1),
  email: z.string().min(1),
  firstName: z.string().min(1),
  lastName: z.string().min(1),
  middleName: text,
  namePrefix: text,
  nameSuffix: text,
  phone: text,
  title: text,
  enabled: z.boolean(),
  password: z.string(),
  externalId: z.string().max(36).nullable(),
  /** `user`: sees and changes the own records only; `organization`: all of them (a service user). */
  accessLevel: z.enum(['user', 'organization']),
  /** Whether the user may perform transitions of the workflow of tasks; true unless told otherwise. */
  taskTransitions: z.boolean(),
};

export const newUserSchema = z
  .strictObject({ id: z.string().optional(), ...userFields })
  .partial()
  .required({ username: true });
export const userChangeSchema = z.strictObject(userFields).partial();

export const newClientSchema = z.strictObject({
  clientId: z.string().min(1).optional(),
  clientSecret: z.string().min(1).optional(),
  /** Whom a client of the client-credentials grant acts as. */
  user: who.optional(),
  grants: z.array(z.enum(grants)).min(1).default(['client_credentials']),
  active: z.boolean().default(true),
});
export const clientChangeSchema = z
  .strictObject({ active: z.boolean(), clientSecret: z.string().min(1) })
  .partial();

export const newApiKeySchema = z.strictObject({
  apiKey: z.string().min(1).optional(),
  active: z.boolean().default(true),
});

const addressFields = {
  /** Of an address that is there already; without it a new one is made. */
  id: z.string(),
  primary: z.boolean(),
  types: z.array(z.enum(['billing', 'shipping'])),
  country: z.string().length(2),
  region: text,
  customRegion: text,
  label: text,
  street: text,
  street2: text,
  city: text,
  postalCode: text,
  organization: text,
  namePrefix: text,
  firstName: text,
  middleName: text,
  lastName: text,
  nameSuffix: text,
};
const addressSchema = z.strictObject(addressFields).partial();

const emails = z.array(
  z.union([z.string(), z.strictObject({ email: z.string() }).transform(({ email }) => email)]),
);
const phones = z.array(
  z.union([z.string(), z.strictObject({ phone: z.string() }).transform(({ phone }) => phone)]),
);

const contactFields = {
  owner: who.nullable(),
  assignedTo: who.nullable(),
  createdBy: who.nullable(),
  reportsTo: text,
  source: text,
  method: text,
  namePrefix: text,
  firstName: text,
  middleName: text,
  lastName: text,
  nameSuffix: text,
  gender: z.enum(['male', 'female']).nullable(),
  birthday: z.iso.date().nullable(),
  description: text,
  jobTitle: text,
  fax: text,
  skype: text,
  twitter: text,
  facebook: text,
  googlePlus: text,
  linkedIn: text,
  externalId: z.string().max(36).nullable(),
  emails,
  primaryEmail: text,
  phones,
  primaryPhone: text,
  /** All of the contact's addresses: those that are left out are deleted. */
  addresses: z.array(addressSchema),
  createdAt: stamp,
  updatedAt: stamp,
  /** Who does it; becomes `updatedBy`. */
  as: who,
};

export const newContactSchema = z.strictObject({ id: z.string(), ...contactFields }).partial();
export const contactChangeSchema = z.strictObject(contactFields).partial();

export type NewUser = z.input<typeof newUserSchema>;
export type UserChange = z.input<typeof userChangeSchema>;
export type NewClient = z.input<typeof newClientSchema>;
export type ClientChange = z.input<typeof clientChangeSchema>;
export type NewApiKey = z.input<typeof newApiKeySchema>;
export type NewContact = z.input<typeof newContactSchema>;
export type ContactChange = z.input<typeof contactChangeSchema>;
export type AddressInput = z.output<typeof addressSchema>;
