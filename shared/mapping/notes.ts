import { htmlToPlain, isHtml, plainToHtml } from './html-text';
import { lineForm } from './text';

/**
 * The canonical form of a plain text of many lines: LF, no white space around it, and one kind of space, since HTML
 * and Exchange both turn spaces into no-break ones and back.
 */
export const plainForm = (text: string): string =>
  lineForm(text.replace(/\r\n?/g, '\n').replace(/[\t\v\f\u00a0]/g, ' '));

/** The canonical form of an OroCRM description, which may be HTML (orocrm-api 1.1). */
export const descriptionForm = (description: string): string =>
  plainForm(isHtml(description) ? htmlToPlain(description) : description);

/** A description as Outlook gets it: plain text. */
export const toNotes = (description: string): string =>
  isHtml(description) ? descriptionForm(description) : description;

/** A plain text as OroCRM gets it: HTML only where it is HTML already, or where the text would be taken for it. */
export function toDescription(text: string, current: string): string {
  const lines = text.replace(/\r\n?/g, '\n').trimEnd();
  if (lines.trim() === '') return '';
  return isHtml(current) || isHtml(lines) ? plainToHtml(plainForm(lines)) : lines;
}
