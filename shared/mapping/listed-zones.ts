import { zoneForm } from './zones';

/**
 * OroCRM takes only zones that PHP lists: no former names, no `Etc/…` (seen in OroCRM's own form). Tables from Windows
 * names give exactly these, so each has the zone that is meant, or one of the same clocks where there is no other.
 */
const listed: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Montreal': 'America/Toronto',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  // Kyiv has had both spellings, and an older PHP lists the other one than a newer.
  'Europe/Kiev': 'Europe/Helsinki',
  'Europe/Kyiv': 'Europe/Helsinki',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk',
  'Etc/GMT+11': 'Pacific/Pago_Pago',
  'Etc/GMT+9': 'Pacific/Gambier',
  'Etc/GMT+8': 'Pacific/Pitcairn',
  'Etc/GMT+2': 'America/Noronha',
  'Etc/GMT-12': 'Pacific/Tarawa',
  'Etc/GMT-13': 'Pacific/Fakaofo',
};

const regions = /^(?:Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)\//;

/** A zone under a name that OroCRM takes, with the same clocks; the name itself where no other is known. */
export function listedZone(zone: string): string {
  const known = listed[zone];
  if (known !== undefined) return known;
  if (regions.test(zone)) return zone;
  const form = zoneForm(zone);
  return listed[form] ?? form;
}
