import { byCodePoint } from '../by-code-point';
import type { OrocrmContact, OutlookContact, OutlookEmail } from '../../records/contact';
import type { FieldRow } from '../lens';
import { lineForm } from '../text';

/** Outlook holds three (graph-api 1, slots). */
const visible = 3;

/** All e-mail addresses, as many as Outlook holds; the others stay in OroCRM untouched. */
export const emails: FieldRow<OrocrmContact, OutlookContact> = {
  field: 'emails',
  orocrm: ['emails', 'primaryEmail'],
  outlook: ['emailAddresses', 'displayName'],
  fromOrocrm: (record) => allOfOrocrm(record).slice(0, visible),
  fromOutlook: (record) => seenInOutlook(record),
  toOrocrm(target, source) {
    const seen = seenInOutlook(source);
    const hidden = allOfOrocrm(target).slice(visible);
    const wanted = new Set([...seen, ...hidden]);
    const staying = [...new Set(target.emails.map(lineForm))].filter((address) => wanted.has(address));
    return { emails: [...new Set([...staying, ...wanted])], primaryEmail: [...wanted][0] ?? '' };
  },
  toOutlook(target, source) {
    const wanted = allOfOrocrm(source).slice(0, visible);
    const entries = new Map<string, OutlookEmail>();
    for (const entry of target.emailAddresses) {
      const address = lineForm(entry.address);
      if (!entries.has(address)) entries.set(address, entry);
    }
    // The primary one first, then those that are there already, in Outlook's own order.
    const staying = [...entries.keys()].filter((address) => wanted.includes(address));
    const order = new Set([...wanted.slice(0, 1), ...staying, ...wanted]);
    return { emailAddresses: [...order].map((address) => entries.get(address) ?? { name: '', address }) };
  },
};

/** The primary one first, the rest in a fixed order: OroCRM's own order means nothing (orocrm-api 1.3). */
function allOfOrocrm({ emails: list, primaryEmail }: OrocrmContact): readonly string[] {
  return inOrder(list.map(lineForm), lineForm(primaryEmail));
}

function seenInOutlook({ emailAddresses }: OutlookContact): readonly string[] {
  const addresses = emailAddresses.map(({ address }) => lineForm(address));
  return inOrder(addresses, addresses.find((address) => address !== '') ?? '').slice(0, visible);
}

function inOrder(addresses: readonly string[], primary: string): readonly string[] {
  const rest = addresses.filter((address) => address !== primary).sort(byCodePoint);
  return [...new Set([primary, ...rest])].filter((address) => address !== '');
}
