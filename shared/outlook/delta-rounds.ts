import { z } from 'zod';
import { asSyncError, type SyncError } from '../errors';
import { outlookId, type MailboxAddress, type OutlookId } from '../records/ids';
import type { OutlookChange } from '../sync/ports/outlook';
import type { Batcher } from './batch';
import { badAnswer } from './graph-errors';
import { readPage } from './graph-page';
import { followLink, type GraphPath } from './graph-url';

/** One collection to be read by delta from a link (or from its beginning) to the end. */
export interface DeltaRound {
  readonly mailbox: MailboxAddress;
  readonly from: GraphPath;
}

export type DeltaResult =
  | {
      readonly ok: true;
      /** The last word on each item: an item may come twice, in any order (Graph reference 1.3). */
      readonly items: ReadonlyMap<OutlookId, OutlookChange>;
      /** The whole delta link, opaque. */
      readonly link: string;
    }
  | { readonly ok: false; readonly error: SyncError };

const deltaItem = z.object({
  id: z.string().min(1),
  '@odata.etag': z.string().nullish(),
  changeKey: z.string().nullish(),
  '@removed': z.unknown().optional(),
  // Of events: which kind, and of an occurrence, of which series.
  type: z.string().nullish(),
  seriesMasterId: z.string().nullish(),
});

export type DeltaItem = z.output<typeof deltaItem>;

/** What an item says. `known`: the last word on the same record in this round. */
export type ReadItem = (
  item: DeltaItem,
  known: (id: OutlookId) => OutlookChange | undefined,
) => OutlookChange;

/** An item stands for itself. */
export const itself: ReadItem = (item) =>
  item['@removed'] === undefined ? changed(item) : { id: outlookId(item.id), kind: 'removed' };

/** Big pages: the changes of a poll mostly fit in one. Graph may send fewer per page all the same. */
const prefer = ['odata.maxpagesize=200'];

interface OpenRound {
  readonly mailbox: MailboxAddress;
  readonly place: number;
  readonly items: Map<OutlookId, OutlookChange>;
  at: GraphPath;
  standstills: number;
}

const mostStandstills = 10;

/** Reads rounds of many mailboxes side by side, a page of each in one `$batch`. Never throws. */
export async function readDeltaRounds(
  batcher: Batcher,
  rounds: readonly DeltaRound[],
  read: ReadItem = itself,
): Promise<readonly DeltaResult[]> {
  const results: DeltaResult[] = [];
  let open = rounds.map(({ mailbox, from }, place): OpenRound => ({
    mailbox,
    place,
    items: new Map(),
    at: from,
    standstills: 0,
  }));
  while (open.length > 0) {
    const answers = await batcher.send(
      open.map(({ mailbox, at }) => ({ mailbox, method: 'GET' as const, path: at, prefer })),
    );
    const unfinished: OpenRound[] = [];
    open.forEach((round, index) => {
      const answer = answers[index];
      const result: DeltaResult | undefined =
        answer?.ok === true
          ? takePage(round, answer.body, read)
          : { ok: false, error: answer?.error ?? badAnswer(round.at.template) };
      if (result === undefined) unfinished.push(round);
      else results[round.place] = result;
    });
    open = unfinished;
  }
  return results;
}

/** Takes a page in; undefined when the round goes on. A page may be empty and yet not the last. */
function takePage(round: OpenRound, body: unknown, read: ReadItem): DeltaResult | undefined {
  try {
    const page = readPage(body, deltaItem, round.at.template);
    for (const item of page.items) {
      const change = read(item, (id) => round.items.get(id));
      // Taken out first, so that the order of the map is the order of the last words.
      round.items.delete(change.id);
      round.items.set(change.id, change);
    }
    if (page.delta !== undefined) return { ok: true, items: round.items, link: page.delta };
    if (page.next === undefined) throw badAnswer(round.at.template);
    const next = followLink(page.next, round.at.template);
    // An empty page may lead to itself a few times, but not for ever.
    round.standstills = next.url === round.at.url ? round.standstills + 1 : 0;
    if (round.standstills > mostStandstills) throw badAnswer(round.at.template);
    round.at = next;
    return undefined;
  } catch (thrown) {
    return { ok: false, error: asSyncError(thrown) };
  }
}

const changed = (item: DeltaItem): OutlookChange => ({
  id: outlookId(item.id),
  kind: 'changed',
  version: item['@odata.etag'] ?? (item.changeKey ? `W/"${item.changeKey}"` : ''),
});
