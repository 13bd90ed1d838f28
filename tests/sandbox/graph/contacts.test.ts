import { at, failure, rows, startBench, stopAll, text, type Bench } from './harness';

let bench: Bench;
beforeEach(async () => void (bench = await startBench()));
afterEach(stopAll);

const post = (body: unknown): ReturnType<Bench['send']> =>
  bench.send('POST', `${bench.ada}/contacts`, { body });

async function made(body: unknown): Promise<string> {
  const reply = await post(body);
  if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
  return text(reply.body, 'id');
}

describe('making a contact', () => {
  it('answers 201 with everything that was set, nulls and empty collections for the rest', async () => {
    const reply = await post({
      givenName: 'Ada',
      surname: 'Byron',
      generation: 'II',
      birthday: '1985-03-09T13:59:00+02:00',
      emailAddresses: [{ name: 'Ada B', address: 'ada@example.org' }, { address: 'second@example.org' }],
      businessPhones: ['1', '2'],
      homeAddress: { street: 'Main 1', city: 'Ulm' },
    });
    expect(reply.status).toBe(201);
    expect(reply.body).toMatchObject({
      displayName: 'Ada Byron II',
      fileAs: 'Byron, Ada',
      generation: 'II',
      birthday: '1985-03-09T11:59:00Z',
      emailAddresses: [
        { name: 'Ada B', address: 'ada@example.org' },
        { name: 'second@example.org', address: 'second@example.org' },
      ],
      primaryEmailAddress: { name: 'Ada B', address: 'ada@example.org' },
      tertiaryEmailAddress: null,
      businessPhones: ['1', '2'],
      homePhones: [],
      jobTitle: null,
      homeAddress: { street: 'Main 1', city: 'Ulm' },
      businessAddress: {},
    });
    expect(text(reply.body, '@odata.etag')).toBe(`W/"${text(reply.body, 'changeKey')}"`);
    expect(reply.headers.get('location')).toContain('/contacts(');
  });

  it.each([
    ['an unknown property', { givenname: 'x' }, '400 RequestBodyRead'],
    ['a property of beta', { gender: 'female' }, '400 RequestBodyRead'],
    ['a number for text', { surname: 4 }, '400 RequestBodyRead'],
    ['text for a list', { businessPhones: '1' }, '400 RequestBodyRead'],
    ['null in a list', { businessPhones: [null] }, '400 RequestBodyRead'],
    ['null for a list', { homePhones: null }, '400 RequestBodyRead'],
    ['a list of texts for e-mails', { emailAddresses: ['a@b.c'] }, '400 RequestBodyRead'],
    ['an unknown part of an address', { homeAddress: { zip: '1' } }, '400 RequestBodyRead'],
    ['an e-mail without address', { emailAddresses: [{ name: 'x' }] }, '400 ErrorInvalidRequest'],
    [
      'four e-mails',
      { emailAddresses: ['a', 'b', 'c', 'd'].map((address) => ({ address })) },
      '400 ErrorInvalidRequest',
    ],
    ['three business phones', { businessPhones: ['1', '2', '3'] }, '400 ErrorInvalidRequest'],
    ['three home phones', { homePhones: ['1', '2', '3'] }, '400 ErrorInvalidRequest'],
    ['four chat addresses', { imAddresses: ['1', '2', '3', '4'] }, '400 ErrorInvalidRequest'],
    ['no date', { birthday: 'yesterday' }, '400 RequestBodyRead'],
    ['30 February', { birthday: '2001-02-30' }, '400 RequestBodyRead'],
    ['a read-only property', { id: 'x' }, '400 ErrorInvalidPropertySet'],
    ['another folder', { parentFolderId: 'x' }, '400 ErrorInvalidPropertySet'],
    ['an annotation', { '@odata.etag': 'W/"1"' }, '400 RequestBodyRead'],
    ['a null address', { homeAddress: null }, '500 ErrorInternalServerError'],
    ['a null part of an address', { homeAddress: { city: null } }, '500 ErrorInternalServerError'],
    ['null e-mails', { emailAddresses: null }, '500 ErrorInternalServerError'],
    ['an array', [], '400 RequestBodyRead'],
    ['broken JSON', '{"a":', '400 BadRequest'],
  ])('refuses %s', async (_case, body, expected) => {
    expect(failure(await post(body))).toBe(expected);
    expect(bench.human.contacts('ada@example.com')).toEqual([]);
  });

  it('refuses a body that is not declared as JSON', async () => {
    const headers = { 'Content-Type': 'text/plain' };
    const reply = await bench.send('POST', `${bench.ada}/contacts`, { body: {}, headers });
    expect(failure(reply)).toBe('415 UnsupportedMediaType');
  });
});

