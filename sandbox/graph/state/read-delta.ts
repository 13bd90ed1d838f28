import type { DeltaPosition } from '../odata/delta-token';
import type { Settings } from '../settings';
import type { Feed } from './feed';
import type { Item, Items, Removal } from './items';

export type DeltaEntry<V> =
  { readonly kind: 'live'; readonly item: Item<V> } | { readonly kind: 'removed'; readonly removal: Removal };

export interface DeltaPage<V> {
  readonly entries: readonly DeltaEntry<V>[];
  /** Where to go on; undefined: the round is complete. */
  readonly sent: number | undefined;
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

/** One page of a delta round over a folder: every item that changed, once, at its newest change. */
export function readDeltaPage<V>(
  source: { items: Items<V>; folder: string; feed: Feed },
  position: DeltaPosition,
  newest: number,
  page: { size: number; quirks: PageQuirks; hidesUnselected: boolean },
): DeltaPage<V> {
  const upTo = position.upTo ?? newest;
  const sent = position.sent ?? position.since;
  if (page.quirks.empty) return { entries: [], sent, upTo };
  // The repeated item takes a place of its own: a page never has more than was asked for.
  const places = page.quirks.repeat && page.size > 1 ? page.size - 1 : page.size;
  const entries: DeltaEntry<V>[] = [];
  const finished = (next: number | undefined): DeltaPage<V> => {
    const [first] = entries;
    const repeated = page.quirks.repeat && entries.length < page.size && first !== undefined;
    return { entries: repeated ? [...entries, first] : entries, sent: next, upTo };
  };
  let last = sent;
  for (const change of source.feed.between(sent, upTo)) {
    const entry = entryFor(source.items, source.folder, change, position, page.hidesUnselected);
    if (entry === undefined) continue;
    if (entries.length === places) return finished(last);
    entries.push(entry);
    last = change.version;
  }
  return finished(undefined);
}
