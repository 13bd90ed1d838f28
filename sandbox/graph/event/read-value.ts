import { badValue } from '../errors';
import { members, readEnum, readText, wrongType } from '../odata/read-value';
import {
  ATTENDEE_TYPES,
  BODY_TYPES,
  NO_ANSWER,
  type Attendee,
  type EventContent,
  type Person,
  type Place,
} from './properties';

const PLACE_PARTS = [
  'address',
  'coordinates',
  'displayName',
  'locationEmailAddress',
  'locationType',
  'locationUri',
  'uniqueId',
  'uniqueIdType',
];
const LOCATION_TYPE = {
  name: 'locationType',
  values: [
    'default',
    'conferenceRoom',
    'homeAddress',
    'businessAddress',
    'geoCoordinates',
    'streetAddress',
    'hotel',
    'restaurant',
    'localBusiness',
    'postalAddress',
  ],
};
const UNIQUE_ID_TYPE = {
  name: 'locationUniqueIdType',
  values: ['unknown', 'locationStore', 'directory', 'private', 'bing'],
};

function collection(name: string, value: unknown, type: string): readonly unknown[] {
  if (!Array.isArray(value)) throw wrongType(name, `Collection(microsoft.graph.${type})`);
  return value as readonly unknown[];
}

export function readInteger(name: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isInteger(value)) throw wrongType(name, 'Edm.Int32');
  return value;
}

/** Reads a body; an absent content is empty. */
export function readItemBody(value: unknown): EventContent['body'] {
  const { contentType, content } = members('body', value, ['contentType', 'content']);
  const type = { name: 'bodyType', values: BODY_TYPES };
  return {
    contentType: readEnum('body/contentType', contentType ?? 'text', type),
    content: readText('body/content', content ?? null) ?? '',
  };
}

/** Reads a location, by its name and address alone or in full. */
export function readPlace(value: unknown): Place {
  const parts = members('location', value, PLACE_PARTS);
  const text = (name: string): string | undefined =>
    readText(`location/${name}`, parts[name] ?? null) ?? undefined;
  return {
    displayName: text('displayName') ?? '',
    locationType: readEnum('locationType', parts['locationType'] ?? 'default', LOCATION_TYPE),
    uniqueIdType: readEnum('uniqueIdType', parts['uniqueIdType'] ?? 'unknown', UNIQUE_ID_TYPE),
    uniqueId: text('uniqueId'),
    locationUri: text('locationUri'),
    locationEmailAddress: text('locationEmailAddress'),
    address: readPlaceAddress(parts['address']),
    coordinates: readCoordinates(parts['coordinates']),
  };
}

function readPlaceAddress(value: unknown): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  const parts = members('address', value, ['street', 'city', 'state', 'countryOrRegion', 'postalCode']);
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, readText(name, part)]));
}

function readCoordinates(value: unknown): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  const names = ['accuracy', 'altitude', 'altitudeAccuracy', 'latitude', 'longitude'];
  const parts = members('coordinates', value, names);
  for (const [name, part] of Object.entries(parts)) {
    if (typeof part !== 'number') throw wrongType(name, 'Edm.Double');
  }
  return parts;
}

export function readPlaces(value: unknown): Place[] {
  return collection('locations', value, 'location').map(readPlace);
}

/**
 * Reads a person with an e-mail address; a missing name is the address, as Outlook shows it.
 * @throws GraphError 400 where there is no address
 */
export function readPerson(name: string, value: unknown): Person {
  const parts = members(name, value, ['name', 'address']);
  const address = readText(`${name}/address`, parts['address'] ?? null);
  if (address === null || address === '') throw badValue('An e-mail address lacks its address.');
  return { name: readText(`${name}/name`, parts['name'] ?? null) ?? address, address };
}

/** Reads the whole list of attendees; their answers stay as they were (reference: Graph 2.4). */
export function readAttendees(value: unknown, before: readonly Attendee[]): Attendee[] {
  const attendees = collection('attendees', value, 'attendee').map((entry): Attendee => {
    const { emailAddress, type } = members('attendees', entry, [
      'emailAddress',
      'type',
      'status',
      'proposedNewTime',
    ]);
    const person = readPerson('emailAddress', emailAddress);
    const known = before.find((each) => isSamePerson(each.emailAddress, person));
    return {
      emailAddress: person,
      type: readEnum('type', type ?? 'required', { name: 'attendeeType', values: ATTENDEE_TYPES }),
      status: known?.status ?? NO_ANSWER,
    };
  });
  if (attendees.length > 500) throw badValue('An event has at most 500 attendees.');
  return attendees;
}

export function isSamePerson(one: Person, other: Person): boolean {
  return one.address.toLowerCase() === other.address.toLowerCase();
}
