import type { OrocrmContact, OutlookContact } from '../../records/contact';
import type { FieldRow } from '../lens';
import { lineForm, lineToWrite } from '../text';

/**
 * First and last name are one row of two fields: where one is missing, the other counts as both (spec 5), so a write of
 * either writes both. Outlook gets OroCRM's own two; OroCRM gets the filled ones, since it wants both.
 */
function nameRow(field: 'firstName' | 'lastName'): FieldRow<OrocrmContact, OutlookContact> {
  return {
    field,
    orocrm: ['firstName', 'lastName'],
    outlook: ['givenName', 'surname', 'displayName'],
    fromOrocrm: ({ firstName, lastName }) => filled(lineForm(firstName), lineForm(lastName))[field],
    fromOutlook: ({ givenName, surname }) => filled(lineForm(givenName), lineForm(surname))[field],
    toOrocrm: (_, { givenName, surname }) => filled(lineToWrite(givenName), lineToWrite(surname)),
    toOutlook: (_, { firstName, lastName }) => ({
      givenName: lineToWrite(firstName),
      surname: lineToWrite(lastName),
    }),
  };
}

export const firstName = nameRow('firstName');
export const lastName = nameRow('lastName');

function filled(first: string, last: string): { readonly firstName: string; readonly lastName: string } {
  return { firstName: first === '' ? last : first, lastName: last === '' ? first : last };
}
