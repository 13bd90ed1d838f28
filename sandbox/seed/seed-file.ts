import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { readDocument, type Resource } from './json/document';
import { messageOf } from './message-of';

/** A file that SANDBOX_SEED names, read but not yet loaded. */
export type SeedFile =
  | { readonly kind: 'orocrm'; readonly name: string; readonly resources: readonly Resource[] }
  | { readonly kind: 'cards'; readonly name: string; readonly content: Buffer }
  | { readonly kind: 'unreadable'; readonly name: string; readonly reason: string };

export function readSeedFile(name: string): SeedFile {
  try {
    const content = readFileSync(name);
    const extension = extname(name).toLowerCase();
    if (extension === '.vcf' || extension === '.vcard') return { kind: 'cards', name, content };
    if (extension === '.json') {
      return { kind: 'orocrm', name, resources: readDocument(content.toString('utf8')) };
    }
    return { kind: 'unreadable', name, reason: 'it is neither .json nor .vcf' };
  } catch (error) {
    return { kind: 'unreadable', name, reason: messageOf(error) };
  }
}
