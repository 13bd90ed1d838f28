import { SyncError } from '../errors';
import type { FolderId, MailboxAddress } from '../records/ids';
import type { Batcher } from './batch';
import { badAnswer } from './graph-errors';

/** The folders (contact folders, task lists) of a mailbox that are synchronised (spec 1). */
export interface Scope {
  /** Unknown while the default contact folder has never been seen with an item in it (Graph reference 1.3). */
  readonly default: FolderId | undefined;
  readonly others: readonly FolderId[];
}

export const inScope = (scope: Scope, folder: string): boolean =>
  scope.default === folder || scope.others.some((other) => other === folder);

export const foldersOf = (scope: Scope): readonly FolderId[] =>
  scope.default === undefined ? scope.others : [scope.default, ...scope.others];

/** A listing of folders is believed this long; a record in an unknown folder has them listed at once. */
const freshMs = 10_000;

/** Knows which folders each mailbox has; shared by the stores and the feed of one connection. */
export abstract class FolderScopes<S extends Scope> {
  private readonly known = new Map<MailboxAddress, { readonly scope: S; readonly at: number }>();

  /** `what`: the request that lists the folders, for people. */
  constructor(
    protected readonly batcher: Batcher,
    readonly what: string,
    private readonly maxAgeMs: number = freshMs,
  ) {}

  /** The folders of one mailbox; `fresh` lists them whatever is known. @throws SyncError */
  async scope(mailbox: MailboxAddress, fresh = false): Promise<S> {
    const found = (await this.scopes([mailbox], fresh)).get(mailbox);
    if (found === undefined) throw badAnswer(this.what);
    if (found instanceof SyncError) throw found;
    return found;
  }

  /** The folders of many mailboxes, listed together; each mailbox has its own outcome. */
  async scopes(
    mailboxes: readonly MailboxAddress[],
    fresh = false,
  ): Promise<ReadonlyMap<MailboxAddress, S | SyncError>> {
    const result = new Map<MailboxAddress, S | SyncError>();
    const unknown: MailboxAddress[] = [];
    for (const mailbox of new Set(mailboxes)) {
      const known = this.known.get(mailbox);
      const usable =
        known !== undefined && known.at + this.maxAgeMs > Date.now() && this.isWhole(known.scope);
      if (!fresh && usable) result.set(mailbox, known.scope);
      else unknown.push(mailbox);
    }
    for (const [mailbox, scope] of await this.list(unknown, fresh)) {
      if (!(scope instanceof SyncError)) this.remember(mailbox, scope);
      result.set(mailbox, scope);
    }
    return result;
  }

  /** Lists the folders of these mailboxes, all together. Never throws. */
  protected abstract list(
    mailboxes: readonly MailboxAddress[],
    fresh: boolean,
  ): Promise<ReadonlyMap<MailboxAddress, S | SyncError>>;

  /** Whether nothing is missing, so that the next look need not ask again at once. */
  protected abstract isWhole(scope: S): boolean;

  /** What was known last, however old. */
  protected last(mailbox: MailboxAddress): S | undefined {
    return this.known.get(mailbox)?.scope;
  }

  protected remember(mailbox: MailboxAddress, scope: S): void {
    this.known.set(mailbox, { scope, at: Date.now() });
  }
}
