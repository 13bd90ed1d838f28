import type { Contact } from '@microsoft/microsoft-graph-types';
import type { Property } from './content-line';
import type { LeftOut } from './left-out';
import { byPreference } from './properties';

type Phones = Pick<Contact, 'businessPhones' | 'homePhones' | 'mobilePhone'> & {
  readonly primaryPhone: string | undefined;
  readonly fax: string | undefined;
};

/** Exchange has room for two business and two home phones and one mobile phone (Graph reference 1.1). */
const room = { business: 2, home: 2, mobile: 1, fax: 1, pager: 0 } as const;

/** The preferred number, else the first one, is the primary phone: few programs mark one. */
export function phonesFrom(properties: readonly Property[], leftOut: LeftOut): Phones {
  const kinds: Record<keyof typeof room, string[]> = {
    business: [],
    home: [],
    mobile: [],
    fax: [],
    pager: [],
  };
  const phones = byPreference(properties, 'tel').map((tel) => ({ kind: kindOf(tel), number: numberOf(tel) }));
  for (const { kind, number } of phones) kinds[kind].push(number);
  for (const [kind, numbers] of Object.entries(kinds) as [keyof typeof room, string[]][]) {
    leftOut.add(`${kind} number`, numbers.length - room[kind]);
  }
  const [mobilePhone] = kinds.mobile;
  return {
    businessPhones: kinds.business.slice(0, room.business),
    homePhones: kinds.home.slice(0, room.home),
    ...(mobilePhone === undefined ? {} : { mobilePhone }),
    primaryPhone: phones.find(({ kind }) => kind !== 'fax' && kind !== 'pager')?.number,
    fax: kinds.fax[0],
  };
}

function kindOf({ types }: Property): keyof typeof room {
  const is = (...names: readonly string[]): boolean => names.some((name) => types.includes(name));
  if (is('fax')) return 'fax';
  if (is('pager')) return 'pager';
  if (is('cell', 'mobile', 'iphone')) return 'mobile';
  return is('home') ? 'home' : 'business';
}

/** `tel:+1-555;ext=5` of vCard 4.0 as people write it. */
const numberOf = ({ values }: Property): string =>
  values.join(';').replace(/^tel:/i, '').replace(/;ext=/i, ' ext. ');
