import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { bundledPackages } from '../../../scripts/package/bundled-packages';

const root = mkdtempSync(join(tmpdir(), 'packages-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

function install(folder: string, description: object, files: Record<string, string>): string {
  const all = { 'package.json': JSON.stringify(description), 'lib/index.js': '', ...files };
  for (const [name, content] of Object.entries(all)) {
    const file = join(root, folder, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  return `${folder}/lib/index.js`;
}

const terms = 'Copyright (c) Ada Byron';
const mit = { version: '1.0.0', license: 'MIT' };

test('finds each package once, with all its legal files or the section of its readme', () => {
  const files = [
    'dist/functions/index.js',
    install('node_modules/@scope/b', { name: '@scope/b', ...mit }, { LICENSE: terms, NOTICE: 'Notice of b' }),
    install(
      'node_modules/a',
      { name: 'a', ...mit },
      { 'README.md': `# a\n\nLicense\n-------\n\n${terms}\n` },
    ),
    'node_modules/a/package.json',
    install(
      'node_modules/a/node_modules/@scope/b',
      { name: '@scope/b', ...mit, version: '2.0.0' },
      { COPYING: terms },
    ),
  ];
  expect(bundledPackages(root, files)).toEqual([
    { name: '@scope/b', version: '1.0.0', licence: 'MIT', text: `${terms}\n\nNotice of b` },
    { name: '@scope/b', version: '2.0.0', licence: 'MIT', text: terms },
    { name: 'a', version: '1.0.0', licence: 'MIT', text: terms },
  ]);
});

test('names every package that may not be passed on', () => {
  const none = install('node_modules/none', { name: 'none', version: '1.0.0' }, { LICENSE: terms });
  const strict = install(
    'node_modules/strict',
    { name: 'strict', ...mit, license: 'GPL-3.0-only' },
    { LICENSE: terms },
  );
  const silent = install(
    'node_modules/silent',
    { name: 'silent', ...mit },
    { 'README.md': '## License\n\nMIT\n' },
  );
  expect(() => bundledPackages(root, [none, strict, silent])).toThrow(
    [
      'Not everything may be passed on:',
      'node_modules/none names no licence',
      'node_modules/strict is under GPL-3.0-only',
      'node_modules/silent has no text of its licence',
    ].join('\n'),
  );
});
