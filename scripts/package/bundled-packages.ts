import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { mayBePassedOn } from './licence-terms';

const description = z.object({ name: z.string(), version: z.string(), license: z.string().optional() });

export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX. */
  readonly licence: string;
  /** What its licence wants to be passed on. */
  readonly text: string;
}

const packageFolder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/;
const legalFile = /^(licen[cs]e|copying|notice)/i;

/**
 * The packages that the files belong to, by name and version.
 * @throws Error that names every package without a licence, without its text, or with terms that do not fit.
 */
export function bundledPackages(root: string, files: readonly string[]): readonly BundledPackage[] {
  const found = new Map<string, BundledPackage>();
  const faults: string[] = [];
  for (const folder of new Set(files.flatMap((file) => packageFolder.exec(file)?.[0] ?? []))) {
    const { name, version, license = '' } = describe(join(root, folder));
    const text = legalText(join(root, folder));
    if (license === '') faults.push(`${folder} names no licence`);
    else if (!mayBePassedOn(license)) faults.push(`${folder} is under ${license}`);
    else if (text === '') faults.push(`${folder} has no text of its licence`);
    found.set(`${name} ${version}`, { name, version, licence: license, text });
  }
  if (faults.length > 0) throw new Error(`Not everything may be passed on:\n${faults.join('\n')}`);
  return [...found.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}

function describe(folder: string): z.infer<typeof description> {
  const content: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return description.parse(content);
}

/** Licence and notice files, else the section of the readme that holds them; empty where there is neither. */
function legalText(folder: string): string {
  const entries = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile());
  const names = entries.map(({ name }) => name).sort();
  const read = (name: string): string =>
    readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim();
  const files = names.filter((name) => legalFile.test(name));
  if (files.length > 0) return files.map(read).join('\n\n');
  const readme = names.find((name) => /^readme/i.test(name));
  const section =
    readme === undefined ? '' : (/^(?:#+ *)?licen[cs]e\b[^\n]*\n(.*)/ims.exec(read(readme))?.[1] ?? '');
  return /copyright/i.test(section) ? section.replace(/^[-=]+\n/, '').trim() : '';
}
