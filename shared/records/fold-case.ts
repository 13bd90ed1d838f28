/**
 * Full case folding as far as JavaScript offers it: upper case first, so that `ß` meets `SS` and every sigma is the
 * same one.
 */
export const foldCase = (text: string): string => text.toUpperCase().toLowerCase().normalize('NFC');
