/**
 * OroCRM's forms strip white space, control and format characters at both ends of every text (Symfony's trim), so
 * texts that differ only there are the same text to the sync.
 */
const edges = /^[\p{Z}\p{Cc}\p{Cf}]+|[\p{Z}\p{Cc}\p{Cf}]+$/gu;

/** The canonical form of a single-line text. */
export const lineForm = (text: string): string => text.replace(edges, '');

/** What is written of a single-line text: the source's own, but for white space around it. */
export const lineToWrite = (text: string): string => text.trim();
