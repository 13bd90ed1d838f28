import type { RunningGraph } from '../../graph/start';
import { messageOf } from '../message-of';
import { contactFromCard } from './contact-from-card';
import { LeftOut } from './left-out';
import { byteText, logicalLines } from './logical-lines';
import { readCard } from './read-card';
import { splitCards } from './split-cards';

/** Puts the cards of a .vcf file into a mailbox. @returns what was loaded and what was not, in lines to print */
export function loadCards(file: Buffer, mailbox: string, graph: RunningGraph): string[] {
  const { cards, strayLines } = splitCards(logicalLines(byteText(file)));
  const leftOut = new LeftOut();
  const faults: string[] = [];
  let loaded = 0;
  for (const raw of cards) {
    try {
      const card = readCard(raw);
      faults.push(...card.faults.map((fault) => `card ${raw.number}, ${fault}; this line is not loaded`));
      graph.human.createContact(mailbox, contactFromCard(card, leftOut));
      loaded += 1;
    } catch (error) {
      faults.push(`card ${raw.number} is not loaded: ${messageOf(error)}`);
    }
  }
  const without = leftOut.describe();
  return [
    `${loaded} of ${cards.length} cards loaded into ${mailbox}`,
    ...faults,
    ...(without === '' ? [] : [`Outlook has no place for ${without}`]),
    ...(strayLines === 0 ? [] : [`${strayLines} lines outside of cards`]),
  ];
}
