import { z } from 'zod';
import { SyncError } from '../errors';
import type { Country, Places } from '../mapping/contact/places';
import type { Place } from '../records/contact';
import type { InstallationMemory } from './installation';
import { parseBody, type JsonApi } from './json-api/client';
import { oneSchema, toOne, type Resource } from './json-api/document';
import { isLastPage, listPage } from './listing';
import type { PlaceCodes, PlaceNames } from './place-names';

/** Countries and regions change with a release of OroCRM, if ever. */
const keptMs = 6 * 60 * 60 * 1000;
/** After a failure the old dictionary serves this long before the next try. */
const retryMs = 60 * 1000;
const pageSize = 1000;
/** Far more than the world has: a list that never ends is no list. */
const mostPages = 1000;

const placeSchema = z.object({ name: z.string().min(1), iso3Code: z.string().nullish() });

interface Dictionary {
  readonly places: Places;
  readonly names: ReadonlyMap<string, string>;
}

/** The countries and regions of an OroCRM as one user sees them (names may be translated), kept for some hours. */
export class PlaceDirectory {
  private loaded: { readonly dictionary: Dictionary; readonly until: number } | undefined;
  private pending: Promise<Dictionary> | undefined;
  /** Places that addresses still name and the lists no longer show. */
  private readonly retired = new Map<string, string>();

  constructor(
    private readonly api: JsonApi,
    private readonly memory: InstallationMemory,
    private readonly now: () => number,
  ) {}

  /** The whole dictionary; the same object as long as it is kept. @throws SyncError */
  async places(): Promise<Places> {
    return (await this.dictionary()).places;
  }

  /** The names of these places; asks for nothing when there are none. @throws SyncError */
  async names(codes: PlaceCodes): Promise<PlaceNames> {
    if (codes.countries.size === 0 && codes.regions.size === 0) return nameless;
    const { names } = await this.dictionary();
    const wanted = [
      ...[...codes.countries].map((code) => ['countries', code] as const),
      ...[...codes.regions].map((code) => ['regions', code] as const),
    ];
    const found = new Map<string, string>();
    for (const [type, code] of wanted) {
      const key = `${type}/${code}`;
      found.set(key, names.get(key) ?? (await this.retiredName(type, code)));
    }
    return {
      country: (code) => found.get(`countries/${code}`) ?? code,
      region: (code) => found.get(`regions/${code}`) ?? code,
    };
  }

  private async dictionary(): Promise<Dictionary> {
    const loaded = this.loaded;
    if (loaded !== undefined && this.now() < loaded.until) return loaded.dictionary;
    this.pending ??= this.load().finally(() => {
      this.pending = undefined;
    });
    if (loaded === undefined) return this.pending;
    try {
      return await this.pending;
    } catch {
      this.loaded = { dictionary: loaded.dictionary, until: this.now() + retryMs };
      return loaded.dictionary;
    }
  }

  private async load(): Promise<Dictionary> {
    const [countries, regions] = await Promise.all([this.countries(), this.regions()]);
    const names = new Map<string, string>();
    for (const { code, name } of countries) names.set(`countries/${code}`, name);
    for (const list of regions.values()) {
      for (const { code, name } of list) names.set(`regions/${code}`, name);
    }
    const dictionary = { places: { countries, regions }, names };
    this.loaded = { dictionary, until: this.now() + keptMs };
    return dictionary;
  }

  private async countries(): Promise<readonly Country[]> {
    const resources = await this.all('countries', 'name,iso3Code');
    return resources.map((resource) => {
      const { name, iso3Code } = attributesOf(resource);
      return { code: resource.id, name, iso3: iso3Code ?? '' };
    });
  }

  private async regions(): Promise<ReadonlyMap<string, readonly Place[]>> {
    const regions = new Map<string, Place[]>();
    for (const resource of await this.all('regions', 'name,country')) {
      const country = toOne(resource, 'country')?.id ?? resource.id.split('-')[0] ?? '';
      const list = regions.get(country) ?? [];
      list.push({ code: resource.id, name: attributesOf(resource).name });
      regions.set(country, list);
    }
    return regions;
  }

  /** A dictionary by page numbers: it has no numeric ids to go on from, and does not change while it is read. */
  private async all(type: string, fields: string): Promise<readonly Resource[]> {
    const found = new Map<string, Resource>();
    for (let number = 1; number <= mostPages; number++) {
      const query = { [`fields[${type}]`]: fields, sort: 'id', 'page[number]': String(number) };
      const page = await listPage(this.api, this.memory, { type, query, size: pageSize, count: true });
      for (const resource of page.data) found.set(resource.id, resource);
      const whole = page.total === undefined ? isLastPage(page) : found.size >= page.total;
      if (whole) return [...found.values()];
      if (page.data.length === 0) break;
    }
    throw new SyncError(`OroCRM's list of ${type} is not whole.`, { kind: 'retry', code: 'bad-answer' });
  }

  private async retiredName(type: 'countries' | 'regions', code: string): Promise<string> {
    const key = `${type}/${code}`;
    const known = this.retired.get(key);
    if (known !== undefined) return known;
    const name = await this.singleName(type, code);
    this.retired.set(key, name);
    return name;
  }

  private async singleName(type: 'countries' | 'regions', code: string): Promise<string> {
    try {
      const query = { [`fields[${type}]`]: 'name' };
      const answer = await this.api.send({ method: 'GET', type, id: code, query, effect: 'read' });
      return attributesOf(parseBody(oneSchema, answer, type).data).name;
    } catch (thrown) {
      // A place without a name is called by its code: better than an address without it.
      if (thrown instanceof SyncError && thrown.code === 'not-found') return code;
      throw thrown;
    }
  }
}

const nameless: PlaceNames = { country: (code) => code, region: (code) => code };

function attributesOf(resource: Resource): z.infer<typeof placeSchema> {
  const parsed = placeSchema.safeParse(resource.attributes);
  if (parsed.success) return parsed.data;
  throw new SyncError(`A record of ${resource.type} has no name in OroCRM.`, {
    kind: 'retry',
    code: 'bad-answer',
  });
}
