import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const folder = join('.github', 'workflows');
const permissions = z.record(z.string(), z.enum(['read', 'write', 'none']));
const step = z.object({ uses: z.string().optional(), run: z.string().optional() }).loose();
const workflow = z.object({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions,
  jobs: z.record(
    z.string(),
    z.object({
      permissions: permissions.optional(),
      needs: z.string().optional(),
      uses: z.string().optional(),
      'timeout-minutes': z.number().optional(),
      steps: z.array(step).default([]),
    }),
  ),
});

const files = readdirSync(folder).map((name) => {
  const text = readFileSync(join(folder, name), 'utf8');
  return { ...workflow.parse(parse(text)), file: name, text };
});
const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };

test('there is one that checks and one that releases', () => {
  expect(files.map(({ file }) => file)).toEqual(['check.yml', 'release.yml']);
});

describe.each(files)('$file', ({ text, jobs, permissions: granted }) => {
  const steps = Object.values(jobs).flatMap((job) => job.steps);
  const uses = [...Object.values(jobs), ...steps].flatMap((one) => one.uses ?? []);

  test('runs scripts and workflows that there are', () => {
    const commands = steps.flatMap(({ run = '' }) => run);
    const called = commands.flatMap((command) =>
      [...command.matchAll(/npm run (\S+)/g)].map(([, one]) => one ?? ''),
    );
    expect(called.filter((one) => scripts[one] === undefined)).toEqual([]);
    const paths = commands.flatMap((command) => command.match(/\.ci\/\S+|infra\/\S+/g) ?? []);
    const local = uses.filter((one) => one.startsWith('./'));
    expect([...paths, ...local].filter((path) => !existsSync(path))).toEqual([]);
    const after = Object.values(jobs).flatMap(({ needs }) => needs ?? []);
    expect(after.filter((one) => jobs[one] === undefined)).toEqual([]);
  });

  test('uses actions of GitHub alone, at one major version each', () => {
    const others = uses.filter((one) => !one.startsWith('./'));
    expect(others.filter((one) => !/^actions\/[a-z-]+@v\d+$/.test(one))).toEqual([]);
  });

  test('has no secret but the token, and writes in the job that releases only', () => {
    expect(text).not.toMatch(/secrets\./);
    expect(Object.values(granted)).not.toContain('write');
    for (const [job, { permissions: own = {}, steps: done }] of Object.entries(jobs)) {
      expect(Object.entries(own).filter(([, right]) => right === 'write')).toEqual(
        job === 'publish' ? [['contents', 'write']] : [],
      );
      // Where it may write, no package runs.
      if (job === 'publish') expect(done.filter(({ run = '' }) => /npm|node/.test(run))).toEqual([]);
    }
    // The token stays out of the clone, where every package could read it.
    const checkouts = steps.filter(({ uses: action = '' }) => action.startsWith('actions/checkout@'));
    expect(checkouts.map((one) => one['with'])).toEqual(
      checkouts.map(() => ({ 'persist-credentials': false })),
    );
  });
});

test('a release has the package, the templates and the scripts that need no clone, with checksums of all', () => {
  const { text } = files.find(({ file }) => file === 'release.yml') ?? { text: '' };
  // The names that docs/install.md gives.
  expect(readFileSync('scripts/package/main.ts', 'utf8')).toContain("orocrm-microsoft365-sync.zip'");
  const copied = [...text.matchAll(/^ +cp (.+) dist\/release\/$/gm)].flatMap(([, names = '']) =>
    names.split(' '),
  );
  expect(copied.sort()).toEqual([
    'infra/azuredeploy.json',
    ...['check.sh', 'exchange-scope.ps1', 'remove.sh'].map((name) => `infra/graph/${name}`),
    'scripts/remove-traces.sh',
  ]);
  for (const name of copied) expect([name, existsSync(name)]).toEqual([name, true]);
  expect(text).toContain('--file infra/graph/main.bicep --outfile dist/release/directory.json');
  expect(text).toContain('sha256sum *.zip *.json *.sh *.ps1 > SHA256SUMS');
  expect(text).toContain('*.zip *.json *.sh *.ps1 SHA256SUMS\n');
});
