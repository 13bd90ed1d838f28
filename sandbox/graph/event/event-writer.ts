import { badValue, GraphError } from '../errors';
import { discardItem } from '../state/discard';
import type { Folder } from '../state/folders';
import type { GraphState } from '../state/graph-state';
import { eventAfter, seriesAfterException, seriesWithout } from './change-event';
import { instanceOn, wholeItem, type EventItem, type Instance } from './instances';
import { NEW_CONTENT, newValues } from './new-event';
import type { EventValues } from './properties';
import { extendedAfter, readEventBody, type EventDraft } from './read-body';
import { clockOf } from './times';

/** What the body of a new event cannot say. */
export type Circumstances = Partial<
  Pick<EventValues, 'organizer' | 'response' | 'customZone' | 'isCancelled' | 'uid'>
>;

/** Writes events, whoever does it: mails and what is forbidden are the API's business. */
export class EventWriter {
  readonly #state: GraphState;

  constructor(state: GraphState) {
    this.#state = state;
  }

  /**
   * Makes an event. `isNew` is false where a `transactionId` names one that was made before (reference: Graph 2.5).
   * @throws GraphError 400, 409 ErrorDuplicateTransactionId where that one is another event
   */
  create(
    mailbox: string,
    folder: Folder,
    body: unknown,
    circumstances: Circumstances = {},
  ): { item: EventItem; isNew: boolean } {
    const draft = readEventBody(body, NEW_CONTENT);
    for (const name of ['start', 'end']) {
      if (!draft.written.includes(name)) throw badValue(`An event needs its ${name}.`);
    }
    const values = {
      ...eventAfter(newValues(), draft, this.#state.settings),
      transactionId: draft.transactionId,
      ...circumstances,
    };
    const { transactionId } = draft;
    const known = transactionId === undefined ? undefined : this.#madeBefore(mailbox, transactionId);
    if (known !== undefined) {
      if (isSameEvent(known.values, values)) return { item: known, isNew: false };
      throw new GraphError(
        409,
        'ErrorDuplicateTransactionId',
        "Your request can't be completed. The TransactionId specified in the request has already been used to create a different event.",
      );
    }
    return this.#state.store.transaction(() => {
      const extended = extendedAfter([], draft);
      const item = this.#state.events.create(mailbox, folder.id, { values, extended });
      if (transactionId !== undefined) this.#state.transactions.put(mailbox, transactionId, item.number);
      return { item, isNew: true };
    });
  }

  /** Writes a draft over an event, a series, or one occurrence. @throws GraphError 400 */
  update(instance: Instance, draft: EventDraft): Instance {
    if (draft.transactionId !== undefined) throw badValue('The transactionId of an event never changes.');
    const { settings, events } = this.#state;
    const { item, day } = instance;
    const reported =
      draft.written.length > 0 || (draft.extended.length > 0 && settings.deltaReportsExtendedProperties);
    if (day === undefined) {
      const values = eventAfter(item.values, draft, settings);
      const extended = extendedAfter(item.extended, draft);
      return wholeItem(events.update(item, { values, extended, changed: draft.written, reported }));
    }
    const change = seriesAfterException(instance, day, draft);
    return instanceOn(events.update(item, { ...change, reported }), day) ?? instance;
  }

  /** Deletes an event into Deleted Items, and from there for good; an occurrence just ends to be. */
  delete(instance: Instance): void {
    const { item, day } = instance;
    if (day === undefined) {
      discardItem(this.#state, this.#state.events, item);
      return;
    }
    const reported = this.#state.settings.viewDeltaReportsOccurrenceDeletion;
    this.#state.events.update(item, seriesWithout(instance, day, reported));
  }

  /** The event that a transaction made, if it is still in a calendar. */
  #madeBefore(mailbox: string, transactionId: string): EventItem | undefined {
    const number = this.#state.transactions.get(mailbox, transactionId);
    const item = number === undefined ? undefined : this.#state.events.get(number);
    const folder = item === undefined ? undefined : this.#state.folders.get(mailbox, item.folder);
    return folder === undefined || this.#state.folders.isDeleted(folder) ? undefined : item;
  }
}

function isSameEvent(one: EventValues, other: EventValues): boolean {
  return (
    one.subject === other.subject &&
    one.isAllDay === other.isAllDay &&
    +clockOf(one.start) === +clockOf(other.start) &&
    +clockOf(one.end) === +clockOf(other.end)
  );
}
