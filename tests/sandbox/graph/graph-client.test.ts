import { Client, GraphError, PageIterator, type PageCollection } from '@microsoft/microsoft-graph-client';
import { SANDBOX_TOKEN } from '../../../sandbox/graph/start';
import { IMMUTABLE, startBench, stopAll, text, type Bench } from './harness';

let bench: Bench;
let client: Client;

beforeEach(async () => {
  bench = await startBench();
  client = Client.initWithMiddleware({
    authProvider: { getAccessToken: () => Promise.resolve(SANDBOX_TOKEN) },
    baseUrl: bench.url,
    customHosts: new Set(['127.0.0.1']),
  });
});
afterEach(stopAll);

describe('the real client', () => {
  it('makes, reads, changes and deletes a contact', async () => {
    const contacts = `${bench.ada}/contacts`;
    const made: unknown = await client.api(contacts).header('Prefer', IMMUTABLE).post({ surname: 'Byron' });
    const one = `${contacts}/${text(made, 'id')}`;
    const properties = [{ id: 'Short 0x3A4D', value: '1' }];
    await client.api(one).patch({ jobTitle: 'Poet', singleValueExtendedProperties: properties });
    const filter = "singleValueExtendedProperties($filter=id eq 'Short 0x3A4D')";
    const read: unknown = await client.api(one).expand(filter).select(['jobTitle']).get();
    expect(read).toMatchObject({
      jobTitle: 'Poet',
      singleValueExtendedProperties: [{ id: 'Short 0x3a4d', value: '1' }],
    });
    expect(await client.api(one).delete()).toBeUndefined();
  });

  it('follows the pages of a delta round by their absolute links', async () => {
    bench.human.createContacts(
      'ada@example.com',
      Array.from({ length: 25 }, (_, index) => ({ surname: `S${index}` })),
    );
    const folder = text(bench.human.contacts('ada@example.com')[0]?.contact, 'parentFolderId');
    const headers = { Prefer: `${IMMUTABLE}, odata.maxpagesize=10` };
    const path = `${bench.ada}/contactFolders/${folder}/contacts/delta`;
    const first = (await client.api(path).headers(headers).get()) as PageCollection;
    const seen: string[] = [];
    const keep = (item: unknown): boolean => seen.push(text(item, 'id')) > 0;
    const pages = new PageIterator(client, first, keep, { headers });
    await pages.iterate();
    expect(new Set(seen).size).toBe(25);
    const later = (await client
      .api(pages.getDeltaLink() ?? '')
      .headers(headers)
      .get()) as PageCollection;
    expect(later.value).toEqual([]);
    const sizes = bench.control.log.since().entries.filter(({ path: called }) => called.endsWith('/delta'));
    expect(sizes).toHaveLength(4);
  });

  it('sees errors with their code, and retries what is throttled after the time told', async () => {
    const lost = client.api(`${bench.ada}/contacts/nonsense`).get();
    await expect(lost).rejects.toMatchObject({ statusCode: 400, code: 'ErrorInvalidIdMalformed' });
    await expect(lost).rejects.toBeInstanceOf(GraphError);
    bench.control.faults.add({ effect: { status: 429, headers: { 'Retry-After': '1' }, body: {} } });
    const begun = Date.now();
    await client.api(`${bench.ada}/contacts`).get();
    expect(Date.now() - begun).toBeGreaterThanOrEqual(950);
    bench.control.faults.add({ effect: { status: 502, body: '<html></html>' } });
    await expect(client.api('/users').get()).rejects.toMatchObject({ statusCode: 502, code: null });
  });

  it('sends a batch', async () => {
    const requests = [{ id: '1', method: 'GET', url: `${bench.ada}/contacts` }];
    const answer: unknown = await client.api('/$batch').post({ requests });
    expect(answer).toMatchObject({ responses: [{ id: '1', status: 200, body: { value: [] } }] });
  });
});
