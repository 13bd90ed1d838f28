import type { MailboxAddress } from '../../shared/records/ids';
import { HttpProblem, notFound } from './answer';

/** The app roles of the registration behind the sign-in, by their values. */
export const appRoles = { admin: 'Sync.Admin', user: 'Sync.User' } as const;

/** Who calls. A user whose sign-in tells no address has no own mailbox. */
export type Caller =
  | { readonly role: 'admin' }
  | { readonly role: 'user'; readonly mailbox: MailboxAddress | undefined }
  | { readonly role: 'none' };

/**
 * Who may call a route:
 * - `anyone`: also who is not signed in, so the route shows nothing that needs a key;
 * - `signed-in`: both roles alike;
 * - `own-mailbox`: both roles, and the route keeps a user to the own mailbox, through its `Reach`;
 * - `admin`: administrators only.
 */
export type Access = 'anyone' | 'signed-in' | 'own-mailbox' | 'admin';

/** Lets a caller into a route. @returns what the caller may reach there. @throws HttpProblem 403 */
export function admit(caller: Caller, access: Exclude<Access, 'anyone'>): Reach {
  if (caller.role === 'admin') return new Reach(true, undefined);
  if (caller.role === 'none') throw forbidden('You are signed in, but have no app role.', either);
  if (access === 'admin') throw forbidden('This is for administrators.', onlyAdmin);
  if (access === 'own-mailbox' && caller.mailbox === undefined) throw noAddress();
  return new Reach(false, caller.mailbox);
}

/** Whose things a caller may see and change: everybody's, or those of the own mailbox. */
export class Reach {
  constructor(
    readonly everything: boolean,
    private readonly mailbox: MailboxAddress | undefined,
  ) {}

  /** What concerns no mailbox, or several, is an administrator's. */
  includes(mailbox: string | undefined): boolean {
    return this.everything || (mailbox !== undefined && mailbox === this.mailbox);
  }

  /** The mailbox that a call names. @throws HttpProblem 403, whether there is such a mailbox or not */
  named(mailbox: MailboxAddress): MailboxAddress {
    if (this.includes(mailbox)) return mailbox;
    throw forbidden('This is not your own mailbox.', onlyAdmin);
  }

  /** What a list or a run is limited to: what the call names, else the own mailbox; undefined means all. */
  limit(mailbox: MailboxAddress | undefined): MailboxAddress | undefined {
    if (mailbox !== undefined) return this.named(mailbox);
    if (this.everything) return undefined;
    if (this.mailbox === undefined) throw noAddress();
    return this.mailbox;
  }

  /** A thing that a call names by its id. @throws HttpProblem 404 for another's, as if it were not there */
  own<T extends { readonly mailbox?: string | undefined }>(thing: T | undefined, what: string): T {
    if (thing !== undefined && this.includes(thing.mailbox)) return thing;
    throw notFound(what);
  }

  /** Keeps members of a body to administrators. @throws HttpProblem 403 that names those which were given */
  reserve(given: Readonly<Record<string, unknown>>, names: readonly string[]): void {
    const refused = names.filter((name) => given[name] !== undefined);
    if (this.everything || refused.length === 0) return;
    throw forbidden(`Only an administrator may set ${refused.join(' and ')}.`, onlyAdmin);
  }
}

const onlyAdmin = `The app role ${appRoles.admin} is needed.`;
const either = `The app role ${appRoles.user} is needed for the own mailbox, ${appRoles.admin} for everything.`;

const forbidden = (why: string, needed: string): HttpProblem =>
  new HttpProblem(
    403,
    'forbidden',
    `${why} ${needed} An administrator of Microsoft Entra gives it to you, at the users and groups of the enterprise application. Then sign out and in again.`,
  );

const noAddress = (): HttpProblem => forbidden('Your sign-in tells no address of a mailbox.', onlyAdmin);
