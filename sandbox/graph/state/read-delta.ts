import type { DeltaPosition } from '../odata/delta-token';
import type { Settings } from '../settings';
import type { Feed } from './feed';
import type { Item, Items, Removal } from './items';

export type DeltaEntry<V> =
  { readonly kind: 'live'; readonly item: Item<V> } | { readonly kind: 'removed'; readonly removal: Removal };

export interface DeltaPage<R> {
  readonly rows: readonly R[];
  /** Where to go on; undefined: the round is complete. */
  readonly sent: number | undefined;
  /** How far the next change, which has more rows than this page has places, was sent. */
  readonly within: DeltaPosition['within'];
  /** All items so far in the round of which some rows were sent before they changed again. */
  readonly torn: readonly number[];
  readonly upTo: number;
}

/** Which of the awkward but documented things this page does. */
export interface PageQuirks {
  readonly empty: boolean;
  readonly repeat: boolean;
}

/** Counts pages, so that each quirk comes every n-th time. */
export class QuirkCounter {
  #pages = 0;

  next(settings: Settings): PageQuirks {
    this.#pages += 1;
    const due = (every: number): boolean => every > 0 && this.#pages % every === 0;
    return { empty: due(settings.deltaEmptyPageEvery), repeat: due(settings.deltaRepeatEvery) };
  }
}

/** Whether a change since `since` is of interest to who selected only some properties. */
function touchesSelected(item: Item<unknown>, since: number, select: readonly string[] | undefined): boolean {
  if (select === undefined || item.feed.entered > since) return true;
  if (select.includes('changeKey') || select.includes('lastModifiedDateTime')) return true;
  return select.some((name) => (item.feed.changed[name] ?? 0) > since);
}

/** The properties that a round shows; undefined: all. What is expanded is seen beside what is selected. */
function seenIn({ select, expand = [] }: DeltaPosition): readonly string[] | undefined {
  return select === undefined ? undefined : [...select, ...expand];
}

function entryFor<V>(
  items: Items<V>,
  folder: string,
  { number, version }: { number: number; version: number },
  position: DeltaPosition,
  hidesUnselected: boolean,
): DeltaEntry<V> | undefined {
  const item = items.get(number);
  if (item?.folder === folder) {
    if (position.since > 0 && item.feed.unreported === version) return undefined;
    const select = hidesUnselected && position.since > 0 ? seenIn(position) : undefined;
    return touchesSelected(item, position.since, select) ? { kind: 'live', item } : undefined;
  }
  // Who starts afresh is not told of what is no longer there.
  const removal = position.since === 0 ? undefined : items.removal(folder, number);
  return removal === undefined ? undefined : { kind: 'removed', removal };
}

/**
 * One page of a delta round over a folder: every item that changed, once, at its newest change. `rowsOf`: what an
 * item is for who reads, several things perhaps, or none.
 */
export function readDeltaPage<V, R>(
  source: { items: Items<V>; folder: string; feed: Feed; rowsOf: (entry: DeltaEntry<V>) => readonly R[] },
  position: DeltaPosition,
  newest: number,
  page: { size: number; quirks: PageQuirks; hidesUnselected: boolean },
): DeltaPage<R> {
  const upTo = position.upTo ?? newest;
  const sent = position.sent ?? position.since;
  const { torn = [], within } = position;
  if (page.quirks.empty) return { rows: [], sent, within, torn, upTo };
  // The repeated row takes a place of its own: a page never has more than was asked for.
  const places = page.quirks.repeat && page.size > 1 ? page.size - 1 : page.size;
  const rows: R[] = [];
  let isWhole = within === undefined || within.rows === 0;
  const finished = (next: number | undefined, stopped?: DeltaPosition['within']): DeltaPage<R> => {
    const [first] = rows;
    const repeated = page.quirks.repeat && rows.length < page.size && first !== undefined;
    return {
      rows: repeated ? [...rows, first] : rows,
      sent: next,
      within: stopped,
      torn: isWhole || within === undefined ? torn : [...torn, within.number],
      upTo,
    };
  };
  let last = sent;
  for (const change of source.feed.between(sent, upTo)) {
    const entry = entryFor(source.items, source.folder, change, position, page.hidesUnselected);
    if (entry === undefined) continue;
    const { version, number } = change;
    const written = entry.kind === 'live' ? entry.item.version : 0;
    const goesOn = within?.version === version;
    if (goesOn) isWhole = true;
    // Rows that were counted in another state are sent again: an item may come twice.
    const begun = goesOn && within.written === written ? within.rows : 0;
    const rest = source.rowsOf(entry).slice(begun);
    const room = places - rows.length;
    rows.push(...rest.slice(0, room));
    if (rest.length > room) return finished(last, { version, number, written, rows: begun + room });
    last = version;
  }
  return finished(undefined);
}
