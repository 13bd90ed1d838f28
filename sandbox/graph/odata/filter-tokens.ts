import { badFilter } from '../errors';

/** A piece of a `$filter` expression. */
export type Token =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'word'; readonly value: string }
  | { readonly kind: 'sign'; readonly value: '(' | ')' | ',' | ':' };

const PATTERN =
  /\s*(?:'((?:[^']|'')*)'|(-?\d+(?:\.\d+)?)(?![\w-])|(\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})|[A-Za-z_@][\w./@-]*)|([(),:]))/y;

/**
 * Splits a `$filter` into tokens. A quote inside a text is written twice.
 * @throws GraphError 400 at the first character that fits nothing.
 */
export function tokenize(filter: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  const text = filter.trimEnd();
  while (position < text.length) {
    PATTERN.lastIndex = position;
    const match = PATTERN.exec(text);
    if (match === null) throw badFilter(`Invalid filter clause: syntax error at position ${position}.`);
    position = PATTERN.lastIndex;
    const [, quoted, digits, word, sign] = match;
    if (quoted !== undefined) tokens.push({ kind: 'text', value: quoted.replaceAll("''", "'") });
    else if (digits !== undefined) tokens.push({ kind: 'number', value: Number(digits) });
    else if (word !== undefined) tokens.push({ kind: 'word', value: word });
    else if (sign === '(' || sign === ')' || sign === ',' || sign === ':') {
      tokens.push({ kind: 'sign', value: sign });
    }
  }
  return tokens;
}