describe('changing a contact', () => {
  it('changes what is named, with a new etag, and answers without extended properties', async () => {
    const id = await made({ surname: 'Byron', jobTitle: 'Poet', businessPhones: ['1'] });
    const before = await bench.send('GET', `${bench.ada}/contacts/${id}`);
    const reply = await bench.send('PATCH', `${bench.ada}/contacts/${id}`, {
      body: {
        jobTitle: null,
        businessPhones: [],
        personalNotes: 'n',
        singleValueExtendedProperties: [{ id: 'String 0x3A24', value: '9' }],
      },
    });
    expect(reply.status).toBe(200);
    expect(reply.body).toMatchObject({
      surname: 'Byron',
      jobTitle: null,
      businessPhones: [],
      personalNotes: 'n',
    });
    expect(reply.body).not.toHaveProperty('singleValueExtendedProperties');
    expect(text(reply.body, 'changeKey')).not.toBe(text(before.body, 'changeKey'));
  });

  it('makes displayName anew when name parts come without it', async () => {
    const id = await made({ givenName: 'Ada', surname: 'Byron', displayName: 'The Countess' });
    const patch = async (body: unknown): Promise<unknown> =>
      at((await bench.send('PATCH', `${bench.ada}/contacts/${id}`, { body })).body, 'displayName');
    expect(await patch({ jobTitle: 'x' })).toBe('The Countess');
    expect(await patch({ surname: 'Lovelace' })).toBe('Ada Lovelace');
    expect(await patch({ surname: 'King', displayName: 'Ada!' })).toBe('Ada!');
  });

  it('replaces an address, or merges it when told so', async () => {
    const id = await made({ homeAddress: { street: 'Main 1', city: 'Ulm' } });
    const patch = async (homeAddress: unknown): Promise<unknown> =>
      at(
        (await bench.send('PATCH', `${bench.ada}/contacts/${id}`, { body: { homeAddress } })).body,
        'homeAddress',
      );
    expect(await patch({ city: 'Bern', street: null })).toEqual({ city: 'Bern' });
    bench.changeSettings({ addressPatch: 'merge' });
    expect(await patch({ street: 'Side 2' })).toEqual({ city: 'Bern', street: 'Side 2' });
    expect(await patch({})).toEqual({ city: 'Bern', street: 'Side 2' });
    bench.changeSettings({ addressPatch: 'replace' });
    expect(await patch({})).toEqual({});
  });

  it('ignores new names of the same e-mail addresses', async () => {
    const id = await made({ emailAddresses: [{ name: 'Old', address: 'a@example.org' }] });
    const patch = async (emailAddresses: unknown): Promise<unknown> =>
      at(
        (await bench.send('PATCH', `${bench.ada}/contacts/${id}`, { body: { emailAddresses } })).body,
        'emailAddresses',
      );
    expect(await patch([{ name: 'New', address: 'a@example.org' }])).toEqual([
      { name: 'Old', address: 'a@example.org' },
    ]);
    expect(await patch([{ name: 'New', address: 'b@example.org' }])).toEqual([
      { name: 'New', address: 'b@example.org' },
    ]);
  });

  it('refuses an entity sent back as it was read', async () => {
    const id = await made({ surname: 'Byron' });
    const read = await bench.send('GET', `${bench.ada}/contacts/${id}`);
    const reply = await bench.send('PATCH', `${bench.ada}/contacts/${id}`, { body: read.body });
    expect(reply.status).toBe(400);
  });

  it('looks at If-Match', async () => {
    const id = await made({ surname: 'Byron' });
    const read = await bench.send('GET', `${bench.ada}/contacts/${id}`);
    const etag = text(read.body, '@odata.etag');
    const patch = (ifMatch: string): ReturnType<Bench['send']> =>
      bench.send('PATCH', `${bench.ada}/contacts/${id}`, {
        body: { jobTitle: 'x' },
        headers: { 'If-Match': ifMatch },
      });
    expect((await patch(etag)).status).toBe(200);
    expect(failure(await patch(etag))).toBe('412 ErrorIrresolvableConflict');
    const stale = await bench.send('DELETE', `${bench.ada}/contacts/${id}`, {
      headers: { 'If-Match': etag },
    });
    expect(failure(stale)).toBe('412 ErrorIrresolvableConflict');
    bench.changeSettings({ ifMatchHonoured: false });
    expect((await patch(etag)).status).toBe(200);
  });

  it('is not possible for a collection', async () => {
    const reply = await bench.send('PATCH', `${bench.ada}/contacts`, { body: {} });
    expect(failure(reply)).toBe('405 ErrorInvalidRequest');
  });
});

