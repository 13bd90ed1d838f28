import { serveTables, type RunningTables } from '../../sandbox/azurite/serve';

/** Azurite for the tests of one file, in memory and in this process: call at the top of a `describe` or a file. */
export function useAzurite(): { readonly connectionString: string } {
  let tables: RunningTables | undefined;
  beforeAll(async () => {
    tables = await serveTables();
  });
  afterAll(async () => {
    await tables?.stop();
  });
  return {
    get connectionString() {
      if (tables === undefined) throw new Error('Azurite is there only while tests run.');
      return tables.connectionString;
    },
  };
}
