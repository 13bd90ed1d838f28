import type { SingleValueLegacyExtendedProperty } from '@microsoft/microsoft-graph-types';
import { contactProperties } from '../../shared/outlook/contact-item';

/** What Outlook shows of a contact and Graph has no property for. */
export interface OutlookOnly {
  readonly primaryPhone: string | undefined;
  readonly fax: string | undefined;
  readonly gender: 'male' | 'female' | undefined;
}

/** PR_GENDER's numbers (Graph reference 1.2). */
const genderValues = { female: '1', male: '2' } as const;

/** The extended properties in which Outlook keeps them; those that are empty are left out. */
export function outlookProperties({
  primaryPhone,
  fax,
  gender,
}: OutlookOnly): SingleValueLegacyExtendedProperty[] {
  const property = (id: string, value: string | undefined): SingleValueLegacyExtendedProperty[] =>
    value === undefined || value === '' ? [] : [{ id, value }];
  return [
    ...property(contactProperties.primaryPhone, primaryPhone),
    ...property(contactProperties.fax, fax),
    ...property(contactProperties.gender, gender && genderValues[gender]),
  ];
}
