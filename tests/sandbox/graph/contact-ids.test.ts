import { at, failure, IMMUTABLE, rows, startBench, stopAll, text, type Bench } from './harness';

let bench: Bench;
beforeEach(async () => void (bench = await startBench()));
afterEach(stopAll);

async function made(body: unknown): Promise<string> {
  const reply = await bench.send('POST', `${bench.ada}/contacts`, { body });
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return text(reply.body, 'id');
}

describe('ids', () => {
  it('are of the kind that each request asks for', async () => {
    const plain = await made({ surname: 'x' });
    const reply = await bench.send('GET', `${bench.ada}/contacts/${plain}`, {
      headers: { Prefer: IMMUTABLE },
    });
    const immutable = text(reply.body, 'id');
    expect(immutable).not.toBe(plain);
    expect(reply.headers.get('preference-applied')).toBe(IMMUTABLE);
    for (const id of [plain, immutable]) expect(id).toMatch(/^[\w-]{151}=$/);
    bench.human.createFolder('ada@example.com', 'Other');
    bench.human.moveContact('ada@example.com', immutable, 'Contacts/Other');
    expect(failure(await bench.send('GET', `${bench.ada}/contacts/${plain}`))).toBe('404 ErrorItemNotFound');
    expect((await bench.send('GET', `${bench.ada}/contacts/${immutable}`)).status).toBe(200);
  });

  it('may differ in case only, and are told apart all the same', async () => {
    const ids = bench.human.createContacts(
      'ada@example.com',
      Array.from({ length: 64 }, (_, index) => ({ surname: `S${index}` })),
    );
    const folded = new Set(ids.map((id) => id.toLowerCase()));
    expect([new Set(ids).size, folded.size < 64]).toEqual([64, true]);
    const [id = ''] = ids;
    const last = await bench.send('GET', `${bench.ada}/contacts/${id}`);
    expect(at(last.body, 'surname')).toBe('S0');
    expect(
      (await bench.send('GET', `${bench.ada}/contacts/${id.toLowerCase()}`)).status,
    ).toBeGreaterThanOrEqual(400);
  });

  it('of nothing, of something malformed, of another mailbox are refused', async () => {
    const id = await made({ surname: 'x' });
    bench.human.createUser({ userPrincipalName: 'bob@example.com' });
    const get = async (path: string): Promise<string> => failure(await bench.send('GET', path));
    expect(await get(`${bench.ada}/contacts/nonsense`)).toBe('400 ErrorInvalidIdMalformed');
    expect(await get(`/users/bob@example.com/contacts/${id}`)).toBe('404 ErrorItemNotFound');
    bench.human.deleteContact('ada@example.com', id, true);
    expect(await get(`${bench.ada}/contacts/${id}`)).toBe('404 ErrorItemNotFound');
  });
});

describe('deleting a contact', () => {
  it('moves it to Deleted Items, where its immutable id still answers', async () => {
    const headers = { Prefer: IMMUTABLE };
    const id = text(
      (await bench.send('POST', `${bench.ada}/contacts`, { headers, body: { surname: 'x' } })).body,
      'id',
    );
    expect((await bench.send('DELETE', `${bench.ada}/contacts/${id}`, { headers })).status).toBe(204);
    const read = await bench.send('GET', `${bench.ada}/contacts/${id}`, { headers });
    const bin = bench.human.folders('ada@example.com').find(({ path }) => path === 'Deleted Items');
    expect([read.status, at(read.body, 'parentFolderId')]).toEqual([200, bin?.id]);
    expect(rows((await bench.send('GET', `${bench.ada}/contacts`)).body)).toEqual([]);
    bench.changeSettings({ deletedItemsReadable: false });
    expect(failure(await bench.send('GET', `${bench.ada}/contacts/${id}`))).toBe('404 ErrorItemNotFound');
    bench.changeSettings({ deletedItemsReadable: true });
    expect((await bench.send('DELETE', `${bench.ada}/contacts/${id}`)).status).toBe(204);
    expect(failure(await bench.send('GET', `${bench.ada}/contacts/${id}`))).toBe('404 ErrorItemNotFound');
  });

  it('can be for good', async () => {
    const id = await made({ surname: 'x' });
    expect((await bench.send('POST', `${bench.ada}/contacts/${id}/permanentDelete`)).status).toBe(204);
    expect(bench.human.contacts('ada@example.com')).toEqual([]);
  });
});
