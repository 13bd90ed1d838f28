import { z } from 'zod';
import { SyncError } from '../errors';
import { folderId, type FolderId, type MailboxAddress } from '../records/ids';
import type { Batcher } from './batch';
import type { BatchItem } from './batch-wire';
import { contactsIn } from './contact-requests';
import { FolderScopes, type Scope } from './folder-scopes';
import { readPage } from './graph-page';
import { followLink, path, withQuery, type GraphPath } from './graph-url';

const folderItem = z.object({ id: z.string().min(1) });
const parentItem = z.object({ parentFolderId: z.string().min(1) });

/** The contact folders of each mailbox. Deleted Items is none of them (spec 1). */
export class ContactFolders extends FolderScopes<Scope> {
  constructor(batcher: Batcher, maxAgeMs?: number) {
    super(batcher, 'GET /users/{id}/contactFolders', maxAgeMs);
  }

  /** A contact that was just made in the default folder shows the folder's id. */
  learnDefault(mailbox: MailboxAddress, folder: FolderId): void {
    const known = this.last(mailbox);
    if (known !== undefined && known.default !== folder)
      this.remember(mailbox, scopeWith(known.others, folder));
  }

  /** As long as the default folder is unknown every look asks for it again. */
  protected override isWhole(scope: Scope): boolean {
    return scope.default !== undefined;
  }

  protected async list(
    mailboxes: readonly MailboxAddress[],
    fresh: boolean,
  ): Promise<ReadonlyMap<MailboxAddress, Scope | SyncError>> {
    const listing = new FolderListing(this.batcher);
    for (const mailbox of mailboxes) {
      listing.ask(mailbox, 'folders', topFolders(mailbox));
      // The default folder never changes its id; a fresh look asks all the same, in case the mailbox is another.
      if (fresh || this.last(mailbox)?.default === undefined) {
        listing.ask(mailbox, 'default', firstContact(mailbox));
      }
    }
    await listing.run();
    return new Map(
      mailboxes.map((mailbox): [MailboxAddress, Scope | SyncError] => {
        const { error, folders, defaultFolder } = listing.of(mailbox);
        return [mailbox, error ?? scopeWith(folders, defaultFolder ?? this.last(mailbox)?.default)];
      }),
    );
  }
}

const scopeWith = (folders: readonly FolderId[], defaultFolder: FolderId | undefined): Scope => ({
  default: defaultFolder,
  others: folders.filter((folder) => folder !== defaultFolder),
});

const topFolders = (mailbox: MailboxAddress): GraphPath =>
  withQuery(path`/users/${mailbox}/contactFolders`, { $select: 'id', $top: 100 });

const childFolders = (mailbox: MailboxAddress, folder: FolderId): GraphPath =>
  withQuery(path`/users/${mailbox}/contactFolders/${folder}/childFolders`, { $select: 'id', $top: 100 });

/** `/contactFolders` leaves the default folder out; any contact of it names it (Graph reference 1.3). */
const firstContact = (mailbox: MailboxAddress): GraphPath =>
  withQuery(contactsIn(mailbox, 'default'), { $select: 'id,parentFolderId', $top: 1 });

interface Found {
  error: SyncError | undefined;
  defaultFolder: FolderId | undefined;
  readonly folders: FolderId[];
}

type Question = 'folders' | 'children' | 'default';

/** One look at the folder trees of some mailboxes, level by level, all mailboxes of a level together. */
class FolderListing {
  private readonly found = new Map<MailboxAddress, Found>();
  private open: { readonly item: BatchItem; readonly question: Question }[] = [];

  constructor(private readonly batcher: Batcher) {}

  ask(mailbox: MailboxAddress, question: Question, at: GraphPath): void {
    this.open.push({ item: { mailbox, method: 'GET', path: at }, question });
  }

  of(mailbox: MailboxAddress): Found {
    const found = this.found.get(mailbox) ?? { error: undefined, defaultFolder: undefined, folders: [] };
    this.found.set(mailbox, found);
    return found;
  }

  async run(): Promise<void> {
    while (this.open.length > 0) {
      const asked = this.open;
      this.open = [];
      const answers = await this.batcher.send(asked.map(({ item }) => item));
      asked.forEach(({ item, question }, index) => {
        const answer = answers[index];
        const found = this.of(item.mailbox);
        if (answer === undefined || found.error !== undefined) return;
        // A folder that went away since its parent was listed has no children any more.
        if (!answer.ok && !(question === 'children' && answer.error.code === 'not-found')) {
          found.error = answer.error;
        } else if (answer.ok) {
          this.take(item, question, answer.body, found);
        }
      });
    }
  }

  private take({ mailbox, path: at }: BatchItem, question: Question, body: unknown, found: Found): void {
    try {
      if (question === 'default') {
        const parent = readPage(body, parentItem, at.template).items[0]?.parentFolderId;
        if (parent !== undefined) found.defaultFolder = folderId(parent);
        return;
      }
      const page = readPage(body, folderItem, at.template);
      for (const { id } of page.items) {
        const folder = folderId(id);
        if (found.folders.includes(folder)) continue;
        found.folders.push(folder);
        this.ask(mailbox, 'children', childFolders(mailbox, folder));
      }
      if (page.next !== undefined) this.ask(mailbox, question, followLink(page.next, at.template));
    } catch (thrown) {
      if (!(thrown instanceof SyncError)) throw thrown;
      found.error = thrown;
    }
  }
}
