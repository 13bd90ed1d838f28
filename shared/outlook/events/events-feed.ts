import { outlookId, type MailboxAddress } from '../../records/ids';
import type { CalendarWindow } from '../../rules/policy';
import type { ChangesRequest, OutlookChanges, OutlookCursor, OutlookFeed } from '../../sync/ports/outlook';
import type { Batcher } from '../batch';
import { itself, readDeltaRounds, type DeltaResult, type DeltaRound, type ReadItem } from '../delta-rounds';
import { badAnswer } from '../graph-errors';
import { followLink } from '../graph-url';
import { pollInGroups } from '../poll-groups';
import { calendarViewDelta } from './event-requests';
import { covers, readEventsCursor, roomy, writeEventsCursor } from './events-cursor';

interface EventsRound extends DeltaRound {
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
    const round = begin(mailbox, window);
    const [result] = await readDeltaRounds(this.batcher, [round], ofSeries);
    if (result?.ok !== true) throw result?.error ?? badAnswer(round.from.template);
    return writeEventsCursor({ link: result.link, window: round.window });
  }

  private async pollGroup(
    requests: readonly ChangesRequest[],
    outcomes: Map<MailboxAddress, OutlookChanges>,
  ): Promise<void> {
    const rounds: EventsRound[] = [];
    for (const request of requests) {
      const round = roundOf(request);
      if (round === undefined) outcomes.set(request.mailbox, { state: 'expired' });
      else rounds.push(round);
    }
    const results = await readDeltaRounds(this.batcher, rounds, ofSeries);
    rounds.forEach((round, index) => outcomes.set(round.mailbox, conclude(round, results[index])));
  }
}

/**
 * Goes on from the cursor; where its frozen window does not hold the one that is wanted, a whole new round: all in it
 * is news, and what is not in it says nothing.
 */
function roundOf({ mailbox, cursor, window }: ChangesRequest): EventsRound | undefined {
  const known = readEventsCursor(cursor);
  if (known === undefined) return undefined;
  if (!covers(known.window, window)) return begin(mailbox, window);
  const { template } = calendarViewDelta(mailbox, window);
  return { mailbox, from: followLink(known.link, template), window: known.window };
}

function begin(mailbox: MailboxAddress, wanted: CalendarWindow): EventsRound {
  const window = roomy(wanted);
  return { mailbox, from: calendarViewDelta(mailbox, window), window };
}

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

function conclude({ window }: EventsRound, result: DeltaResult | undefined): OutlookChanges {
  if (result === undefined) return { state: 'failed', error: badAnswer('GET delta') };
  if (!result.ok) {
    return result.error.code === 'cursor-expired'
      ? { state: 'expired' }
      : { state: 'failed', error: result.error };
  }
  const cursor = writeEventsCursor({ link: result.link, window });
  return { state: 'read', items: [...result.items.values()], cursor };
}