describe('reading contacts', () => {
  it('pages by $top and $skip, ten by default, with links to the next page', async () => {
    bench.human.createContacts(
      'ada@example.com',
      Array.from({ length: 25 }, (_, index) => ({ surname: `S${index}` })),
    );
    const first = await bench.send('GET', `${bench.ada}/contacts?$select=surname`);
    expect(rows(first.body)).toHaveLength(10);
    expect(Object.keys(rows(first.body)[0] ?? {}).sort()).toEqual(['@odata.etag', 'id', 'surname']);
    const seen: unknown[] = [];
    let next: unknown = `${bench.ada}/contacts?$top=7&$select=surname`;
    while (typeof next === 'string') {
      const page = await bench.send('GET', next);
      seen.push(...rows(page.body).map((row) => row['surname']));
      next = at(page.body, '@odata.nextLink');
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => `S${index}`));
    const headers = { Prefer: 'odata.maxpagesize=4' };
    const small = await bench.send('GET', `${bench.ada}/contacts?$count=true`, { headers });
    expect([rows(small.body).length, at(small.body, '@odata.count')]).toEqual([4, 25]);
    expect(small.headers.get('preference-applied')).toBe('odata.maxpagesize=4');
  });

  it('sorts', async () => {
    bench.human.createContacts('ada@example.com', [{ surname: 'b' }, { surname: 'C' }, { surname: 'a' }]);
    const reply = await bench.send('GET', `${bench.ada}/contacts?$orderby=surname desc`);
    expect(rows(reply.body).map((row) => row['surname'])).toEqual(['C', 'b', 'a']);
  });

  it.each([
    ['$select=nothing', '400 BadRequest'],
    ["$filter=surname eq 'x'", '400 ErrorInvalidUrlQueryFilter'],
    ['$filter=surname', '400 ErrorInvalidUrlQueryFilter'],
    ['$search="x"', '400 ErrorInvalidUrlQuery'],
    ['$top=0', '400 ErrorInvalidUrlQuery'],
    ['$top=1001', '400 ErrorInvalidUrlQuery'],
    ['$top=2&$top=3', '400 ErrorInvalidUrlQuery'],
    ['$unknown=1', '400 BadRequest'],
    ['top=1', '400 ErrorInvalidUrlQuery'],
    ['$orderby=jobTitle', '400 ErrorInvalidUrlQuery'],
    ["$orderby=surname&$filter=emailAddresses/any(a:a/address eq 'x')", '400 InefficientFilter'],
  ])('refuses %s', async (query, expected) => {
    expect(failure(await bench.send('GET', `${bench.ada}/contacts?${query}`))).toBe(expected);
  });

  it('finds by e-mail address', async () => {
    bench.human.createContacts('ada@example.com', [
      { surname: 'one', emailAddresses: [{ address: "O'Hara@example.org" }] },
      { surname: 'two' },
    ]);
    const filter = encodeURIComponent("emailAddresses/any(a:a/address eq 'o''hara@EXAMPLE.org')");
    const reply = await bench.send('GET', `${bench.ada}/contacts?$filter=${filter}`);
    expect(rows(reply.body).map((row) => row['surname'])).toEqual(['one']);
  });
});
