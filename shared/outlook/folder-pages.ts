import { z } from 'zod';
import { SyncError } from '../errors';
import { folderId, type FolderId, type MailboxAddress, type OutlookId } from '../records/ids';
import type { OutlookRecord } from '../records/record';
import type { OutlookPage } from '../sync/ports/outlook';
import { readPage, type GraphPage } from './graph-page';
import { followLink, type GraphPath } from './graph-url';
import type { OutlookParts } from './outlook-parts';

export type FolderRef = FolderId | 'default';

/** How the records of one folder are listed. What is not synchronised although it lies there is undefined. */
export interface FolderContents<X extends OutlookRecord> {
  readonly firstPage: GraphPath;
  readonly firstOfIds: GraphPath;
  readonly record: (item: unknown) => X | undefined;
  readonly id: (item: unknown) => OutlookId | undefined;
}

export interface Folders<X extends OutlookRecord> {
  /** The folders beside the default one, listed anew. @throws SyncError */
  others(): Promise<readonly FolderId[]>;
  /** @throws SyncError */
  open(folder: FolderRef): Promise<FolderContents<X>>;
}

/** Whoever needs the marked records alone reads all: Graph's filter by a property is known to miss some (Graph reference 7). */
export const onlyMarked = <X extends OutlookRecord>(page: OutlookPage<X>): OutlookPage<X> => ({
  ...page,
  records: page.records.filter(({ mark }) => mark !== ''),
});

/** Where a listing goes on: the folders still to read, the first of them from `next` (a path) on. */
interface Place {
  readonly folders: readonly FolderRef[];
  readonly next: string | undefined;
}

interface Step<X extends OutlookRecord> {
  readonly contents: FolderContents<X>;
  readonly page: GraphPage<unknown>;
  readonly rest: Place | undefined;
}

const cursorShape = z.object({ folders: z.array(z.string().min(1)), next: z.string().optional() });

/** Reads the records of all folders of a mailbox, page by page. */
export class FolderPages<X extends OutlookRecord> {
  constructor(
    private readonly mailbox: MailboxAddress,
    private readonly parts: Pick<OutlookParts, 'client' | 'lanes'>,
    private readonly folders: Folders<X>,
  ) {}

  /** @throws SyncError */
  async page(cursor: string | undefined): Promise<OutlookPage<X>> {
    const step = await this.read(
      cursor === undefined ? await this.begin() : parseCursor(cursor),
      'firstPage',
    );
    if (step === undefined) return { records: [], next: undefined };
    return {
      records: step.page.items.flatMap((item) => step.contents.record(item) ?? []),
      next: step.rest === undefined ? undefined : JSON.stringify(step.rest),
    };
  }

  /** @throws SyncError */
  async ids(): Promise<readonly OutlookId[]> {
    const ids = new Set<OutlookId>();
    for (let place: Place | undefined = await this.begin(); place !== undefined;) {
      const step: Step<X> | undefined = await this.read(place, 'firstOfIds');
      for (const item of step?.page.items ?? []) {
        const id = step?.contents.id(item);
        if (id !== undefined) ids.add(id);
      }
      place = step?.rest;
    }
    return [...ids];
  }

  private async begin(): Promise<Place> {
    return { folders: ['default', ...(await this.folders.others())], next: undefined };
  }

  private async read(place: Place, first: 'firstPage' | 'firstOfIds'): Promise<Step<X> | undefined> {
    const [folder, ...later] = place.folders;
    if (folder === undefined) return undefined;
    const contents = await this.folders.open(folder);
    const begin = contents[first];
    const { template } = begin;
    const path = place.next === undefined ? begin : { url: place.next, template };
    const page = readPage(await this.get(path, folder), z.unknown(), template);
    if (page.next !== undefined) {
      const next = followLink(page.next, template).url;
      return { contents, page, rest: { folders: place.folders, next } };
    }
    return { contents, page, rest: later.length === 0 ? undefined : { folders: later, next: undefined } };
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

function parseCursor(cursor: string): Place {
  const { folders, next } = cursorShape.parse(JSON.parse(cursor));
  return { folders: folders.map((folder) => (folder === 'default' ? folder : folderId(folder))), next };
}
