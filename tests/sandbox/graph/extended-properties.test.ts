import { at, failure, IMMUTABLE, rows, startBench, stopAll, text, type Bench, type Reply } from './harness';

const MARK = 'String {d6f3a0c2-5b8e-4c57-9e0d-7a1b64c2f9e3} Name OroCRM_id';

let bench: Bench;
beforeEach(async () => void (bench = await startBench()));
afterEach(stopAll);

async function made(properties: { id: unknown; value: unknown }[]): Promise<string> {
  const body = { surname: 'Byron', singleValueExtendedProperties: properties };
  const reply = await bench.send('POST', `${bench.ada}/contacts`, { body });
  if (reply.status !== 201) throw new Error(failure(reply));
  return text(reply.body, 'id');
}

function expanded(...ids: string[]): string {
  const filter = ids.map((id) => `id eq '${id}'`).join(' or ');
  return `$expand=${encodeURIComponent(`singleValueExtendedProperties($filter=${filter})`)}`;
}

async function read(id: string, ...ids: string[]): Promise<unknown> {
  const reply = await bench.send('GET', `${bench.ada}/contacts/${id}?${expanded(...ids)}`);
  if (reply.status !== 200) return failure(reply);
  return at(reply.body, 'singleValueExtendedProperties');
}

async function found(filter: string): Promise<unknown> {
  const reply = await bench.send('GET', `${bench.ada}/contacts?$filter=${encodeURIComponent(filter)}`);
  return reply.status === 200 ? rows(reply.body).map((row) => row['surname']) : failure(reply);
}

describe('reading', () => {
  it('gives what was asked for, with ids in lower case, and nothing else', async () => {
    const id = await made([
      { id: MARK.replace('d6f3a0c2', 'D6F3A0C2'), value: '4711' },
      { id: 'Short 0x3A4D', value: '1' },
      { id: 'String 0x3A24', value: '' },
    ]);
    expect(await read(id, MARK, 'Short 0x3A4D')).toEqual([
      { id: MARK, value: '4711' },
      { id: 'Short 0x3a4d', value: '1' },
    ]);
    expect(await read(id, 'String 0x3a24')).toEqual([{ id: 'String 0x3a24', value: '' }]);
    const list = await bench.send('GET', `${bench.ada}/contacts?$select=surname&${expanded(MARK)}`);
    expect(at(list.body, 'value', 0, 'singleValueExtendedProperties')).toEqual([{ id: MARK, value: '4711' }]);
    const plain = await bench.send('GET', `${bench.ada}/contacts/${id}`);
    expect(plain.body).not.toHaveProperty('singleValueExtendedProperties');
  });

  it('gives no array at all where none of them is set', async () => {
    const id = await made([{ id: MARK, value: '1' }]);
    expect(await read(id, 'String 0x3A1A')).toBeUndefined();
    // The name is compared with its case, and a tag with its type code is never found.
    expect(await read(id, MARK.replace('OroCRM_id', 'orocrm_id'))).toBeUndefined();
    expect(await read(id, 'String 0x4001001E')).toBeUndefined();
  });

  it.each([
    ['singleValueExtendedProperties', '400 ErrorInvalidUrlQuery'],
    ["singleValueExtendedProperties($select=id;$filter=id eq 'String 0x3A24')", '400 ErrorInvalidUrlQuery'],
    ["singleValueExtendedProperties($filter=value eq 'x')", '400 ErrorInvalidUrlQueryFilter'],
    ["singleValueExtendedProperties($filter=id eq 'Integer 0x3A4D')", '400 ErrorInvalidExtendedProperty'],
    ["singleValueExtendedProperties($filter=id eq 'String 0x3A24'", '400 ErrorInvalidUrlQuery'],
    ['photo', '400 ErrorInvalidUrlQuery'],
    ['nothing', '400 BadRequest'],
  ])('refuses $expand=%s', async (expand, expected) => {
    const id = await made([]);
    const reply = await bench.send(
      'GET',
      `${bench.ada}/contacts/${id}?$expand=${encodeURIComponent(expand)}`,
    );
    expect(failure(reply)).toBe(expected);
  });
});

