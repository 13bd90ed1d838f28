import { z } from 'zod';
import type { MailboxAddress } from '../../records/ids';
import type { Batcher } from '../batch';
import {
  expandProperties,
  extendedProperties,
  extendedValue,
  orocrmIdProperty,
} from '../extended-properties';
import { badAnswer } from '../graph-errors';
import { path, withQuery } from '../graph-url';

/**
 * PidTagParentEntryId of an event and PidTagEntryId of a calendar: v1.0 tells the folder of an event in no other way,
 * and an immutable id answers from Deleted Items too (DESIGN section 3).
 */
export const parentEntryProperty = 'Binary 0x0E09';
const entryProperty = 'Binary 0x0FFF';

/** The entry id of a folder does not change while the mailbox is the same. */
const freshMs = 10 * 60_000;

const calendarItem = z.object({ singleValueExtendedProperties: extendedProperties });

/** Which calendar of each mailbox is the default one; shared by the stores of one connection. */
export class DefaultCalendars {
  private readonly known = new Map<MailboxAddress, { readonly entry: string; readonly at: number }>();
  private refused = false;

  constructor(
    private readonly batcher: Batcher,
    private readonly maxAgeMs: number = freshMs,
  ) {}

  /** The extended properties to ask events for. */
  get eventProperties(): readonly string[] {
    return this.refused ? [orocrmIdProperty] : [orocrmIdProperty, parentEntryProperty];
  }

  /** This Graph does not give entry ids: from now on its answers are trusted without them. */
  learnRefused(): void {
    this.refused = true;
  }

  /**
   * Which of these events lie in the default calendar; one whose folder is not told is believed to.
   * @throws SyncError
   */
  async holding<E extends { readonly parentEntry: string }>(
    mailbox: MailboxAddress,
    events: readonly E[],
  ): Promise<(event: E) => boolean> {
    const told = events.filter(({ parentEntry }) => parentEntry !== '');
    if (told.length === 0) return () => true;
    let entry = await this.entryOf(mailbox);
    // The known one may be that of a former mailbox of this address.
    if (told.some(({ parentEntry }) => parentEntry !== entry)) entry = await this.entryOf(mailbox, 0);
    return ({ parentEntry }) => parentEntry === '' || entry === '' || parentEntry === entry;
  }

  /** '' where Graph does not tell it. */
  private async entryOf(mailbox: MailboxAddress, maxAgeMs = this.maxAgeMs): Promise<string> {
    const known = this.known.get(mailbox);
    if (known !== undefined && known.at + maxAgeMs > Date.now()) return known.entry;
    if (this.refused) return '';
    const at = withQuery(path`/users/${mailbox}/calendar`, {
      $select: 'id',
      $expand: expandProperties([entryProperty]),
    });
    const [answer] = await this.batcher.send([{ mailbox, method: 'GET', path: at }]);
    if (answer?.ok === false && answer.error.code === 'refused-value') {
      this.learnRefused();
      return '';
    }
    if (answer?.ok !== true) throw answer?.error ?? badAnswer(at.template);
    const parsed = calendarItem.safeParse(answer.body);
    if (!parsed.success) throw badAnswer(at.template, parsed.error);
    const entry = extendedValue(parsed.data.singleValueExtendedProperties, entryProperty);
    this.known.set(mailbox, { entry, at: Date.now() });
    return entry;
  }
}
