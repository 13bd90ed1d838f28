import { at, failure, IMMUTABLE, rows, startBench, stopAll, text, type Bench, type Reply } from './harness';

const ADA = 'ada@example.com';
let bench: Bench;
let folder: string;

beforeEach(async () => {
  bench = await startBench();
  folder = bench.human.folders(ADA).find(({ path }) => path === 'Contacts')?.id ?? '';
});
afterEach(stopAll);

const first = (): string => `${bench.ada}/contactFolders/${folder}/contacts/delta`;

async function page(url: string, prefer: readonly string[] = []): Promise<Reply> {
  return bench.send('GET', url, { headers: { Prefer: [IMMUTABLE, ...prefer].join(', ') } });
}

/** Follows a round to its end. */
async function round(
  url: string,
  size = 50,
): Promise<{ items: Record<string, unknown>[]; link: string; pages: number }> {
  const items: Record<string, unknown>[] = [];
  let next = url;
  for (let pages = 1; pages < 200; pages += 1) {
    const { status, body } = await page(next, [`odata.maxpagesize=${size}`]);
    if (status !== 200) throw new Error(JSON.stringify(body));
    expect(rows(body).length).toBeLessThanOrEqual(size);
    items.push(...rows(body));
    const link = at(body, '@odata.deltaLink');
    if (typeof link === 'string') return { items, link, pages };
    next = text(body, '@odata.nextLink');
  }
  throw new Error('The round has no end.');
}

const add = (surname: string, place?: string): string =>
  bench.human.createContact(ADA, { surname }, place).id;

describe('a delta round', () => {
  it('gives everything first, then what changed since, with the etag of each', async () => {
    const [one, two, three] = [add('one'), add('two'), add('three')];
    const start = await round(first(), 2);
    expect(start.items.map(({ id }) => id)).toEqual([one, two, three]);
    expect(start.pages).toBe(2);
    expect(start.link).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/v1\.0\/users\/.*delta\?\$deltatoken=/);
    const edited = bench.human.editContact(ADA, two, { jobTitle: 'x' });
    bench.human.deleteContact(ADA, one);
    const four = add('four');
    const later = await round(start.link);
    expect(later.items).toEqual([
      expect.objectContaining({ id: two, jobTitle: 'x', '@odata.etag': edited.contact['@odata.etag'] }),
      { '@odata.type': '#microsoft.graph.contact', id: one, '@removed': { reason: 'deleted' } },
      expect.objectContaining({ id: four, surname: 'four' }),
    ]);
    expect((await round(later.link)).items).toEqual([]);
    // A link stays good: replays give the same again.
    expect((await round(start.link)).items).toHaveLength(3);
  });

  it('gives ten at a time, and forgets the page size that is not sent again', async () => {
    bench.human.createContacts(
      ADA,
      Array.from({ length: 30 }, (_, index) => ({ surname: `S${index}` })),
    );
    const one = await page(first());
    expect(rows(one.body)).toHaveLength(10);
    const two = await page(text(one.body, '@odata.nextLink'), ['odata.maxpagesize=15']);
    expect(rows(two.body)).toHaveLength(15);
    expect(two.headers.get('preference-applied')).toBe(`${IMMUTABLE}, odata.maxpagesize=15`);
    const three = await page(text(two.body, '@odata.nextLink'));
    expect(at(three.body, '@odata.deltaLink')).toEqual(expect.any(String));
  });

  it('reports what changes while it is being read in the next one', async () => {
    const ids = [add('one'), add('two'), add('three')];
    const begun = await page(first(), ['odata.maxpagesize=2']);
    bench.human.editContact(ADA, ids[2] ?? '', { jobTitle: 'x' });
    const four = add('four');
    const rest = await round(text(begun.body, '@odata.nextLink'));
    const seen = [...rows(begun.body), ...rest.items].map(({ id }) => id);
    const next = (await round(rest.link)).items.map(({ id }) => id);
    expect(new Set([...seen, ...next])).toEqual(new Set([...ids, four]));
  });

  it('has one cursor per folder: a move is a removal here and a new item there', async () => {
    const other = bench.human.createFolder(ADA, 'Suppliers');
    const id = add('one');
    const here = await round(first());
    const there = await round(`${bench.ada}/contactFolders/${other.id}/contacts/delta`);
    bench.human.moveContact(ADA, id, other.path);
    expect((await round(here.link)).items).toMatchObject([{ id, '@removed': { reason: 'deleted' } }]);
    expect((await round(there.link)).items).toMatchObject([{ id, surname: 'one' }]);
    bench.changeSettings({ moveReason: 'changed', moveShownInTarget: false });
    bench.human.moveContact(ADA, id, 'Contacts');
    expect((await round(there.link)).items).toMatchObject([{ id, '@removed': { reason: 'changed' } }]);
    const quiet = await round(here.link);
    expect(quiet.items).toEqual([]);
    bench.human.editContact(ADA, id, { jobTitle: 'x' });
    expect((await round(quiet.link)).items).toMatchObject([{ id, jobTitle: 'x' }]);
    expect((await round(first())).items).toMatchObject([{ id }]);
  });

  it('has ids that depend on the folder for those who do not ask for immutable ones', async () => {
    const contact = bench.human.createContact(ADA, { surname: 'one' });
    const start = await bench.send('GET', first());
    expect(at(start.body, 'value', 0, 'id')).toBe(contact.folderBoundId);
    bench.human.deleteContact(ADA, contact.id);
    const later = await bench.send('GET', text(start.body, '@odata.deltaLink'));
    expect(rows(later.body)).toMatchObject([
      { id: contact.folderBoundId, '@removed': { reason: 'deleted' } },
    ]);
  });

  it('keeps quiet about extended properties, unless told otherwise', async () => {
    const id = add('one');
    const start = await round(first());
    const body = { singleValueExtendedProperties: [{ id: 'String 0x3A24', value: '1' }] };
    bench.human.editContact(ADA, id, body);
    expect((await round(start.link)).items).toEqual([]);
    bench.changeSettings({ deltaReportsExtendedProperties: true });
    bench.human.editContact(ADA, id, body);
    expect((await round(start.link)).items).toMatchObject([{ id }]);
  });

  it('with $select gives and reports the selected properties only', async () => {
    const id = add('one');
    const narrow = await round(`${first()}?$select=surname`);
    expect(Object.keys(narrow.items[0] ?? {}).sort()).toEqual([
      '@odata.etag',
      '@odata.type',
      'id',
      'surname',
    ]);
    bench.human.editContact(ADA, id, { jobTitle: 'x' });
    expect((await round(narrow.link)).items).toEqual([]);
    bench.human.editContact(ADA, id, { surname: 'two' });
    expect((await round(narrow.link)).items).toMatchObject([{ id, surname: 'two' }]);
    bench.changeSettings({ deltaSelectHidesChanges: false });
    const all = await round(`${first()}?$select=id`);
    bench.human.editContact(ADA, id, { jobTitle: 'y' });
    expect((await round(all.link)).items).toMatchObject([{ id }]);
  });

  it('has empty pages in between and gives items twice, now and then', async () => {
    bench.changeSettings({ deltaEmptyPageEvery: 3, deltaRepeatEvery: 2 });
    const ids = Array.from({ length: 12 }, (_, index) => add(`S${index}`));
    const { items, pages } = await round(first(), 2);
    expect(new Set(items.map(({ id }) => id))).toEqual(new Set(ids));
    expect(items.length).toBeGreaterThan(ids.length);
    expect(pages).toBeGreaterThan(ids.length / 2);
  });

  it('goes on with a contact that comes back', async () => {
    const id = add('one');
    const start = await round(first());
    bench.human.deleteContact(ADA, id);
    const gone = await round(start.link);
    expect(gone.items).toMatchObject([{ id, '@removed': {} }]);
    bench.human.restoreContact(ADA, id);
    expect((await round(gone.link)).items).toMatchObject([{ id, surname: 'one' }]);
    expect((await round(start.link)).items).toMatchObject([{ id, surname: 'one' }]);
  });
});

