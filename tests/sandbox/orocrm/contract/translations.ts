import { isObject, textOf, type Json } from '../../../../sandbox/orocrm/jsonapi/json';
import { rewrite } from './binding';

/**
 * Some fixtures name records by ids that the conversion made up, or speak of entities that exist in OroCRM's
 * test environment only. Where contacts and addresses can play those parts, the names are exchanged.
 */
export type Translation =
  'users' | 'employees' | 'departments' | 'staff' | 'targets' | 'upsert' | 'mandatoryCountry';

interface Names {
  readonly types?: Readonly<Record<string, string>>;
  /** By the new type. */
  readonly attributes?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly relationships?: Readonly<Record<string, string>>;
  /** Texts inside the query. */
  readonly query?: readonly (readonly [string, string])[];
}

const tables: Readonly<Record<Translation, Names>> = {
  users: {},
  mandatoryCountry: {},
  employees: {
    types: { testemployee: 'contacts' },
    attributes: { contacts: { name: 'firstName' } },
    query: [
      ['testemployee', 'contacts'],
      ['name', 'firstName'],
      ['department.title', 'owner.username'],
    ],
  },
  departments: {
    types: { testdepartment: 'contacts' },
    attributes: { contacts: { title: 'firstName' } },
    query: [['testdepartment', 'contacts']],
  },
  staff: {
    types: { testdepartment: 'contacts', testemployee: 'contactaddresses' },
    attributes: { contacts: { title: 'firstName' }, contactaddresses: { name: 'label' } },
    relationships: { staff: 'addresses', department: 'owner' },
  },
  targets: {
    types: { testapiowners: 'contacts', testapitargets: 'contactaddresses' },
    attributes: { contacts: { name: 'firstName' }, contactaddresses: { name: 'label' } },
    relationships: { targets: 'addresses' },
  },
  upsert: {
    types: {
      testuniquekeyidentifier: 'contacts',
      testcustomidentifier: 'contacts',
    },
    attributes: {
      contacts: { name: 'firstName', key1: 'jobTitle', key2: 'fax', key3: 'skype', key4: 'twitter' },
    },
  },
};

/** Ids of records that exist once only here. */
const ids: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  organizations: { '111': '1' },
  businessunits: { '123': '1', '125': '1' },
  userroles: { '126': '2' },
  users: { '146': '124' },
};

const renamed = (object: Json | undefined, names: Readonly<Record<string, string>>): Json =>
  isObject(object)
    ? Object.fromEntries(Object.entries(object).map(([name, value]) => [names[name] ?? name, value]))
    : (object ?? null);

const us: Json = { data: { type: 'countries', id: 'US' } };

function resource(object: Record<string, Json>, translation: Translation): Record<string, Json> {
  const names = tables[translation];
  const type = names.types?.[textOf(object['type'])] ?? textOf(object['type']);
  const id = textOf(object['id']);
  const changed: Record<string, Json> = { ...object, type };
  if (object['id'] !== undefined) changed['id'] = ids[type]?.[id] ?? id;
  if (object['attributes'] !== undefined) {
    changed['attributes'] = renamed(object['attributes'], names.attributes?.[type] ?? {});
  }
  if (object['relationships'] !== undefined) {
    const relationships = renamed(object['relationships'], names.relationships ?? {});
    // Contacts have the list of links, but not the single one beside it.
    const dropped = translation === 'targets' ? 'target' : '';
    changed['relationships'] = Object.fromEntries(
      Object.entries(isObject(relationships) ? relationships : {}).filter(([name]) => name !== dropped),
    );
  }
  return changed;
}

/** What the parts need beyond what the fixture says: an address cannot be without a country. */
function withCountry(value: Json): Json {
  return rewrite(value, (object) => {
    const isNew = object['type'] === 'contactaddresses' && object['meta'] === undefined;
    const isResource = object['attributes'] !== undefined || object['id'] === 'new_address';
    const isIdentifier = Object.keys(object).length === 2 && object['id'] !== 'new_address';
    if (!isNew || !isResource || isIdentifier) return object;
    const relationships = isObject(object['relationships']) ? object['relationships'] : {};
    return { ...object, relationships: { country: us, ...relationships } };
  });
}

/** Exchanges the names in a document. */
export function translated(value: Json, translation: Translation): Json {
  return rewrite(value, (object) =>
    typeof object['type'] === 'string' ? resource(object, translation) : object,
  );
}

/** Exchanges the names in the body of a request, and adds what the parts need. */
export function translatedRequest(value: Json, translation: Translation): Json {
  const document = translated(value, translation);
  if (translation !== 'staff' && translation !== 'mandatoryCountry') return document;
  if (!isObject(document) || document['included'] === undefined) return document;
  return { ...document, included: withCountry(document['included']) };
}

/** Exchanges the names in a path or in the name or value of a query parameter. */
export function translatedText(text: string, translation: Translation): string {
  const { types = {}, query = [] } = tables[translation];
  let result = text.replace('/api/users/146', '/api/users/124');
  for (const [from, to] of [...Object.entries(types), ...query]) result = result.replaceAll(from, to);
  return result;
}
