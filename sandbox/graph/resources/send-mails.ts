import type { Instance } from '../event/instances';
import type { MailOut } from '../event/meetings';
import { dayNumber, immutableId } from '../ids';
import type { GraphState } from '../state/graph-state';

/** Notes the mails that Exchange sends because of a call. */
export function sendMails(
  state: GraphState,
  { item, content, day }: Instance,
  mails: readonly MailOut[],
): void {
  for (const { kind, to } of mails) {
    state.mails.add({
      mailbox: item.mailbox,
      at: state.now().toISOString(),
      kind,
      to,
      subject: content.subject,
      event: immutableId(item.mailbox, item.number, day === undefined ? 0 : dayNumber(day)),
    });
  }
}
