import type { Town } from './words/places';

export interface PersonAddress {
  readonly street: string;
  readonly street2: string;
  readonly postalCode: string;
  readonly town: Town;
}

/** Somebody whom a colleague knows, before it is said in which of the two systems. */
export interface Person {
  readonly firstName: string;
  readonly middleName: string;
  readonly lastName: string;
  readonly nameSuffix: string;
  readonly gender: 'male' | 'female' | undefined;
  /** `YYYY-MM-DD`. */
  readonly birthday: string | undefined;
  readonly firm: string;
  readonly jobTitle: string;
  /** The first one is the primary one; at most four. */
  readonly emails: readonly string[];
  /** The first one is the primary one. */
  readonly phones: readonly string[];
  readonly fax: string | undefined;
  /** The same remark as OroCRM's editor and as Outlook keep it. */
  readonly remark: { readonly html: string; readonly text: string } | undefined;
  readonly business: PersonAddress | undefined;
  /** `same`: one address serves as business and home address. */
  readonly home: PersonAddress | 'same' | undefined;
  readonly other: PersonAddress | undefined;
}

export const nobody: Person = {
  firstName: '',
  middleName: '',
  lastName: '',
  nameSuffix: '',
  gender: undefined,
  birthday: undefined,
  firm: '',
  jobTitle: '',
  emails: [],
  phones: [],
  fax: undefined,
  remark: undefined,
  business: undefined,
  home: undefined,
  other: undefined,
};
