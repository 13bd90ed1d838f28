import { forgetful } from '../core/storage';
import type { Store } from './store';

/** Everything is gone with the process. */
export const memoryStore: Store = {
  queue: () => ({ storage: forgetful, stored: undefined }),
  whenSafe: (then) => then(),
  setting: (_, make) => make(),
  close: () => undefined,
};
