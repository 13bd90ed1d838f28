import type { Batcher } from './batch';
import type { GraphClient } from './client';
import type { ContactFolders } from './contact-folders';
import type { DefaultCalendars } from './events/default-calendars';
import type { Lanes } from './lanes';
import type { TaskLists } from './tasks/task-lists';

/** What the stores and feeds of one connection share. */
export interface OutlookParts {
  readonly client: GraphClient;
  readonly lanes: Lanes;
  readonly batcher: Batcher;
  readonly folders: ContactFolders;
  readonly calendars: DefaultCalendars;
  readonly lists: TaskLists;
}
