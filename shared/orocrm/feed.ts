import { z } from 'zod';
import { SyncError } from '../errors';
import { parseOrocrmId, type OrocrmId } from '../records/ids';
import type { OrocrmChange, OrocrmChanges, OrocrmCursor, OrocrmFeed } from '../sync/ports/orocrm';
import { advance, byVersion, earliest, withOverlap } from './feed-cursor';
import type { Query } from './json-api/client';
import { toOne, type Resource } from './json-api/document';
import { isLastPage, listPage } from './listing';
import type { OrocrmContext } from './reader';
import { ownerFilter } from './visibility';
import { walkChanges, walkIds, type FetchPage, type Walked } from './walk';

const pageSize = 1000;
/** A longer list of owners makes an address that servers refuse. */
const ownersAtOnce = 200;

const attributesSchema = z.object({ updatedAt: z.string().min(1) });

/** What changed in one JSON:API type, by ids and versions only. */
export class JsonApiFeed implements OrocrmFeed {
  constructor(
    private readonly context: OrocrmContext,
    private readonly type: string,
  ) {}

  async changes(cursor: OrocrmCursor, owners?: readonly OrocrmId[]): Promise<OrocrmChanges> {
    const since = withOverlap(cursor);
    const [walks, total] = await Promise.all([
      this.perOwners(owners, (fetch) => walkChanges(since, fetch)),
      this.total(owners),
    ]);
    const at = earliest(walks) ?? total.at;
    const items = walks.flatMap((walk) => walk.items).sort(byVersion);
    return { items, cursor: advance(cursor, items.at(-1), at), total: total.count, at };
  }

  async ids(owners?: readonly OrocrmId[]): Promise<readonly OrocrmChange[]> {
    const walks = await this.perOwners(owners, (fetch) => walkIds(fetch));
    return walks.flatMap((walk) => walk.items);
  }

  async now(): Promise<Date> {
    const query = { [`fields[${this.type}]`]: 'id' };
    return (await listPage(this.context.api, this.context.memory, { type: this.type, query, size: 1 })).at;
  }

  private async perOwners(
    owners: readonly OrocrmId[] | undefined,
    walk: (fetch: FetchPage<OrocrmChange>) => Promise<Walked<OrocrmChange>>,
  ): Promise<readonly Walked<OrocrmChange>[]> {
    const walked: Walked<OrocrmChange>[] = [];
    for (const group of ownerGroups(owners)) walked.push(await walk((query) => this.page(query, group)));
    return walked;
  }

  private async page(
    query: Query,
    owners: readonly OrocrmId[] | undefined,
  ): ReturnType<FetchPage<OrocrmChange>> {
    const page = await listPage(this.context.api, this.context.memory, {
      type: this.type,
      query: { [`fields[${this.type}]`]: 'updatedAt,owner', ...ownerFilter(owners), ...query },
      size: pageSize,
      count: true,
    });
    return { items: page.data.map(changeOf), last: isLastPage(page), at: page.at };
  }

  private async total(owners: readonly OrocrmId[] | undefined): Promise<{ count: number; at: Date }> {
    let count = 0;
    let at: Date | undefined;
    for (const group of ownerGroups(owners)) {
      const page = await listPage(this.context.api, this.context.memory, {
        type: this.type,
        query: { [`fields[${this.type}]`]: 'id', ...ownerFilter(group) },
        size: 1,
        count: true,
      });
      at ??= page.at;
      // A server that does not count is counted by hand.
      count += page.total ?? (await walkIds((query) => this.page(query, group))).items.length;
    }
    return { count, at: at ?? new Date() };
  }
}

function ownerGroups(owners: readonly OrocrmId[] | undefined): readonly (readonly OrocrmId[] | undefined)[] {
  if (owners === undefined) return [undefined];
  const unique = [...new Set(owners)];
  const groups: (readonly OrocrmId[])[] = [];
  for (let start = 0; start < unique.length; start += ownersAtOnce) {
    groups.push(unique.slice(start, start + ownersAtOnce));
  }
  return groups;
}

function changeOf(resource: Resource): OrocrmChange {
  const id = parseOrocrmId(resource.id);
  const attributes = attributesSchema.safeParse(resource.attributes);
  const owner = toOne(resource, 'owner');
  if (id === undefined || !attributes.success || owner === undefined) {
    throw new SyncError(`OroCRM's list of ${resource.type} lacks an id, updatedAt or owner.`, {
      kind: 'retry',
      code: 'bad-answer',
    });
  }
  return {
    id,
    version: attributes.data.updatedAt,
    owner: owner === null ? '' : (parseOrocrmId(owner.id) ?? ''),
  };
}
