import type { OrocrmAddress, OutlookAddress, Place } from '../../records/contact';
import { lineForm } from '../text';
import { streetForm } from './address-form';
import type { PlaceFinder } from './places';

type MappedAddress = Pick<
  OrocrmAddress,
  'street' | 'street2' | 'city' | 'postalCode' | 'country' | 'region' | 'customRegion'
>;

/**
 * Outlook's address as OroCRM shall hold it. A country that OroCRM does not know leaves the present one in place.
 * @returns undefined when there is none to keep either: OroCRM holds no address without a country (orocrm-api 1.4).
 */
export function addressToOrocrm(
  finder: PlaceFinder,
  current: OrocrmAddress | undefined,
  source: OutlookAddress,
): MappedAddress | undefined {
  const country = kept(current?.country, finder.country(source.countryOrRegion)) ?? current?.country;
  if (country === undefined && current === undefined) return undefined;
  return {
    ...street(current, source.street),
    city: lineForm(source.city),
    postalCode: lineForm(source.postalCode),
    country,
    ...state(finder, current, country, source.state),
  };
}

/** The present place where it is the same one: OroCRM may show its name in another language. */
const kept = (current: Place | undefined, found: Place | undefined): Place | undefined =>
  current?.code === found?.code ? current : found;

/** Outlook's lines in OroCRM's two; the present division stays while the lines are the same. */
function street(current: OrocrmAddress | undefined, text: string): Pick<OrocrmAddress, 'street' | 'street2'> {
  const wanted = streetForm(text);
  if (current !== undefined && streetForm(`${current.street}\n${current.street2}`) === wanted) {
    return { street: current.street, street2: current.street2 };
  }
  const [first = '', ...rest] = wanted.split('\n');
  return { street: first, street2: rest.join('\n') };
}

function state(
  finder: PlaceFinder,
  current: OrocrmAddress | undefined,
  country: Place | undefined,
  text: string,
): Pick<OrocrmAddress, 'region' | 'customRegion'> {
  const code = country?.code ?? '';
  const wanted = lineForm(text);
  if (!finder.hasRegions(code)) return { region: undefined, customRegion: wanted };
  const region = finder.region(code, wanted);
  if (region !== undefined) return { region: kept(current?.region, region), customRegion: '' };
  // A text that is in no list of regions cannot be stored, and does not clear what it could not say.
  if (wanted === '' || current?.country?.code !== code) return { region: undefined, customRegion: '' };
  return { region: current.region, customRegion: current.customRegion };
}
