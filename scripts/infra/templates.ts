import { readFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { bicep, type Bicep } from '../bicep/compiler';
import { declared } from './declared';
import { withParameterTable } from './parameter-table';

const template = 'infra/main.bicep';

/** What the code declares, as the templates read it. */
export const declaredFile = { path: 'infra/declared.json', content: () => pretty(declared()) };

/**
 * The template as Azure takes it, from `main.bicep` and the files beside it.
 * @throws Error with what the compiler or its linter objects to, warnings too.
 */
export const compiledFile = {
  path: 'infra/azuredeploy.json',
  content: async (compiler: Bicep): Promise<string> => {
    const { output, warnings } = await bicep(compiler, 'build', template, '--stdout');
    if (warnings.trim() !== '') throw new Error(warnings.trim());
    return pretty(withoutGenerator(JSON.parse(output) as unknown));
  },
};

/** Another version of the compiler leaves another mark, in the same template. */
function withoutGenerator(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutGenerator);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== '_generator')
      .map(([name, part]) => [name, withoutGenerator(part)]),
  );
}

const pretty = async (content: unknown): Promise<string> =>
  format(JSON.stringify(content), { ...(await resolveConfig(template)), parser: 'json' });

/** The guide, whose table of parameters comes from the compiled template. */
export const guide = {
  path: 'docs/install.md',
  content: async (compiled: string): Promise<string> =>
    withParameterTable(await readFile('docs/install.md', 'utf8'), JSON.parse(compiled)),
};

/** Whether a generated file is as it ought to be. */
export const isCurrent = async (path: string, content: string): Promise<boolean> =>
  (await readFile(path, 'utf8').catch(() => '')) === content;
