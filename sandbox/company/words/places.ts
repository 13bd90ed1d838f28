/** A town as an address names it; `region` is undefined where people of that country leave it out. */
export interface Town {
  readonly city: string;
  readonly country: { readonly code: string; readonly name: string };
  readonly region?: { readonly code: string; readonly name: string };
  /** What stands for the region where OroCRM has none. */
  readonly district?: string;
  readonly streets: readonly string[];
  /** `#` stands for a digit; what begins with 0 must keep it. */
  readonly postalCode: string;
  /** The international form and the one that people of the country write; `#` stands for a digit. */
  readonly phones: readonly [string, string];
}

const germany = { code: 'DE', name: 'Germany' };
const states = { code: 'US', name: 'United States' };
const germanStreets = ['Große Straße', 'Lindenallee', 'Am Mühlbach', 'Königstr.', 'Marktplatz'];
const americanStreets = ['Main St', 'Elm Street', 'Ocean Ave, Suite', 'W 42nd Street', 'Oak Lane'];

export const towns: readonly Town[] = [
  {
    city: 'München',
    country: germany,
    region: { code: 'DE-BY', name: 'Bayern' },
    streets: germanStreets,
    postalCode: '80###',
    phones: ['+49 89 ######', '089 / ######'],
  },
  {
    city: 'Dresden',
    country: germany,
    streets: germanStreets,
    postalCode: '010##',
    phones: ['+49 351 #######', '0351 #######'],
  },
  {
    city: 'Boston',
    country: states,
    region: { code: 'US-MA', name: 'Massachusetts' },
    streets: americanStreets,
    postalCode: '021##',
    phones: ['+1 617 555 01##', '(617) 555-01##'],
  },
  {
    city: 'San José',
    country: states,
    region: { code: 'US-CA', name: 'California' },
    streets: americanStreets,
    postalCode: '95###',
    phones: ['+1 408 555 01##', '(408) 555-01##'],
  },
  {
    city: 'Zürich',
    country: { code: 'CH', name: 'Switzerland' },
    region: { code: 'CH-ZH', name: 'Zürich' },
    streets: ['Bahnhofstrasse', 'Limmatquai', 'Im Gässli'],
    postalCode: '80##',
    phones: ['+41 44 ### ## ##', '044 ### ## ##'],
  },
  {
    city: 'Lyon',
    country: { code: 'FR', name: 'France' },
    streets: ["rue de l'Église", 'cours Émile Zola', 'quai Saint-Antoine'],
    postalCode: '6900#',
    phones: ['+33 4 78 ## ## ##', '04 78 ## ## ##'],
  },
  {
    city: 'Bengaluru',
    country: { code: 'IN', name: 'India' },
    region: { code: 'IN-KA', name: 'Karnataka' },
    streets: ['MG Road', '2nd Cross, Indiranagar', 'Brigade Road'],
    postalCode: '5600##',
    phones: ['+91 80 #### ####', '080-########'],
  },
  {
    city: 'Göteborg',
    country: { code: 'SE', name: 'Sweden' },
    streets: ['Östra Hamngatan', 'Kungsgatan', 'Linnégatan'],
    postalCode: '411 ##',
    phones: ['+46 31 ### ## ##', '031-### ## ##'],
  },
  {
    city: '千代田区',
    country: { code: 'JP', name: 'Japan' },
    streets: ['丸の内', '神田駿河台'],
    postalCode: '100-00##',
    phones: ['+81 3 #### ####', '03-####-####'],
  },
  {
    city: 'Hong Kong',
    // OroCRM has no regions for it, so the district is free text there.
    country: { code: 'HK', name: 'Hong Kong' },
    district: 'Kowloon',
    streets: ['Nathan Road', 'Canton Road 廣東道'],
    postalCode: '999077',
    phones: ['+852 #### ####', '#### ####'],
  },
];
