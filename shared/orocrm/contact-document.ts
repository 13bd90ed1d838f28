import { z } from 'zod';
import type { AddressType, OrocrmAddress, OrocrmContact, Place } from '../records/contact';
import { parseOrocrmId } from '../records/ids';
import { toMany, toOne, type Identifier, type Related, type Resource } from './json-api/document';
import type { PlaceCodes, PlaceNames } from './place-names';
import type { Parsed } from './record-type';

/** Only what is mapped, and what tells versions and visibility. */
export const contactFields = [
  'firstName',
  'middleName',
  'lastName',
  'nameSuffix',
  'description',
  'emails',
  'primaryEmail',
  'phones',
  'primaryPhone',
  'jobTitle',
  'birthday',
  'gender',
  'fax',
  'createdAt',
  'updatedAt',
  'owner',
  'addresses',
] as const;

export const addressFields = [
  'primary',
  'street',
  'street2',
  'city',
  'postalCode',
  'customRegion',
  'country',
  'region',
  'types',
] as const;

const text = z
  .string()
  .nullable()
  .transform((value) => value ?? '');

/** A list of objects; an empty one may arrive as `{}` or null. */
function textList(property: string): z.ZodType<readonly string[]> {
  const item = z.record(z.string(), z.unknown()).transform((value) => {
    const found = value[property];
    return typeof found === 'string' ? found : '';
  });
  return z
    .union([z.array(item), z.null(), z.record(z.string(), item)])
    .transform((value) => (value === null ? [] : Object.values(value)).filter((entry) => entry !== ''));
}

const contactSchema = z.object({
  firstName: text,
  middleName: text,
  lastName: text,
  nameSuffix: text,
  description: text,
  emails: textList('email'),
  primaryEmail: text,
  phones: textList('phone'),
  primaryPhone: text,
  jobTitle: text,
  birthday: text.transform((value) => /^\d{4}-\d{2}-\d{2}/.exec(value)?.[0] ?? ''),
  gender: text.transform((value) => (value === 'male' || value === 'female' ? value : '')),
  fax: text,
  createdAt: text,
  updatedAt: z.string().min(1),
});

const addressSchema = z.object({
  primary: z
    .boolean()
    .nullable()
    .transform((value) => value === true),
  street: text,
  street2: text,
  city: text,
  postalCode: text,
  customRegion: text,
});

const incomplete = (missing: string): { readonly complete: false; readonly missing: string } => ({
  complete: false,
  missing,
});

const issuePath = (error: z.ZodError): string => error.issues[0]?.path.map(String).join('.') ?? 'attributes';

function isAddressType(id: string): id is AddressType {
  return id === 'billing' || id === 'shipping';
}

function placeOf(
  identifier: Identifier | null,
  related: Related,
  nameOf: (code: string) => string,
): Place | undefined {
  if (identifier === null) return undefined;
  const name = related.find(identifier)?.attributes['name'];
  return { code: identifier.id, name: typeof name === 'string' ? name : nameOf(identifier.id) };
}

function parseAddress(resource: Resource, related: Related, names: PlaceNames): Parsed<OrocrmAddress> {
  const id = parseOrocrmId(resource.id);
  const attributes = addressSchema.safeParse(resource.attributes);
  const types = toMany(resource, 'types');
  const country = toOne(resource, 'country');
  const region = toOne(resource, 'region');
  if (!attributes.success) return incomplete(`addresses.${issuePath(attributes.error)}`);
  if (id === undefined) return incomplete('addresses.id');
  if (types === undefined) return incomplete('addresses.types');
  if (country === undefined || region === undefined) return incomplete('addresses.country');
  const record = {
    id,
    types: types.map((type) => type.id).filter(isAddressType),
    ...attributes.data,
    country: placeOf(country, related, (code) => names.country(code)),
    region: placeOf(region, related, (code) => names.region(code)),
  };
  return { complete: true, record };
}

/**
 * A contact out of a document. `current` helps with the answer of a write, which brings only the addresses that the
 * request named: one that it did not name is as it was read.
 */
export function parseContact(
  resource: Resource,
  related: Related,
  names: PlaceNames,
  current?: OrocrmContact,
): Parsed<OrocrmContact> {
  const id = parseOrocrmId(resource.id);
  const attributes = contactSchema.safeParse(resource.attributes);
  const owner = toOne(resource, 'owner');
  const listed = toMany(resource, 'addresses');
  if (id === undefined) return incomplete('id');
  if (!attributes.success) return incomplete(issuePath(attributes.error));
  if (owner === undefined) return incomplete('owner');
  if (listed === undefined) return incomplete('addresses');
  const addresses: OrocrmAddress[] = [];
  for (const identifier of listed) {
    const found = related.find(identifier);
    const known = current?.addresses.find((address) => address.id === identifier.id);
    if (found !== undefined) {
      const parsed = parseAddress(found, related, names);
      if (!parsed.complete) return parsed;
      addresses.push(parsed.record);
    } else if (known !== undefined) {
      addresses.push(known);
    } else {
      return incomplete('addresses');
    }
  }
  const { updatedAt, ...mapped } = attributes.data;
  const ownerId = owner === null ? '' : (parseOrocrmId(owner.id) ?? '');
  return { complete: true, record: { ...mapped, id, version: updatedAt, owner: ownerId, addresses } };
}

/** The countries and regions of a document's addresses whose names it does not bring. */
export function unnamedPlaces(included: readonly Resource[], related: Related): PlaceCodes {
  const countries = new Set<string>();
  const regions = new Set<string>();
  const addresses = included.filter((resource) => resource.type === 'contactaddresses');
  for (const address of addresses) {
    const country = toOne(address, 'country');
    const region = toOne(address, 'region');
    if (country && typeof related.find(country)?.attributes['name'] !== 'string') countries.add(country.id);
    if (region && typeof related.find(region)?.attributes['name'] !== 'string') regions.add(region.id);
  }
  return { countries, regions };
}
