import { SyncError } from '../errors';
import type { OrocrmRecord } from '../records/record';
import type { InstallationMemory } from './installation';
import { parseBody, type JsonApi, type Query } from './json-api/client';
import { oneSchema, Related, type Resource } from './json-api/document';
import { Refusal } from './json-api/refusal';
import { listPage, type Page } from './listing';
import type { PlaceDirectory } from './places';
import type { RecordType } from './record-type';

/** What everything about one credential shares. */
export interface OrocrmContext {
  readonly api: JsonApi;
  readonly memory: InstallationMemory;
  readonly places: PlaceDirectory;
}

export interface RecordPage<R> {
  readonly records: readonly R[];
  readonly page: Page;
}

/** Did an installation refuse the includes (rather than anything else of the query)? */
function isIncludeRefusal(thrown: unknown): boolean {
  return (
    thrown instanceof Refusal &&
    thrown.problems.some(({ parameter }) => /^include$|^fields\[(countries|regions)\]$/.test(parameter))
  );
}

/** Reads whole records of one type. */
export class RecordReader<R extends OrocrmRecord> {
  constructor(
    private readonly context: OrocrmContext,
    readonly recordType: RecordType<R>,
  ) {}

  /** One page of records. @throws SyncError; `bad-answer` when a record is not whole */
  list(filters: Query, size: number, count: boolean): Promise<RecordPage<R>> {
    const { api, memory } = this.context;
    const { type } = this.recordType;
    return this.withIncludes(async (query) => {
      const page = await listPage(api, memory, { type, query: { ...query, ...filters }, size, count });
      return { records: await this.whole(page.data, page.included), page };
    });
  }

  /** One record. @throws SyncError; `not-found` and `forbidden` as answered for this id */
  one(id: string): Promise<R> {
    const { type } = this.recordType;
    return this.withIncludes(async (query) => {
      const answer = await this.context.api.send({ method: 'GET', type, id, query, effect: 'read' });
      const { data, included } = parseBody(oneSchema, answer, type);
      const [record] = await this.whole([data], included);
      if (record?.id === id) return record;
      throw new SyncError(`OroCRM answered with another record of ${type} than asked for.`, {
        kind: 'retry',
        code: 'bad-answer',
      });
    });
  }

  /** Records out of the answer of a write; undefined where it does not bring a whole one. @throws SyncError */
  async fromWrites(
    answers: readonly { readonly resource: Resource; readonly current: R | undefined }[],
    included: readonly Resource[],
  ): Promise<readonly (R | undefined)[]> {
    const related = new Related(included);
    const names = await this.context.places.names(this.recordType.unnamedPlaces(included, related));
    return answers.map(({ resource, current }) => {
      const parsed = this.recordType.parse(resource, related, names, current);
      return parsed.complete ? parsed.record : undefined;
    });
  }

  private async withIncludes<T>(read: (query: Query) => Promise<T>): Promise<T> {
    const { memory } = this.context;
    if (!memory.nestedIncludes()) return read(this.recordType.plainQuery);
    try {
      return await read(this.recordType.query);
    } catch (thrown) {
      if (!isIncludeRefusal(thrown)) throw thrown;
      memory.learnPlainIncludes();
      return read(this.recordType.plainQuery);
    }
  }

  private async whole(data: readonly Resource[], included: readonly Resource[]): Promise<readonly R[]> {
    const related = new Related(included);
    const names = await this.context.places.names(this.recordType.unnamedPlaces(included, related));
    return data.map((resource) => {
      const parsed = this.recordType.parse(resource, related, names);
      if (parsed.complete) return parsed.record;
      throw new SyncError(`OroCRM's answer about ${this.recordType.type} lacks ${parsed.missing}.`, {
        kind: 'retry',
        code: 'bad-answer',
        action: "If this stays, let the role of OroCRM's user view every field of the type.",
      });
    });
  }
}
