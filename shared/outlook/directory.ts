import { z } from 'zod';
import type { MailboxAddress } from '../records/ids';
import type { OutlookAccount, OutlookDirectory } from '../sync/ports/outlook';
import type { Batcher, ItemAnswer } from './batch';
import type { BatchItem } from './batch-wire';
import { badAnswer } from './graph-errors';
import { path, withQuery, type GraphPath } from './graph-url';
import { ianaZone } from './time-zone';

const user = z.object({ id: z.string().min(1) });
const mailboxSettings = z.object({ timeZone: z.string().nullish() });

/** Accounts and their settings, and whether the app may read their contacts. */
export class OutlookAccounts implements OutlookDirectory {
  constructor(private readonly batcher: Batcher) {}

  async account(mailbox: MailboxAddress): Promise<OutlookAccount> {
    const get = (at: GraphPath): BatchItem => ({ mailbox, method: 'GET', path: at });
    const [account, settings, contacts] = await this.batcher.send([
      get(withQuery(path`/users/${mailbox}`, { $select: 'id,mail,userPrincipalName' })),
      get(path`/users/${mailbox}/mailboxSettings`),
      // An account need not have a mailbox, nor the app be let into it: only a look inside proves both.
      get(withQuery(path`/users/${mailbox}/contacts`, { $select: 'id', $top: 1 })),
    ]);
    const { id } = parse(user, account, 'GET /users/{id}');
    bodyOf(contacts, 'GET /users/{id}/contacts');
    return { userId: id, timeZone: zoneOf(settings) };
  }
}

/**
 * Some users' settings are denied though their contacts are not (Graph reference 6). Only dates and events need the
 * zone, so whatever the answer is but a passing failure, the zone is UTC and the contacts go on.
 */
function zoneOf(settings: ItemAnswer | undefined): string {
  if (settings?.ok === false && settings.error.kind !== 'retry') return 'UTC';
  const { timeZone } = parse(mailboxSettings, settings, 'GET /users/{id}/mailboxSettings');
  return ianaZone(timeZone ?? '') ?? 'UTC';
}

function bodyOf(answer: ItemAnswer | undefined, what: string): unknown {
  if (answer === undefined) throw badAnswer(what);
  if (!answer.ok) throw answer.error;
  return answer.body;
}

function parse<S extends z.ZodType>(shape: S, answer: ItemAnswer | undefined, what: string): z.output<S> {
  const parsed = shape.safeParse(bodyOf(answer, what));
  if (!parsed.success) throw badAnswer(what, parsed.error);
  return parsed.data;
}
