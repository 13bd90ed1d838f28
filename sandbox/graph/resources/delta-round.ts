import { badQuery } from '../errors';
import type { GraphAnswer, RouteContext } from '../http/route';
import { readToken, syncStateNotFound, writeToken, type DeltaPosition } from '../odata/delta-token';
import { linkWith } from '../odata/paging';
import { readNumber, readQuery, type QueryOption, type QueryOptions } from '../odata/query';
import { readSelect, type Entity } from '../odata/select';
import type { GraphState } from '../state/graph-state';
import type { Item, Items } from '../state/items';
import { readDeltaPage, type DeltaEntry, type QuirkCounter } from '../state/read-delta';

const DEFAULT_PAGE = 10;
const LARGEST_PAGE = 1000;
/** What a link to a round that has begun no longer carries. */
const WINDOW_PARAMETERS = ['startDateTime', 'endDateTime'];

/** The properties that a round was begun with. */
export type DeltaView = Pick<DeltaPosition, 'select' | 'expand'>;

/** What the entries of a page look like: one entity for each item, or whatever an entry means for who reads. */
type DeltaRows<V> =
  | {
      readonly render: (item: Item<V>, view: DeltaView) => Entity;
      /** The id that an item had in this folder. */
      readonly idOf: (number: number) => string;
    }
  | { readonly rows: (entry: DeltaEntry<V>, position: DeltaPosition) => Entity[] };

/** A collection whose changes are followed. */
export type DeltaCollection<V> = DeltaRows<V> & {
  readonly items: Items<V>;
  /** The folder (or list) whose items they are, as the items name it. */
  readonly folder: string;
  /** Id of the user whose mailbox it is in. */
  readonly mailbox: string;
  /** What tokens are bound to. */
  readonly scope: string;
  readonly type: { readonly name: string; readonly properties: readonly string[] };
  /** The options that a round may begin with. */
  readonly options: readonly Extract<QueryOption, '$select' | '$top' | '$expand'>[];
  readonly expand?: (text: string | undefined) => string[];
  /** The window that a round begins with and keeps, where it has one. */
  readonly window?: () => NonNullable<DeltaPosition['window']>;
};

/**
 * Answers one page of a delta round (reference: Graph 1.3).
 * @throws GraphError 400 for options and tokens that do not fit, 410 for a token that expired
 */
export function answerDelta<V>(
  state: GraphState,
  quirks: QuirkCounter,
  { request, prefer }: RouteContext,
  collection: DeltaCollection<V>,
): GraphAnswer {
  const { items, folder, mailbox, type } = collection;
  const options = readQuery(request.query, [...collection.options, '$skiptoken', '$deltatoken']);
  const position = startOf(state, collection, options);
  const { settings } = state;
  const rowsOf = (entry: DeltaEntry<V>): Entity[] => rowsFor(collection, entry, position);
  const source = { items, folder, feed: items.feed(folder), rowsOf };
  const page = readDeltaPage(source, position, state.sequence.version, {
    size: Math.min(position.top ?? prefer.maxPageSize ?? DEFAULT_PAGE, LARGEST_PAGE),
    quirks: quirks.next(settings),
    hidesUnselected: settings.deltaSelectHidesChanges,
  });
  const drop = ['$skiptoken', '$deltatoken', ...collection.options, ...WINDOW_PARAMETERS];
  const generation = state.generation(mailbox);
  const { within, torn } = page;
  const next: DeltaPosition =
    page.sent === undefined
      ? {
          ...withoutPage(position),
          kind: 'delta',
          generation: generation.delta,
          since: page.upTo,
          ...(torn.length > 0 && { again: [...torn] }),
        }
      : {
          ...position,
          kind: 'skip',
          generation: generation.skip,
          upTo: page.upTo,
          sent: page.sent,
          within,
          ...(torn.length > 0 && { torn: [...torn] }),
        };
  const link =
    page.sent === undefined
      ? { '@odata.deltaLink': linkWith(request, { $deltatoken: writeToken(next) }, drop) }
      : { '@odata.nextLink': linkWith(request, { $skiptoken: writeToken(next) }, drop) };
  return {
    status: 200,
    body: {
      '@odata.context': `${request.origin}/v1.0/$metadata#Collection(${type.name})`,
      ...link,
      value: page.rows,
    },
  };
}

function rowsFor<V>(collection: DeltaCollection<V>, entry: DeltaEntry<V>, position: DeltaPosition): Entity[] {
  if ('rows' in collection) return collection.rows(entry, position);
  const annotation = { '@odata.type': `#microsoft.graph.${collection.type.name}` };
  switch (entry.kind) {
    case 'live':
      return [{ ...annotation, ...collection.render(entry.item, position) }];
    case 'removed': {
      const { number, reason } = entry.removal;
      return [{ ...annotation, id: collection.idOf(number), '@removed': { reason } }];
    }
  }
}

function withoutPage(position: DeltaPosition): DeltaPosition {
  const kept = { ...position };
  delete kept.upTo;
  delete kept.sent;
  delete kept.within;
  delete kept.torn;
  delete kept.again;
  return kept;
}

/** Where the round stands: at its beginning, or where the link says. */
function startOf<V>(state: GraphState, collection: DeltaCollection<V>, options: QueryOptions): DeltaPosition {
  const { $skiptoken: skip, $deltatoken: delta } = options;
  const { scope } = collection;
  const generation = state.generation(collection.mailbox);
  if (skip === undefined && delta === undefined) {
    const select = readSelect(options.$select, collection.type);
    const expand = collection.expand?.(options.$expand) ?? [];
    const top = readNumber(options, '$top', { min: 1, max: LARGEST_PAGE });
    return {
      scope,
      kind: 'delta',
      generation: generation.delta,
      since: 0,
      ...(select !== undefined && { select: [...select] }),
      ...(expand.length > 0 && { expand }),
      ...(top !== undefined && { top }),
      ...(collection.window !== undefined && { window: collection.window() }),
    };
  }
  if (skip !== undefined && delta !== undefined) throw badQuery('A request carries one token only.');
  const kind = skip === undefined ? 'delta' : 'skip';
  const position = readToken(skip ?? delta ?? '', { scope, kind });
  if (position.generation !== generation[kind]) throw syncStateNotFound(position.generation);
  return position;
}
