import { foldPlace } from './fold-place';

/** Languages in which people write the names of countries. */
const locales = [
  ...[
    'en',
    'de',
    'fr',
    'es',
    'it',
    'pt',
    'nl',
    'pl',
    'cs',
    'sk',
    'hu',
    'ro',
    'bg',
    'uk',
    'ru',
    'el',
    'tr',
    'sv',
  ],
  ...['da', 'nb', 'fi', 'et', 'lv', 'lt', 'sl', 'hr', 'sr', 'ca', 'ja', 'zh', 'ko', 'ar', 'he', 'vi', 'id'],
];

/** What people write that no list of names has. By code: names. */
const usual: Readonly<Record<string, readonly string[]>> = {
  AE: ['UAE', 'Emirates'],
  BA: ['Bosnia'],
  CD: ['DR Congo', 'Democratic Republic of the Congo'],
  CG: ['Republic of the Congo'],
  CI: ['Ivory Coast'],
  CN: ['PRC', 'Peoples Republic of China', 'Mainland China'],
  CV: ['Cape Verde'],
  CZ: ['Czech Republic', 'Tschechische Republik'],
  DE: ['BRD', 'Bundesrepublik Deutschland', 'Federal Republic of Germany', 'West Germany'],
  GB: [
    'UK',
    'United Kingdom',
    'Great Britain',
    'Britain',
    'England',
    'Scotland',
    'Wales',
    'Northern Ireland',
  ],
  IE: ['Republic of Ireland', 'Eire'],
  IR: ['Iran'],
  KP: ['North Korea', 'DPRK'],
  KR: ['South Korea', 'Korea', 'Republic of Korea'],
  MK: ['Macedonia', 'FYROM'],
  MM: ['Burma'],
  NL: ['Holland', 'Nederlanden'],
  RU: ['Russia', 'Russian Federation'],
  SZ: ['Swaziland'],
  TL: ['East Timor'],
  TR: ['Turkey', 'Turkiye'],
  TW: ['Taiwan', 'Republic of China'],
  TZ: ['Tanzania'],
  US: [
    'USA',
    'US of A',
    'United States of America',
    'America',
    'Estados Unidos de America',
    'Etats Unis dAmerique',
  ],
  VA: ['Vatican', 'Holy See'],
  VN: ['Vietnam', 'Viet Nam'],
};

/** Folded usual name → country code. */
export const aliases: ReadonlyMap<string, string> = new Map(
  Object.entries(usual).flatMap(([code, names]) => names.map((name) => [foldPlace(name), code] as const)),
);

// Some ten thousand names: made once, and only when a text is met that nothing simpler explains.
let names: ReadonlyMap<string, readonly string[]> | undefined;

/** Codes of the countries that have a folded name in some language; where languages disagree, English comes first. */
export function codesByForeignName(folded: string): readonly string[] {
  names ??= namesInAllLanguages();
  return names.get(folded) ?? [];
}

function namesInAllLanguages(): ReadonlyMap<string, readonly string[]> {
  const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  const english = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const codes = letters
    .flatMap((first) => letters.map((second) => first + second))
    // Codes of former countries stand for those of today: `DD` for `DE`.
    .filter((code) => new Intl.Locale(`und-${code}`).region === code && english.of(code) !== undefined);
  const found = new Map<string, string[]>();
  for (const locale of locales) {
    const displays = (['long', 'short'] as const).map(
      (style) => new Intl.DisplayNames([locale], { type: 'region', fallback: 'none', style }),
    );
    for (const code of codes) {
      for (const name of displays.map((display) => foldPlace(display.of(code) ?? ''))) {
        const known = found.get(name);
        if (known === undefined) found.set(name, [code]);
        else if (!known.includes(code)) known.push(code);
      }
    }
  }
  return found;
}
