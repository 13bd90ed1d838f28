import { SyncError } from '../errors';
import type { Query } from './json-api/client';

/** One page of anything that has an id and a version, and whether it is the last of its query. */
export interface WalkPage<T> {
  readonly items: readonly T[];
  readonly last: boolean;
  readonly at: Date;
}

export interface Versioned {
  readonly id: string;
  readonly version: string;
}

export type FetchPage<T> = (query: Query) => Promise<WalkPage<T>>;

/** What a walk saw, each record once in its latest version, and the server's clock at its first answer. */
export interface Walked<T> {
  readonly items: readonly T[];
  readonly at: Date;
}

/** `2026-01-02T03:04:05Z`: OroCRM holds whole seconds (reference 1.1). */
export const wholeSecond = (time: Date): string => time.toISOString().replace(/\.\d{3}Z$/, 'Z');

function secondOf(item: Versioned): string {
  const time = new Date(item.version);
  if (!Number.isNaN(time.getTime())) return wholeSecond(time);
  throw new SyncError('A record of OroCRM has an updatedAt that is no time.', {
    kind: 'retry',
    code: 'bad-answer',
  });
}

function noProgress(): SyncError {
  return new SyncError('OroCRM repeats a page of its list: its order or a filter is not obeyed.', {
    kind: 'retry',
    code: 'bad-answer',
  });
}

class Seen<T extends Versioned> {
  private readonly byId = new Map<string, T>();
  at: Date | undefined;

  /** How many of the page are new or newer. */
  take(page: WalkPage<T>): number {
    this.at ??= page.at;
    let fresh = 0;
    for (const item of page.items) {
      if (this.byId.get(item.id)?.version !== item.version) fresh++;
      this.byId.set(item.id, item);
    }
    return fresh;
  }

  result(): Walked<T> {
    const at = this.at ?? new Date();
    return { items: [...this.byId.values()], at };
  }
}

/** Everything by ascending id, by keyset. @throws SyncError */
export async function walkIds<T extends Versioned>(fetch: FetchPage<T>): Promise<Walked<T>> {
  const seen = new Seen<T>();
  await drainIds(fetch, {}, '', seen);
  return seen.result();
}

async function drainIds<T extends Versioned>(
  fetch: FetchPage<T>,
  filters: Query,
  after: string,
  seen: Seen<T>,
): Promise<void> {
  let last = after;
  for (;;) {
    const page = await fetch({ ...filters, ...(last === '' ? {} : { 'filter[id][gt]': last }), sort: 'id' });
    const fresh = seen.take(page);
    const end = page.items.at(-1)?.id;
    if (page.last || end === undefined) return;
    if (fresh === 0 || end === last) throw noProgress();
    last = end;
  }
}

/**
 * Everything that changed at or after an instant, oldest first. Rows move between pages while a list by `updatedAt`
 * is read, so it is always the first page that is asked for, from the last second seen (reference 1.6). A page that
 * is one second from end to end says nothing of the rest of that second: it is read by id.
 */
export async function walkChanges<T extends Versioned>(since: Date, fetch: FetchPage<T>): Promise<Walked<T>> {
  const seen = new Seen<T>();
  let from = wholeSecond(since);
  for (;;) {
    const page = await fetch({ 'filter[updatedAt][gte]': from, sort: 'updatedAt,id' });
    const fresh = seen.take(page);
    const end = page.items.at(-1);
    if (page.last || end === undefined) return seen.result();
    const second = secondOf(end);
    if (second > from) {
      from = second;
    } else if (second === from) {
      await drainIds(fetch, { 'filter[updatedAt]': from }, end.id, seen);
      from = wholeSecond(new Date(Date.parse(from) + 1000));
    } else if (fresh === 0) {
      throw noProgress();
    } else {
      throw new SyncError('OroCRM lists a change from before the time asked for.', {
        kind: 'retry',
        code: 'bad-answer',
      });
    }
  }
}
