import { outlookId, type MailboxAddress, type OutlookId } from '../../records/ids';
import type { CalendarWindow } from '../../rules/policy';
import type {
  ChangesRequest,
  OutlookChange,
  OutlookChanges,
  OutlookCursor,
  OutlookFeed,
} from '../../sync/ports/outlook';
import type { Batcher } from '../batch';
import { itself, readDeltaRounds, type DeltaResult, type DeltaRound, type ReadItem } from '../delta-rounds';
import { badAnswer } from '../graph-errors';
import { followLink } from '../graph-url';
import { pollInGroups } from '../poll-groups';
import { calendarViewDelta } from './event-requests';
import { readEventsCursor, writeEventsCursor, type ViewLink } from './events-cursor';
import { cover, viewWindows } from './view-windows';

interface ViewRound extends DeltaRound {
  readonly window: CalendarWindow;
}

/** What changed in the default calendars of many mailboxes, each within its window. */
export class OutlookEventsFeed implements OutlookFeed {
  constructor(private readonly batcher: Batcher) {}

  changes(requests: readonly ChangesRequest[]): Promise<ReadonlyMap<MailboxAddress, OutlookChanges>> {
    return pollInGroups(requests, (group, outcomes) => this.pollGroup(group, outcomes));
  }

  /** @throws SyncError */
  async start(mailbox: MailboxAddress, window: CalendarWindow): Promise<OutlookCursor> {
    const rounds = begin(mailbox, window);
    const outcome = conclude(rounds, await readDeltaRounds(this.batcher, rounds, ofSeries));
    switch (outcome.state) {
      case 'read':
        return outcome.cursor;
      case 'failed':
        throw outcome.error;
      case 'expired':
        throw badAnswer(calendarViewDelta(mailbox, window).template);
    }
  }

  private async pollGroup(
    requests: readonly ChangesRequest[],
    outcomes: Map<MailboxAddress, OutlookChanges>,
  ): Promise<void> {
    const rounds: ViewRound[] = [];
    for (const request of requests) {
      const own = roundsOf(request);
      if (own === undefined) outcomes.set(request.mailbox, { state: 'expired' });
      else rounds.push(...own);
    }
    const results = await readDeltaRounds(this.batcher, rounds, ofSeries);
    for (const mailbox of new Set(rounds.map((round) => round.mailbox))) {
      const isOwn = (_: unknown, index: number): boolean => rounds[index]?.mailbox === mailbox;
      outcomes.set(mailbox, conclude(rounds.filter(isOwn), results.filter(isOwn)));
    }
  }
}

/**
 * Goes on from the cursor; where its frozen windows do not hold the one that is wanted, whole new rounds: all in them
 * is news, and what is not in them says nothing.
 */
function roundsOf({ mailbox, cursor, window }: ChangesRequest): readonly ViewRound[] | undefined {
  const known = readEventsCursor(cursor);
  if (known === undefined) return undefined;
  const frozen = known.map((view) => view.window);
  if (!cover(frozen, window)) return begin(mailbox, window);
  const { template } = calendarViewDelta(mailbox, window);
  return known.map((view) => ({ mailbox, from: followLink(view.link, template), window: view.window }));
}

const begin = (mailbox: MailboxAddress, wanted: CalendarWindow): readonly ViewRound[] =>
  viewWindows(wanted).map((window) => ({ mailbox, from: calendarViewDelta(mailbox, window), window }));

/**
 * An occurrence stands for its series, whose version it does not tell: it is to be looked at whatever is known of it,
 * also where the series is listed beside it (Graph reference 2.2).
 */
const ofSeries: ReadItem = (item, known) => {
  const { type, seriesMasterId } = item;
  if (item['@removed'] !== undefined) return itself(item, known);
  if ((type === 'occurrence' || type === 'exception') && seriesMasterId) {
    return { id: outlookId(seriesMasterId), kind: 'changed', version: '' };
  }
  const before = known(outlookId(item.id));
  return before?.kind === 'changed' && before.version === '' ? before : itself(item, known);
};

/** The rounds of one mailbox together: what lies outside one window, which reads as removed, may be in another. */
function conclude(
  rounds: readonly ViewRound[],
  results: readonly (DeltaResult | undefined)[],
): OutlookChanges {
  const items = new Map<OutlookId, OutlookChange>();
  const views: ViewLink[] = [];
  for (const [index, { window, from }] of rounds.entries()) {
    const result = results[index];
    if (result?.ok !== true) {
      const error = result?.error ?? badAnswer(from.template);
      return error.code === 'cursor-expired' ? { state: 'expired' } : { state: 'failed', error };
    }
    views.push({ link: result.link, window });
    for (const [id, change] of result.items) {
      const known = items.get(id);
      if (known?.kind === 'changed' && (change.kind === 'removed' || known.version === '')) continue;
      items.set(id, change);
    }
  }
  return { state: 'read', items: [...items.values()], cursor: writeEventsCursor(views) };
}
