import type { Batcher } from './batch';
import type { GraphClient } from './client';
import type { ContactFolders } from './contact-folders';
import type { Lanes } from './lanes';

/** What the stores and feeds of one connection share. */
export interface OutlookParts {
  readonly client: GraphClient;
  readonly lanes: Lanes;
  readonly batcher: Batcher;
  readonly folders: ContactFolders;
}
