import { readStoredSettings } from '../../../shared/config/settings';
import { openState, type State } from '../../../shared/state/open-state';
import { useAzurite } from '../../support/azurite';

/** The state of a tenant of its own for the tests of one file, with a clock that the test sets. */
export function useState(): { readonly state: State; now: Date } {
  const azurite = useAzurite();
  const clock = { now: new Date('2024-05-01T00:00:00Z') };
  let state: State | undefined;
  return {
    get state() {
      state ??= openState(
        { connectionString: azurite.connectionString },
        readStoredSettings,
        () => clock.now,
      );
      return state;
    },
    get now() {
      return clock.now;
    },
    set now(time: Date) {
      clock.now = time;
    },
  };
}
