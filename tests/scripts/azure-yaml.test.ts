import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { z } from 'zod';

const run = promisify(execFile);

/** One shell of a hook. With both named, azd allows `run`, `shell` and `interactive` in them only. */
const shell = (name: 'sh' | 'pwsh') =>
  z.strictObject({ shell: z.literal(name), run: z.string().min(1), interactive: z.boolean().optional() });
const hook = z.strictObject({ posix: shell('sh'), windows: shell('pwsh') });

/** The part of azd's schema (azure-dev: schemas/v1.0/azure.yaml.json) that the file uses, and nothing more. */
const schema = z.strictObject({
  name: z.string().regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/),
  metadata: z.strictObject({ template: z.string() }),
  requiredVersions: z.strictObject({ azd: z.string().regex(/^>= \d+\.\d+\.\d+$/) }),
  infra: z.strictObject({ provider: z.literal('bicep'), path: z.string(), module: z.string() }),
  services: z.record(
    z.string(),
    z.strictObject({
      project: z.string(),
      language: z.enum(['js', 'ts']),
      host: z.literal('function'),
      dist: z.string(),
      remoteBuild: z.boolean(),
      hooks: z.strictObject({ prepackage: hook }),
    }),
  ),
  hooks: z.strictObject({ postprovision: hook }),
});

const text = readFileSync('azure.yaml', 'utf8');
const azure = schema.parse(parse(text));
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const bicep = readFileSync(join(azure.infra.path, `${azure.infra.module}.bicep`), 'utf8');
const [service] = Object.values(azure.services);

test('names its schema, so that editors check it', () => {
  expect(text.split('\n')[0]).toMatch(/^# yaml-language-server: \$schema=https:\S+\/azure\.yaml\.json$/);
});

test('publishes the folder that npm run package fills, unbuilt, to the site that has the tag', () => {
  expect(service).toMatchObject({ project: '.', dist: 'dist/package', remoteBuild: false });
  expect(readFileSync('scripts/package/main.ts', 'utf8')).toContain("join('dist', 'package')");
  expect(bicep).toContain(`var serviceName = '${Object.keys(azure.services).join()}'`);
  // azd installs here and runs `build` here.
  for (const name of ['package.json', 'package-lock.json']) {
    expect(existsSync(join(normalize(service?.project ?? ''), name))).toBe(true);
  }
});

test('its hooks run scripts that there are, in both shells', () => {
  const { posix, windows } = service?.hooks.prepackage ?? azure.hooks.postprovision;
  expect(posix.run).toBe(windows.run);
  const [, script = ''] = /^npm run (\S+)$/.exec(posix.run) ?? [];
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining([script, 'build']));
});

describe('after provisioning', () => {
  const { posix, windows } = azure.hooks.postprovision;
  const used = (script: string, sign: string): string[] =>
    [...script.matchAll(new RegExp(`\\$${sign}([A-Z_]+)`, 'g'))].map(([, name]) => name ?? '');

  test('both shells print outputs of the template, and leave them on the screen', () => {
    const names = used(posix.run, '');
    expect(names).toEqual(['DIRECTORY_COMMAND', 'EXCHANGE_COMMAND', 'CHECK_COMMAND']);
    expect(used(windows.run, 'env:')).toEqual(names);
    expect(names.filter((name) => !bicep.includes(`\noutput ${name} string`))).toEqual([]);
    expect([posix.interactive, windows.interactive]).toEqual([true, true]);
    // The words are the same.
    const words = (script: string): string[] => script.match(/[A-Z][a-z]+ [a-z ,.]+[.:]? ?[\w ]*:/g) ?? [];
    expect(words(posix.run)).toHaveLength(3);
    expect(words(windows.run)).toEqual(words(posix.run));
  });

  test('the commands are printed as they are, each on a line of its own', async () => {
    const commands = {
      DIRECTORY_COMMAND: `az x --name "a b" --q '$y' 100%`,
      EXCHANGE_COMMAND: 'pwsh x.ps1 -Group GROUP',
      CHECK_COMMAND: 'bash check.sh a\\nb',
    };
    const { stdout } = await run('sh', ['-c', posix.run], {
      env: { PATH: process.env['PATH'], ...commands },
    });
    const lines = stdout.split('\n').map((line) => line.trim());
    expect(lines).toEqual(expect.arrayContaining(Object.values(commands)));
  });
});

describe('.funcignore', () => {
  const lines = readFileSync('.funcignore', 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

  test('leaves out everything but the compiled app', () => {
    expect(lines[0]).toBe('*');
    const kept = lines.slice(1).map((line) => /^!(\S+)$/.exec(line)?.[1] ?? line);
    expect(kept.filter((name) => !existsSync(name))).toEqual([]);
    const main = JSON.parse(readFileSync('package.json', 'utf8')) as { main: string };
    expect(kept.some((name) => main.main.startsWith(`${name}/`))).toBe(true);
    expect(kept.filter((name) => /sandbox|scripts|tests|settings/.test(name))).toEqual([]);
  });

  test('keeps node_modules, else azd refuses to publish without a build in the cloud', () => {
    expect(lines).toContain('!node_modules');
  });
});
