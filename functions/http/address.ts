import type { HttpRequest } from '@azure/functions';
import { mailboxAddress, type MailboxAddress } from '../../shared/records/ids';
import { HttpProblem } from './answer';

/** One `@`, and nothing that would part the path or a row key of the tables in two. */
const addressPattern = /^[^\s@/\\#?]+@[^\s@/\\#?]+$/;
/** The longest address there can be (RFC 5321). */
const maxLength = 320;

/** The address that a text is, or undefined when it is none. */
export const addressOf = (text: string): MailboxAddress | undefined =>
  text.length <= maxLength && addressPattern.test(text) ? mailboxAddress(text) : undefined;

/** @throws HttpProblem 400 for what is no address. */
export function parseAddress(text: string): MailboxAddress {
  const address = addressOf(text);
  if (address === undefined)
    throw new HttpProblem(400, 'invalid-address', 'This is no address of a mailbox.');
  return address;
}

/** The `mailbox` that a list is limited to; undefined where it is not. @throws HttpProblem 400 for what is no address. */
export function mailboxFilter(request: HttpRequest): MailboxAddress | undefined {
  const given = request.query.get('mailbox');
  return given === null || given === '' ? undefined : parseAddress(given);
}
