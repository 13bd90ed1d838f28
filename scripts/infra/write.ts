import { writeFile } from 'node:fs/promises';
import { requireBicep } from '../bicep/compiler';
import { compiledFile, declaredFile, guide } from './templates';

/** `npm run infra`: writes the files of `infra/` that are made of others. */
async function main(): Promise<void> {
  // First what the code declares: the templates read it.
  await writeFile(declaredFile.path, await declaredFile.content());
  const compiler = await requireBicep();
  if (compiler === undefined) return;
  const compiled = await compiledFile.content(compiler);
  await writeFile(compiledFile.path, compiled);
  await writeFile(guide.path, await guide.content(compiled));
}

void main();
