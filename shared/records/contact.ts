import type { OrocrmId } from './ids';
import type { OrocrmRecord, OutlookRecord } from './record';

/** A country or region of OroCRM's dictionaries: `US` / `United States`, `US-CA` / `California`. */
export interface Place {
  readonly code: string;
  readonly name: string;
}

export type AddressType = 'billing' | 'shipping';

/** An address of an OroCRM contact; without `id` it is yet to be created. */
export interface OrocrmAddress {
  readonly id?: OrocrmId;
  readonly types: readonly AddressType[];
  readonly primary: boolean;
  readonly street: string;
  readonly street2: string;
  readonly city: string;
  readonly postalCode: string;
  readonly country: Place | undefined;
  readonly region: Place | undefined;
  readonly customRegion: string;
}

export interface OrocrmContact extends OrocrmRecord {
  readonly firstName: string;
  readonly middleName: string;
  readonly lastName: string;
  readonly nameSuffix: string;
  readonly description: string;
  readonly emails: readonly string[];
  readonly primaryEmail: string;
  readonly phones: readonly string[];
  readonly primaryPhone: string;
  readonly jobTitle: string;
  /** `YYYY-MM-DD` or ''. */
  readonly birthday: string;
  readonly gender: Gender;
  readonly fax: string;
  readonly addresses: readonly OrocrmAddress[];
}

export type Gender = '' | 'male' | 'female';

export interface OutlookAddress {
  readonly street: string;
  readonly city: string;
  readonly state: string;
  readonly postalCode: string;
  readonly countryOrRegion: string;
}

export interface OutlookEmail {
  readonly name: string;
  readonly address: string;
}

/** A contact as Outlook holds it: Graph's names, with the extended properties as plain fields. */
export interface OutlookContact extends OutlookRecord {
  readonly displayName: string;
  readonly givenName: string;
  readonly middleName: string;
  readonly surname: string;
  readonly generation: string;
  readonly personalNotes: string;
  readonly emailAddresses: readonly OutlookEmail[];
  /** `String 0x3A1A`. */
  readonly primaryPhone: string;
  readonly jobTitle: string;
  /** `YYYY-MM-DD` or ''. */
  readonly birthday: string;
  /** `Short 0x3A4D`. */
  readonly gender: Gender;
  /** `String 0x3A24`. */
  readonly fax: string;
  readonly businessAddress: OutlookAddress;
  readonly homeAddress: OutlookAddress;
  readonly otherAddress: OutlookAddress;
}