describe('writing', () => {
  it('changes what is named, keeps the rest, and gives a new etag', async () => {
    const id = await made([
      { id: MARK, value: '1' },
      { id: 'String 0x3A24', value: '2' },
    ]);
    const before = await bench.send('GET', `${bench.ada}/contacts/${id}`);
    const body = { singleValueExtendedProperties: [{ id: MARK, value: '3' }] };
    const patched = await bench.send('PATCH', `${bench.ada}/contacts/${id}`, { body });
    expect(patched.body).not.toHaveProperty('singleValueExtendedProperties');
    expect(text(patched.body, '@odata.etag')).not.toBe(text(before.body, '@odata.etag'));
    expect(await read(id, MARK, 'String 0x3A24')).toEqual([
      { id: MARK, value: '3' },
      { id: 'String 0x3a24', value: '2' },
    ]);
  });

  it.each([
    ['Integer 0x3A4D', '1'],
    ['Long 0x3A4D', '1'],
    ['String 0x3A4D', '1'],
    ['Short 0x3A24', '1'],
    ['Short 0x3A4D', 'female'],
    ['Short 0x3A4D', '40000'],
    ['Short 0x3A4D', ''],
    ['Short 0x3A4D', 1],
    ['String 0x3A24', null],
    ['String 0x4001001E', 'x'],
    ['String 0x0000', 'x'],
    ['String 0x8012', 'x'],
    ['Text 0x3A24', 'x'],
    ['String OroCRM_id', 'x'],
    ['String {not-a-guid} Name OroCRM_id', 'x'],
    ['Boolean {d6f3a0c2-5b8e-4c57-9e0d-7a1b64c2f9e3} Name flag', 'yes'],
    ['SystemTime {d6f3a0c2-5b8e-4c57-9e0d-7a1b64c2f9e3} Name at', 'today'],
    [17, 'x'],
  ])('refuses %p = %p', async (id, value) => {
    await expect(made([{ id, value }])).rejects.toThrow('400 ErrorInvalidExtendedProperty');
  });

  it('takes every form of id and type', async () => {
    const set = '{00062008-0000-0000-C000-000000000046}';
    const properties = [
      { id: `String ${set} Id 0x8012`, value: 'x' },
      { id: `Integer ${set} Name n`, value: '-5' },
      { id: `Boolean ${set} Name b`, value: 'true' },
      { id: `SystemTime ${set} Name t`, value: '2026-01-02T03:04:05Z' },
      { id: `Binary ${set} Name d`, value: 'AAEC' },
      { id: `CLSID ${set} Name c`, value: '6f1c2d0e-0000-4000-8000-0c0ffee00001' },
      { id: `Double ${set} Name f`, value: '1.5' },
    ];
    const id = await made(properties);
    expect(await read(id, ...properties.map((property) => property.id))).toHaveLength(properties.length);
  });

  it('refuses the same property twice, and what is no array of properties', async () => {
    const twice = [
      { id: 'String 0x3A24', value: '1' },
      { id: 'String 0x3a24', value: '2' },
    ];
    await expect(made(twice)).rejects.toThrow('400 ErrorInvalidExtendedProperty');
    const send = (value: unknown): Promise<Reply> =>
      bench.send('POST', `${bench.ada}/contacts`, { body: { singleValueExtendedProperties: value } });
    expect(failure(await send({}))).toBe('400 RequestBodyRead');
    expect(failure(await send([{ id: 'String 0x3A24', value: '', more: 1 }]))).toBe('400 RequestBodyRead');
  });
});

describe('finding', () => {
  const any = (condition: string): string => `singleValueExtendedProperties/Any(ep: ${condition})`;

  beforeEach(() => {
    bench.human.createContacts('ada@example.com', [
      { surname: 'one', singleValueExtendedProperties: [{ id: MARK, value: "O'Ne 1" }] },
      { surname: 'two', singleValueExtendedProperties: [{ id: 'Short 0x3A4D', value: '2' }] },
      { surname: 'none' },
    ]);
  });

  it.each([
    [`ep/id eq '${MARK}' and ep/value eq 'o''NE 1'`, ['one']],
    [`ep/value eq 'o''NE 1' and ep/id eq '${MARK}'`, ['one']],
    [`ep/id eq '${MARK}' and ep/value ne '2'`, ['one']],
    [`ep/id eq '${MARK}' and ep/value ne null`, ['one']],
    [`ep/id eq '${MARK}' and contains(ep/value, 'ne')`, ['one']],
    [`ep/id eq '${MARK}' and startswith(ep/value, 'ne')`, []],
    [`ep/id eq '${MARK.replace('OroCRM_id', 'ORO')}' and ep/value eq '1'`, []],
    [`ep/id eq 'Short 0x3A4D' and cast(ep/value, Edm.Int16) ge 2`, ['two']],
    [`ep/id eq 'Short 0x3A4D' and cast(ep/value, Edm.Int16) lt 2`, []],
    [`ep/id eq 'Short 0x3A4D' and ep/value eq '2'`, '400 ErrorInvalidUrlQueryFilter'],
    [`ep/id eq 'Integer 0x3A4D' and ep/value eq '2'`, '400 ErrorInvalidExtendedProperty'],
    [`ep/id eq '${MARK}' or ep/value eq '2'`, '400 ErrorInvalidUrlQueryFilter'],
    [`ep/id eq '${MARK}'`, '400 ErrorInvalidUrlQueryFilter'],
    [`ep/id eq '${MARK}' and ep/value gt '2'`, '400 ErrorInvalidUrlQueryFilter'],
  ])('%s', async (condition, expected) => {
    expect(await found(any(condition))).toEqual(expected);
  });

  it('is possible in a folder, and the result lacks the property unless it is expanded too', async () => {
    const folder = bench.human.folders('ada@example.com').find(({ path }) => path === 'Contacts')?.id ?? '';
    const filter = `$filter=${encodeURIComponent(any(`ep/id eq '${MARK}' and ep/value eq 'O''Ne 1'`))}`;
    const path = `${bench.ada}/contactFolders/${folder}/contacts?${filter}`;
    const headers = { Prefer: IMMUTABLE };
    const plain = await bench.send('GET', path, { headers });
    expect(at(plain.body, 'value', 0)).not.toHaveProperty('singleValueExtendedProperties');
    const whole = await bench.send('GET', `${path}&${expanded(MARK)}`, { headers });
    expect(at(whole.body, 'value', 0, 'singleValueExtendedProperties')).toEqual([
      { id: MARK, value: "O'Ne 1" },
    ]);
  });
});
