import fc from 'fast-check';

import { putOrocrm, putOutlook } from '../../../shared/mapping/put';
import type { OrocrmContact, OutlookContact } from '../../../shared/records/contact';
import { mapping, orocrmContact, outlookContact } from './arbitraries';

export interface Pair {
  readonly orocrm: OrocrmContact;
  readonly outlook: OutlookContact;
}

const independent = fc.record({ orocrm: orocrmContact, outlook: outlookContact });

/** A pair that agreed, until some properties of one side were edited: what a sync meets every day. */
const edited = fc
  .record({
    start: independent,
    from: fc.constantFrom('orocrm', 'outlook'),
    orocrmEdits: fc.subarray(Object.keys(mapping.blankOrocrm)),
    outlookEdits: fc.subarray(Object.keys(mapping.blankOutlook)),
  })
  .map(({ start, from, orocrmEdits, outlookEdits }): Pair => {
    if (from === 'orocrm') {
      const outlook = putOutlook(mapping, mapping.blankOutlook, start.orocrm).record;
      return { orocrm: start.orocrm, outlook: mixed(outlook, start.outlook, outlookEdits) };
    }
    const orocrm = putOrocrm(mapping, mapping.blankOrocrm, start.outlook).record;
    return { orocrm: whole(mixed(orocrm, start.orocrm, orocrmEdits)), outlook: start.outlook };
  });

export const pair: fc.Arbitrary<Pair> = fc.oneof(independent, edited);

function mixed<R extends object>(base: R, other: R, names: readonly string[]): R {
  return { ...base, ...Object.fromEntries(Object.entries(other).filter(([name]) => names.includes(name))) };
}

/** A mix of two contacts may have lost the tie between a list and its primary item; OroCRM keeps it. */
function whole(contact: OrocrmContact): OrocrmContact {
  const { emails, primaryEmail, phones, primaryPhone } = contact;
  return {
    ...contact,
    primaryEmail: emails.includes(primaryEmail) ? primaryEmail : (emails[0] ?? ''),
    primaryPhone: phones.includes(primaryPhone) ? primaryPhone : (phones[0] ?? ''),
  };
}
