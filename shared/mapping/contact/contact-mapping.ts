import type { Gender, OrocrmContact, OutlookContact } from '../../records/contact';
import type { OrocrmId, OutlookId } from '../../records/ids';
import type { FieldRow, Mapping } from '../lens';
import { descriptionForm, plainForm, toDescription, toNotes } from '../notes';
import { lineForm, lineToWrite } from '../text';
import { addressRow } from './addresses';
import { slots } from './address-slots';
import { blankOutlookAddress } from './address-to-outlook';
import { settleDisplayName } from './display-name';
import { emails } from './emails';
import { firstName, lastName } from './names';
import { phone } from './phone';
import { placeFinder, type Places } from './places';

type Row = FieldRow<OrocrmContact, OutlookContact>;

/** The contact table of spec 5, row by row. */
export function contactMapping(places: Places): Mapping<OrocrmContact, OutlookContact> {
  const finder = placeFinder(places);
  return {
    rows: [
      firstName,
      line('middleName', 'middleName', ['displayName']),
      lastName,
      line('nameSuffix', 'generation', ['displayName']),
      description,
      emails,
      phone,
      line('jobTitle', 'jobTitle'),
      birthday,
      gender,
      line('fax', 'fax'),
      ...slots.map((slot) => addressRow(slot, finder)),
    ],
    blankOrocrm,
    blankOutlook,
    settleOutlook: settleDisplayName,
  };
}

/** A single-line text that both sides hold as it is. `also`: what follows from it in Outlook. */
function line(
  field: 'middleName' | 'nameSuffix' | 'jobTitle' | 'fax',
  outlook: 'middleName' | 'generation' | 'jobTitle' | 'fax',
  also: readonly string[] = [],
): Row {
  return {
    field,
    orocrm: [field],
    outlook: [outlook, ...also],
    fromOrocrm: (record) => lineForm(record[field]),
    fromOutlook: (record) => lineForm(record[outlook]),
    toOrocrm: (_, source) => ({ [field]: lineToWrite(source[outlook]) }),
    toOutlook: (_, source) => ({ [outlook]: lineToWrite(source[field]) }),
  };
}

const description: Row = {
  field: 'description',
  orocrm: ['description'],
  outlook: ['personalNotes'],
  fromOrocrm: (record) => descriptionForm(record.description),
  fromOutlook: (record) => plainForm(record.personalNotes),
  toOrocrm: (target, source) => ({ description: toDescription(source.personalNotes, target.description) }),
  toOutlook: (_, source) => ({ personalNotes: toNotes(source.description) }),
};

/** A date as text on both sides: no zone can move it. */
const birthday: Row = {
  field: 'birthday',
  orocrm: ['birthday'],
  outlook: ['birthday'],
  fromOrocrm: (record) => record.birthday,
  fromOutlook: (record) => record.birthday,
  toOrocrm: (_, source) => ({ birthday: source.birthday }),
  toOutlook: (_, source) => ({ birthday: source.birthday }),
};

const gender: Row = {
  field: 'gender',
  orocrm: ['gender'],
  outlook: ['gender'],
  fromOrocrm: (record) => record.gender,
  fromOutlook: (record) => record.gender,
  toOrocrm: (_, source) => ({ gender: source.gender }),
  toOutlook: (_, source) => ({ gender: source.gender }),
};

const noGender: Gender = '';

const blankOrocrm: OrocrmContact = {
  id: '' as OrocrmId,
  version: '',
  createdAt: '',
  owner: '',
  firstName: '',
  middleName: '',
  lastName: '',
  nameSuffix: '',
  description: '',
  emails: [],
  primaryEmail: '',
  phones: [],
  primaryPhone: '',
  jobTitle: '',
  birthday: '',
  gender: noGender,
  fax: '',
  addresses: [],
};

const blankOutlook: OutlookContact = {
  id: '' as OutlookId,
  version: '',
  createdAt: '',
  mark: '',
  folder: '',
  displayName: '',
  givenName: '',
  middleName: '',
  surname: '',
  generation: '',
  personalNotes: '',
  emailAddresses: [],
  primaryPhone: '',
  jobTitle: '',
  birthday: '',
  gender: noGender,
  fax: '',
  businessAddress: blankOutlookAddress,
  homeAddress: blankOutlookAddress,
  otherAddress: blankOutlookAddress,
};