describe('what delta does not do', () => {
  it('is started for all contacts only where that is switched on', async () => {
    const url = `${bench.ada}/contacts/delta`;
    expect(failure(await page(url))).toBe('400 ErrorInvalidRequest');
    bench.changeSettings({ rootContactsDelta: true });
    add('one');
    expect((await round(url)).items).toMatchObject([{ surname: 'one' }]);
  });

  it('breaks on $expand, and refuses other options', async () => {
    const expand = encodeURIComponent("singleValueExtendedProperties($filter=id eq 'String 0x3A24')");
    expect(failure(await page(`${first()}?$expand=${expand}`))).toBe('500 ErrorInternalServerError');
    for (const option of ["$filter=surname eq 'x'", '$orderby=surname', '$top=5', '$skip=1']) {
      expect(failure(await page(`${first()}?${option}`))).toBe('400 ErrorInvalidUrlQuery');
    }
  });

  it('takes no token of another folder, nor one that was tampered with', async () => {
    const other = bench.human.createFolder(ADA, 'Suppliers');
    const { link } = await round(first());
    const token = new URL(link).searchParams.get('$deltatoken') ?? '';
    const elsewhere = `${bench.ada}/contactFolders/${other.id}/contacts/delta?$deltatoken=${token}`;
    expect(failure(await page(elsewhere))).toBe('400 ErrorInvalidUrlQuery');
    expect(failure(await page(`${first()}?$deltatoken=${token.slice(0, -3)}`))).toBe(
      '400 ErrorInvalidUrlQuery',
    );
    expect(failure(await page(`${first()}?$skiptoken=${token}`))).toBe('400 ErrorInvalidUrlQuery');
  });

  it('gives 410 for links that expired, in the middle of a round too', async () => {
    add('one');
    add('two');
    const { link } = await round(first());
    const begun = await page(first(), ['odata.maxpagesize=1']);
    const next = text(begun.body, '@odata.nextLink');
    bench.expireDelta({ mailbox: ADA, links: 'delta' });
    expect(failure(await page(link))).toBe('410 SyncStateNotFound');
    expect((await page(next)).status).toBe(200);
    bench.expireDelta({ links: 'next' });
    expect(failure(await page(next))).toBe('410 SyncStateNotFound');
    const fresh = await round(first());
    expect(fresh.items).toHaveLength(2);
    expect((await round(fresh.link)).items).toEqual([]);
  });

  it('links of before a reset are gone', async () => {
    const { link } = await round(first());
    await bench.control.reset();
    const user = bench.human.createUser({ id: bench.ada.split('/')[2] ?? '', userPrincipalName: ADA });
    expect(user.userPrincipalName).toBe(ADA);
    expect((await page(link)).status).toBeGreaterThanOrEqual(400);
  });
});
