import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { startGraph, type RunningGraph } from '../../../sandbox/graph/start';
import { startOrocrm, type SimulatedOrocrm } from '../../../sandbox/orocrm/start';
import { loadSeed } from '../../../sandbox/seed/load-seed';
import { describeContract } from '../../shared/orocrm/contract-data';

const recordings = resolve(process.cwd(), '../shared/fixtures/oro');
describeContract('recorded contacts', () => {
  let orocrm: SimulatedOrocrm;
  let graph: RunningGraph;
  beforeAll(async () => {
    [orocrm, graph] = await Promise.all([startOrocrm(), startGraph()]);
  });
  afterAll(async () => {
    await Promise.all([orocrm.stop(), graph.stop()]);
  });

  const responses = (folder: string): string[] =>
    readdirSync(resolve(recordings, folder))
      .filter((name) => name.startsWith('response-') && name.endsWith('.json'))
      .map((name) => resolve(recordings, folder, name));

  test('the contacts, addresses and users that OroCRM answered to its own tests are loaded', () => {
    const lines: string[] = [];
    const files = ['contacts', 'contactaddresses', 'users'].flatMap(responses);
    const [seed] = loadSeed(files, orocrm, graph, (line) => lines.push(line));
    expect(lines.filter((line) => line.includes('not loaded:'))).toEqual([
      expect.stringMatching(/contact 101 is not loaded: it is there already$/),
    ]);
    const [contact, ...others] = orocrm.contacts.list();
    expect(others).toEqual([]);
    expect(contact).toMatchObject({
      id: '101',
      owner: seed?.userId,
      firstName: 'Contact 1',
      lastName: null,
      birthday: '1973-03-07',
      primaryEmail: 'contact1_2@example.com',
      primaryPhone: '5556661112',
    });
    const addresses = contact?.['addresses'];
    expect(addresses).toHaveLength(4);
    expect(addresses).toContainEqual(expect.objectContaining({ id: '106', country: 'US', region: 'US-CA' }));
    expect(orocrm.people.users().map(({ username }) => username)).toContain('simple_user');
  });
});
