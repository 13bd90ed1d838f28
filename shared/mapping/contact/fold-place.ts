import { foldCase } from '../../records/fold-case';

// Letters that Unicode does not take apart into a base letter and a mark.
const letters: Readonly<Record<string, string>> = {
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  æ: 'ae',
  œ: 'oe',
  ı: 'i',
};

/** The name of a place without case, accents, punctuation and a leading article: what is compared. */
export function foldPlace(text: string): string {
  return foldCase(text)
    .normalize('NFKD')
    .replace(/[\p{M}.'’ʼ]/gu, '')
    .replace(/[øłđðæœı]/g, (letter) => letters[letter] ?? letter)
    .replaceAll('&', ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^the /, '');
}
