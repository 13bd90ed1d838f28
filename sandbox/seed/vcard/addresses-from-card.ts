import type { Contact, PhysicalAddress } from '@microsoft/microsoft-graph-types';
import type { Property } from './content-line';
import type { LeftOut } from './left-out';
import { byPreference, texts } from './properties';

type Addresses = Pick<Contact, 'businessAddress' | 'homeAddress' | 'otherAddress'>;

/** One address of each kind; one more goes into the third place, if that is free. */
export function addressesFrom(properties: readonly Property[], leftOut: LeftOut): Addresses {
  const addresses: Addresses = {};
  const late: PhysicalAddress[] = [];
  for (const adr of byPreference(properties, 'adr')) {
    const kind = kindOf(adr);
    if (addresses[kind] === undefined) addresses[kind] = address(adr);
    else late.push(address(adr));
  }
  const [next] = late;
  if (addresses.otherAddress === undefined && next !== undefined) {
    addresses.otherAddress = next;
    late.shift();
  }
  leftOut.add('address', late.length);
  return addresses;
}

function kindOf({ types }: Property): keyof Addresses {
  if (types.includes('work')) return 'businessAddress';
  return types.includes('home') ? 'homeAddress' : 'otherAddress';
}

/** Post office box and extension are lines of the street, as Outlook has no others. */
function address({ values }: Property): PhysicalAddress {
  const [box = '', extension = '', street = '', city = '', state = '', postalCode = '', country = ''] =
    values;
  return texts({
    street: [street, extension, box]
      .filter((line) => line !== '')
      .join('\n')
      .replaceAll(/\r?\n/g, '\r\n'),
    city,
    state,
    postalCode,
    countryOrRegion: country,
  });
}
