import { z } from 'zod';
import type { Collection, DocumentStore } from '../../store/documents';

const mailSchema = z.object({
  /** Id of the user whose mailbox sent it. */
  mailbox: z.string(),
  at: z.string(),
  kind: z.enum(['invitation', 'update', 'cancellation', 'response']),
  to: z.string(),
  subject: z.string(),
  /** Immutable id of the event, or of the occurrence. */
  event: z.string(),
});

/** A mail that Exchange sent by itself because the API changed a meeting. */
export type Mail = z.infer<typeof mailSchema>;

/** The mails that calls of the API caused; what people do in Outlook sends mails too, but those are their own. */
export class Mails {
  readonly #mails: Collection<Mail>;
  readonly #nextNumber: () => number;

  constructor(store: DocumentStore, nextNumber: () => number) {
    this.#mails = store.collection('graph.mails', (value) => mailSchema.parse(value));
    this.#nextNumber = nextNumber;
  }

  add(mail: Mail): void {
    this.#mails.put(String(this.#nextNumber()), mail);
  }

  /** Oldest first. */
  of(mailbox: string): Mail[] {
    return [...this.#mails.all()].filter((mail) => mail.mailbox === mailbox);
  }

  /** Forgets those of one mailbox, or all. */
  clear(mailbox?: string): void {
    for (const [id, mail] of [...this.#mails.entries()]) {
      if (mailbox === undefined || mail.mailbox === mailbox) this.#mails.delete(id);
    }
  }
}
