import { calendarOf } from '../calendar-of';
import type { SandboxMailbox } from '../configure-mailboxes';
import type { RunningGraph } from '../graph/start';
import type { SimulatedOrocrm } from '../orocrm/start';
import { SeedRecords } from './json/seed-records';
import { readSeedFile, type SeedFile } from './seed-file';
import { addMailbox, addSeedUser, seedAddress } from './seed-people';
import { loadCards } from './vcard/load-cards';

/** So many lines a file; a book that is wrong throughout need not fill the screen. */
const mostLines = 15;

/**
 * Loads files instead of the sample company: JSON:API documents into OroCRM, vCards into the mailbox of the seed user.
 * Prints for each file what was loaded, and what was not and why.
 * @throws Error when no file can be read at all
 */
export function loadSeed(
  files: readonly string[],
  orocrm: SimulatedOrocrm,
  graph: RunningGraph,
  print: (line: string) => void,
): SandboxMailbox[] {
  const read = files.filter((file) => file !== '').map(readSeedFile);
  if (read.every(({ kind }) => kind === 'unreadable')) {
    throw new Error(`SANDBOX_SEED: nothing can be loaded.\n  ${read.map(whyUnreadable).join('\n  ')}`);
  }
  const seed = addSeedUser(orocrm, graph);
  const records = new SeedRecords(orocrm, seed.userId);
  for (const file of read) if (file.kind === 'orocrm') records.prepare(file.resources);
  for (const file of read) {
    for (const line of shortened(load(file, records, graph))) print(`seed ${file.name}: ${line}`);
  }
  const left = records.addressesLeft();
  if (left.length > 0) print(`seed: addresses of no contact, not loaded: ${left.join(', ')}`);
  const owners = records.owners().filter(({ address }) => address !== seedAddress);
  for (const { address } of owners) addMailbox(address, address, graph);
  return [seed, ...owners.map((one) => ({ ...one, calendarId: calendarOf(orocrm, one.userId) }))];
}

function load(file: SeedFile, records: SeedRecords, graph: RunningGraph): string[] {
  switch (file.kind) {
    case 'orocrm':
      return records.load(file.resources);
    case 'cards':
      return loadCards(file.content, seedAddress, graph);
    case 'unreadable':
      return [`not loaded: ${file.reason}`];
  }
}

const whyUnreadable = (file: SeedFile): string =>
  file.kind === 'unreadable' ? `${file.name}: ${file.reason}` : file.name;

function shortened(lines: readonly string[]): string[] {
  if (lines.length <= mostLines) return [...lines];
  return [...lines.slice(0, mostLines - 1), `and ${lines.length - mostLines + 1} more lines like these`];
}
