import type { OrocrmContact, OutlookContact } from '../../records/contact';
import type { FieldRow } from '../lens';
import { lineForm } from '../text';

/**
 * Only OroCRM's primary phone is seen in Outlook. A new one takes its place in OroCRM's list; where it is cleared, the
 * next one becomes primary, since OroCRM wants one as long as there are phones (orocrm-api 1.3).
 */
export const phone: FieldRow<OrocrmContact, OutlookContact> = {
  field: 'phone',
  orocrm: ['phones', 'primaryPhone'],
  outlook: ['primaryPhone'],
  fromOrocrm: (record) => primaryOf(record),
  fromOutlook: ({ primaryPhone }) => lineForm(primaryPhone),
  toOrocrm(target, source) {
    const old = primaryOf(target);
    const wanted = lineForm(source.primaryPhone);
    const others = target.phones.map(lineForm).filter((one) => one !== old && one !== wanted && one !== '');
    const phones = [...new Set(wanted === '' ? others : [wanted, ...others])];
    return { phones, primaryPhone: phones[0] ?? '' };
  },
  toOutlook: (_, source) => ({ primaryPhone: primaryOf(source) }),
};

/** A list without a primary one cannot be read from OroCRM; should it happen, its first is taken. */
function primaryOf({ phones, primaryPhone }: OrocrmContact): string {
  const primary = lineForm(primaryPhone);
  return primary !== '' ? primary : (phones.map(lineForm).find((one) => one !== '') ?? '');
}
