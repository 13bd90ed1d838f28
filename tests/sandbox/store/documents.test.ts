import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transformFileSync } from '@swc/core';
import fc from 'fast-check';
import { z } from 'zod';
import { open, type Collection } from '../../../sandbox/store/documents';

const note = z.object({ text: z.string(), count: z.number().optional() });
type Note = z.infer<typeof note>;
const parse = (value: unknown): Note => note.parse(value);

describe('document store', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'documents-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps documents of different kinds apart and in order over a restart', () => {
    const file = join(folder, 'a.db');
    const first = open(file);
    const notes = first.collection('note', parse);
    const others = first.collection('other', parse);
    notes.put('2', { text: 'two' });
    notes.put('1', { text: 'one' });
    notes.put('2', { text: 'two again', count: 2 });
    notes.put('3', { text: 'three' });
    notes.delete('3');
    others.put('1', { text: 'elsewhere' });
    first.close();

    const second = open(file);
    const again = second.collection('note', parse);
    expect([...again.entries()]).toEqual([
      ['2', { text: 'two again', count: 2 }],
      ['1', { text: 'one' }],
    ]);
    expect(second.collection('other', parse).get('1')).toEqual({ text: 'elsewhere' });
    second.close();
  });

  it('refuses to open one kind twice and to load a document that is none', () => {
    const file = join(folder, 'b.db');
    const first = open(file);
    first.collection('note', parse).put('1', { text: 'x' });
    expect(() => first.collection('note', parse)).toThrow('open already');
    first.close();
    const second = open(file);
    expect(() =>
      second.collection('note', (value) => z.object({ missing: z.string() }).parse(value)),
    ).toThrow();
    second.close();
  });

  it('undoes a failed transaction in memory and in the file, nested ones included', () => {
    const file = join(folder, 'c.db');
    const store = open(file);
    const notes = store.collection('note', parse);
    notes.put('kept', { text: 'before' });
    notes.put('deleted', { text: 'before' });
    expect(() =>
      store.transaction(() => {
        notes.put('kept', { text: 'after' });
        store.transaction(() => notes.put('new', { text: 'new' }));
        notes.delete('deleted');
        throw new Error('refused');
      }),
    ).toThrow('refused');
    const expected = { kept: { text: 'before' }, deleted: { text: 'before' } };
    expect(Object.fromEntries(notes.entries())).toEqual(expected);
    store.close();
    const again = open(file);
    expect(Object.fromEntries(again.collection('note', parse).entries())).toEqual(expected);
    again.close();
  });

  it('survives SIGKILL', async () => {
    const file = join(folder, 'd.db');
    // The child runs the store itself, transpiled here because it has no test transform.
    const { code } = transformFileSync(join(process.cwd(), 'sandbox/store/documents.ts'), {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
      module: { type: 'commonjs' },
    });
    writeFileSync(join(folder, 'documents.cjs'), code);
    const child = spawn(process.execPath, [
      '-e',
      `const store = require(${JSON.stringify(join(folder, 'documents.cjs'))}).open(${JSON.stringify(file)});
       store.collection('note', (value) => value).put('1', { text: 'safe' });
       console.log('written');
       setInterval(() => undefined, 1000);`,
    ]);
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await gone;
    const store = open(file);
    expect(store.collection('note', parse).get('1')).toEqual({ text: 'safe' });
    store.close();
  });

  it('behaves like a map whatever is done to it (property)', () => {
    const id = fc.constantFrom('a', 'b', 'c');
    const step = fc.oneof(
      fc.record({ kind: fc.constant('put' as const), id, text: fc.string() }),
      fc.record({ kind: fc.constant('delete' as const), id }),
      fc.record({ kind: fc.constant('clear' as const) }),
    );
    const apply = (
      notes: Pick<Collection<Note>, 'put' | 'delete' | 'clear'>,
      each: typeof step extends fc.Arbitrary<infer S> ? S : never,
    ): void => {
      switch (each.kind) {
        case 'put':
          notes.put(each.id, { text: each.text });
          return;
        case 'delete':
          notes.delete(each.id);
          return;
        case 'clear':
          notes.clear();
          return;
      }
    };
    let run = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.array(step), fc.boolean())), (transactions) => {
        const file = join(folder, `p${(run += 1)}.db`);
        const store = open(file);
        const notes = store.collection('note', parse);
        let model = new Map<string, Note>();
        for (const [steps, fails] of transactions) {
          const next = new Map(model);
          const work = (): void => {
            for (const each of steps) apply(notes, each);
            if (fails) throw new Error('refused');
          };
          for (const each of steps)
            apply(
              {
                put: (key, value) => next.set(key, value),
                delete: (key) => next.delete(key),
                clear: () => next.clear(),
              },
              each,
            );
          if (fails) expect(() => store.transaction(work)).toThrow('refused');
          else store.transaction(work);
          if (!fails) model = next;
          expect(Object.fromEntries(notes.entries())).toEqual(Object.fromEntries(model));
        }
        store.close();
        const again = open(file);
        expect(Object.fromEntries(again.collection('note', parse).entries())).toEqual(
          Object.fromEntries(model),
        );
        again.close();
      }),
      { numRuns: 30 },
    );
  });
});
