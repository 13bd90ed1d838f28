import { contactFromCard } from '../../../sandbox/seed/vcard/contact-from-card';
import { LeftOut } from '../../../sandbox/seed/vcard/left-out';
import { byteText, logicalLines } from '../../../sandbox/seed/vcard/logical-lines';
import { readCard } from '../../../sandbox/seed/vcard/read-card';
import { splitCards } from '../../../sandbox/seed/vcard/split-cards';

/** A card of those lines, as programs end them. */
export const vcard = (version: string, ...lines: readonly string[]): string =>
  ['BEGIN:VCARD', `VERSION:${version}`, ...lines, 'END:VCARD', ''].join('\r\n');

/** Every card of the file as a contact, and what Outlook has no place for. */
export function contactsOf(file: string | Buffer) {
  const leftOut = new LeftOut();
  const bytes = typeof file === 'string' ? Buffer.from(file, 'utf8') : file;
  const { cards } = splitCards(logicalLines(byteText(bytes)));
  const contacts = cards.map((card) => contactFromCard(readCard(card), leftOut));
  return { contacts, leftOut: leftOut.describe() };
}

/** The only contact of a file. */
export function contactOf(file: string | Buffer) {
  const { contacts, leftOut } = contactsOf(file);
  expect(contacts).toHaveLength(1);
  return { ...contacts[0], leftOut };
}

export const property = (contact: ReturnType<typeof contactOf>, id: string): string | null | undefined =>
  contact.singleValueExtendedProperties?.find((one) => one.id === id)?.value;
