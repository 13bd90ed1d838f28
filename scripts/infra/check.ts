import { requireBicep } from '../bicep/compiler';
import { compiledFile, declaredFile, guide, isCurrent } from './templates';

/** `npm run infra:check`: the templates compile, the linter objects to nothing, and what is made of them is current. */
async function main(): Promise<void> {
  const made = [{ path: declaredFile.path, content: await declaredFile.content() }];
  const compiler = await requireBicep();
  if (compiler !== undefined) {
    const compiled = await compiledFile.content(compiler);
    made.push({ path: compiledFile.path, content: compiled });
    made.push({ path: guide.path, content: await guide.content(compiled) });
  }
  for (const { path, content } of made) {
    if (await isCurrent(path, content)) continue;
    console.error(`${path} is not current: npm run infra writes it.`);
    process.exitCode = 1;
  }
}

main().catch((thrown: unknown) => {
  console.error(thrown instanceof Error ? thrown.message : thrown);
  process.exitCode = 1;
});
