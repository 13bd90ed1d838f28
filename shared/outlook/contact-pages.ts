import { z } from 'zod';
import { SyncError } from '../errors';
import type { OutlookContact } from '../records/contact';
import { folderId, outlookId, type MailboxAddress, type OutlookId } from '../records/ids';
import type { OutlookPage } from '../sync/ports/outlook';
import type { ContactFolders } from './contact-folders';
import { toContact } from './contact-item';
import { contactsPage, idsPage, type FolderRef } from './contact-requests';
import { readPage, type GraphPage } from './graph-page';
import { followLink, type GraphPath } from './graph-url';
import type { OutlookParts } from './outlook-parts';

/** Where a listing goes on: the folders still to read, the first of them from `next` on. */
interface Place {
  readonly folders: readonly FolderRef[];
  readonly next: GraphPath | undefined;
}

const cursorShape = z.object({ folders: z.array(z.string().min(1)), next: z.string().optional() });
const idItem = z.object({ id: z.string().min(1) });

/** Reads the contacts of all folders of a mailbox, page by page. */
export class ContactPages {
  private readonly folders: ContactFolders;

  constructor(
    private readonly mailbox: MailboxAddress,
    private readonly parts: OutlookParts,
  ) {
    this.folders = parts.folders;
  }

  /** @throws SyncError */
  async page(cursor: string | undefined): Promise<OutlookPage<OutlookContact>> {
    const place = cursor === undefined ? await this.begin() : parseCursor(cursor);
    const { page, rest } = await this.read(place, contactsPage, z.unknown());
    return {
      records: page.items.map((item) => toContact(item, 'GET /users/{id}/contacts')),
      next: rest === undefined ? undefined : JSON.stringify({ folders: rest.folders, next: rest.next?.url }),
    };
  }

  /** @throws SyncError */
  async ids(): Promise<readonly OutlookId[]> {
    const ids = new Set<OutlookId>();
    for (let place: Place | undefined = await this.begin(); place !== undefined;) {
      const { page, rest }: Step<{ id: string }> = await this.read(place, idsPage, idItem);
      for (const { id } of page.items) ids.add(outlookId(id));
      place = rest;
    }
    return [...ids];
  }

  private async begin(): Promise<Place> {
    const scope = await this.folders.scope(this.mailbox, true);
    return { folders: ['default', ...scope.others], next: undefined };
  }

  private async read<S extends z.ZodType>(
    place: Place,
    firstOf: (mailbox: MailboxAddress, folder: FolderRef) => GraphPath,
    item: S,
  ): Promise<Step<z.output<S>>> {
    const [folder, ...later] = place.folders;
    if (folder === undefined) return { page: nothing, rest: undefined };
    const path = place.next ?? firstOf(this.mailbox, folder);
    const page = readPage(await this.get(path, folder), item, path.template);
    if (page.next !== undefined) {
      return { page, rest: { folders: place.folders, next: followLink(page.next, path.template) } };
    }
    return { page, rest: later.length === 0 ? undefined : { folders: later, next: undefined } };
  }

  /** One call at a time for each mailbox, as with batches. A folder that went away meanwhile holds nothing. */
  private async get(path: GraphPath, folder: FolderRef): Promise<unknown> {
    try {
      return await this.parts.lanes.run([this.mailbox], () => this.parts.client.get(path));
    } catch (thrown) {
      const gone = thrown instanceof SyncError && thrown.code === 'not-found' && folder !== 'default';
      if (gone) return { value: [] };
      throw thrown;
    }
  }
}

interface Step<T> {
  readonly page: GraphPage<T>;
  readonly rest: Place | undefined;
}

const nothing = { items: [], next: undefined, delta: undefined };

function parseCursor(cursor: string): Place {
  const { folders, next } = cursorShape.parse(JSON.parse(cursor));
  const refs = folders.map((folder): FolderRef => (folder === 'default' ? folder : folderId(folder)));
  return {
    folders: refs,
    next: next === undefined ? undefined : { url: next, template: '/users/{id}/contacts' },
  };
}
