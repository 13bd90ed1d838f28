import { z } from 'zod';
import { folderId, type FolderId } from '../records/ids';
import type { OutlookCursor } from '../sync/ports/outlook';
import { linkPath } from './graph-url';

/** The delta links of one mailbox: one per folder (Graph reference 1.3). */
export interface FolderLink {
  readonly folder: FolderId;
  readonly link: string;
}

const shape = z.object({
  folders: z.array(
    z.object({ folder: z.string().min(1), link: z.string().refine((link) => linkPath(link) !== undefined) }),
  ),
});

export const writeCursor = (folders: readonly FolderLink[]): OutlookCursor => JSON.stringify({ folders });

/** Undefined when the text is no cursor of ours (of an older version, say): then it counts as lost. */
export function readCursor(cursor: OutlookCursor): readonly FolderLink[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(cursor);
  } catch {
    return undefined;
  }
  const parsed = shape.safeParse(value);
  return parsed.success
    ? parsed.data.folders.map(({ folder, link }) => ({ folder: folderId(folder), link }))
    : undefined;
}
