import type { LogicalLine } from './logical-lines';

export interface RawCard {
  /** From 1, in the order of the file. */
  readonly number: number;
  readonly lines: readonly LogicalLine[];
  /** Why it cannot be read. */
  readonly fault: string | undefined;
}

/** Cuts a file into its cards. A card within a card (AGENT in vCard 2.1) is no card of the book, and left out. */
export function splitCards(lines: readonly LogicalLine[]): { cards: RawCard[]; strayLines: number } {
  const cards: RawCard[] = [];
  let open: LogicalLine[] | undefined;
  let depth = 0;
  let strayLines = 0;
  const close = (fault?: string): void => {
    if (open !== undefined) cards.push({ number: cards.length + 1, lines: open, fault });
    open = undefined;
    depth = 0;
  };
  for (const line of lines) {
    const marker = line.bytes.trim().toUpperCase();
    if (marker === 'BEGIN:VCARD') {
      const isAgent = open !== undefined && /^AGENT\b[^:]*:$/i.test(open.at(-1)?.bytes.trim() ?? '');
      if (isAgent || depth > 1) depth += 1;
      else {
        close('it has no END:VCARD');
        open = [];
        depth = 1;
      }
    } else if (marker === 'END:VCARD' && open !== undefined) {
      depth -= 1;
      if (depth === 0) close();
    } else if (open === undefined) strayLines += 1;
    else if (depth === 1) open.push(line);
  }
  close('it has no END:VCARD');
  return { cards, strayLines };
}
