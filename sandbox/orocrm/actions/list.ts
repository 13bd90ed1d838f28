import type { JsonObject } from '../jsonapi/json';
import { parseQuery } from '../jsonapi/query-string';
import type { ListOptions } from '../jsonapi/read-options';
import type { ResourceDefinition } from '../jsonapi/resource';
import { select } from '../jsonapi/select';
import type { Entity } from '../model/entity';
import { builderFor, documentOf, type ActionContext, type ApiAnswer } from './context';

/** The records of one page, and whether there are more. */
export function page(
  found: readonly Entity[],
  { pageSize, pageNumber }: ListOptions,
): { rows: readonly Entity[]; more: boolean } {
  if (pageSize === -1) return { rows: found, more: false };
  const start = (pageNumber - 1) * pageSize;
  return { rows: found.slice(start, start + pageSize), more: found.length > start + pageSize };
}

/** The query of another page: every parameter but the page number as it was. */
function pageQuery(query: string, symbolOperators: boolean, number: number | undefined): string {
  const pairs = parseQuery(query, symbolOperators)
    .filter(({ key }) => key !== 'page[number]')
    .map(({ key, path, group, operator, value }) => {
      const name = path === key ? group : key.replaceAll('.', '][');
      return [operator === 'eq' ? name : `${name}[${operator}]`, value];
    });
  if (number !== undefined) pairs.push(['page[number]', String(number)]);
  return pairs.map((pair) => pair.map((part) => encodeURIComponent(part)).join('=')).join('&');
}

function pageLinks(
  context: ActionContext,
  address: string,
  options: ListOptions,
  more: boolean,
): Record<string, string> | undefined {
  if (context.baseUrl === undefined) return undefined;
  const { symbolOperators } = context.world.capabilities;
  const at = (number: number | undefined): string => {
    const query = pageQuery(context.query, symbolOperators, number);
    return query === '' ? address : `${address}?${query}`;
  };
  const { pageNumber } = options;
  return {
    self: address,
    ...(pageNumber > 1 && { first: at(undefined), prev: at(pageNumber > 2 ? pageNumber - 1 : undefined) }),
    ...(more && { next: at(pageNumber + 1) }),
  };
}

/** What a link to several types answers of each record, unless `include` asks for more (TaskTest). */
function identifierOnly(object: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(object).filter(([name]) => name !== 'attributes' && name !== 'relationships'),
  );
}

/** Answers a page of records under an address; also for sub-resources, `mixed` where they have several types. */
export function answerPage(
  context: ActionContext,
  found: readonly Entity[],
  options: ListOptions,
  address: string,
  mixed = false,
): ApiAnswer {
  const { rows, more } = page(found, options);
  const builder = builderFor(context, options);
  const objects = rows.map((entity) => builder.primary(entity));
  const data = mixed && options.include.length === 0 ? objects.map(identifierOnly) : objects;
  return {
    status: 200,
    headers: context.wanted.has('totalCount') ? { 'X-Include-Total-Count': String(found.length) } : {},
    body: documentOf(data, builder.included, pageLinks(context, address, options, more)),
  };
}

/** `GET /api/{type}` */
export function list(context: ActionContext, definition: ResourceDefinition): ApiAnswer {
  const options = context.options.list(context.query, definition);
  const { world, viewer } = context;
  const found = select(world, definition, viewer, options.filters, options.sort);
  return answerPage(context, found, options, `${context.apiUrl}/${definition.type}`);
}
