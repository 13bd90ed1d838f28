import { IANAZone } from 'luxon';

const regions =
  /^(Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific)\/[A-Za-z]|^UTC$/;

/**
 * Names that zones had once: PHP lists each zone under its present name only, while others (CLDR, and with it
 * many tables from Windows names) still use these.
 */
const former: ReadonlySet<string> = new Set(
  `Africa/Asmera America/Buenos_Aires America/Catamarca America/Coral_Harbour America/Cordoba
  America/Fort_Wayne America/Godthab America/Indianapolis America/Jujuy America/Louisville America/Mendoza
  America/Montreal America/Nipigon America/Pangnirtung America/Rainy_River America/Rosario America/Santa_Isabel
  America/Shiprock America/Thunder_Bay America/Virgin America/Yellowknife Asia/Ashkhabad Asia/Calcutta
  Asia/Choibalsan Asia/Chongqing Asia/Chungking Asia/Dacca Asia/Harbin Asia/Istanbul Asia/Kashgar Asia/Katmandu
  Asia/Macao Asia/Rangoon Asia/Saigon Asia/Tel_Aviv Asia/Thimbu Asia/Ujung_Pandang Asia/Ulan_Bator
  Atlantic/Faeroe Atlantic/Jan_Mayen Australia/ACT Australia/Canberra Australia/Currie Australia/LHI
  Australia/NSW Australia/North Australia/Queensland Australia/South Australia/Tasmania Australia/Victoria
  Australia/West Australia/Yancowinna Europe/Belfast Europe/Kiev Europe/Nicosia Europe/Tiraspol
  Europe/Uzhgorod Europe/Zaporozhye Pacific/Enderbury Pacific/Johnston Pacific/Ponape Pacific/Samoa
  Pacific/Truk Pacific/Yap`.split(/\s+/),
);

/** Whether OroCRM takes a time zone: what PHP lists (`DateTimeZone::listIdentifiers`), so no `Etc/…`, no old name. */
export function isListedZone(name: string): boolean {
  return regions.test(name) && !former.has(name) && IANAZone.isValidZone(name);
}
