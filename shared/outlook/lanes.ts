import type { MailboxAddress } from '../records/ids';

/** Graph takes 20 requests in a batch, and works on 4 of one mailbox at a time (Graph reference 4.1, 4.2). */
const widest = 20;
const narrowest = 4;

/**
 * What this process knows of the load on each mailbox: one call at a time, how many requests a batch may hold for it,
 * and until when it asked to be left alone. Other processes are kept away by the queue session of the mailbox.
 */
export class Lanes {
  private readonly tails = new Map<MailboxAddress, Promise<void>>();
  private readonly widths = new Map<MailboxAddress, number>();
  private readonly pauses = new Map<MailboxAddress, number>();

  /**
   * Runs the work when all these mailboxes are free. All of them are taken at the same moment, so two calls that
   * share mailboxes can never wait for each other.
   */
  async run<T>(mailboxes: readonly MailboxAddress[], work: () => Promise<T>): Promise<T> {
    const before = Promise.all(mailboxes.map((mailbox) => this.tails.get(mailbox) ?? Promise.resolve()));
    const result = before.then(work);
    // A failure is the caller's; whoever comes next only waits for the end.
    const end = result.then(
      () => undefined,
      () => undefined,
    );
    for (const mailbox of mailboxes) this.tails.set(mailbox, end);
    try {
      return await result;
    } finally {
      for (const mailbox of mailboxes) if (this.tails.get(mailbox) === end) this.tails.delete(mailbox);
    }
  }

  /** How many requests of this mailbox one batch may hold. */
  width(mailbox: MailboxAddress): number {
    return this.widths.get(mailbox) ?? widest;
  }

  /** Requests came back for too many at once. */
  narrow(mailbox: MailboxAddress): void {
    this.widths.set(mailbox, narrowest);
  }

  /** A full batch went through: one more may go along next time. */
  widen(mailbox: MailboxAddress): void {
    const width = this.width(mailbox) + 1;
    if (width >= widest) this.widths.delete(mailbox);
    else this.widths.set(mailbox, width);
  }

  /** The mailbox asked for a pause. */
  pause(mailbox: MailboxAddress, ms: number): void {
    this.pauses.set(mailbox, Math.max(Date.now() + ms, this.pauses.get(mailbox) ?? 0));
  }

  /** Milliseconds until the mailbox may be asked again; 0 when at once. */
  pausedMs(mailbox: MailboxAddress): number {
    const left = (this.pauses.get(mailbox) ?? 0) - Date.now();
    if (left > 0) return left;
    this.pauses.delete(mailbox);
    return 0;
  }
}
