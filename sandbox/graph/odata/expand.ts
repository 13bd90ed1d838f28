import { badQuery } from '../errors';

/** One navigation property of `$expand`, with the options in its brackets. */
export interface Expansion {
  readonly property: string;
  readonly options: Readonly<Record<string, string>>;
}

/** Splits at `separator`, but not inside brackets or quotes. */
function splitOutside(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let quoted = false;
  let start = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === "'") quoted = !quoted;
    else if (quoted) continue;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (character === separator && depth === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
    if (depth < 0) throw badQuery(`Bad $expand '${text}'.`);
  }
  if (depth !== 0 || quoted) throw badQuery(`Bad $expand '${text}'.`);
  return [...parts, text.slice(start)];
}

/**
 * Reads `$expand`, for example `a($filter=id eq 'x';$select=id),b`.
 * @throws GraphError 400 when it is malformed.
 */
export function readExpand(text: string | undefined): readonly Expansion[] {
  if (text === undefined) return [];
  return splitOutside(text, ',').map((part) => {
    const match = /^\s*(\w+)\s*(?:\(([\s\S]*)\))?\s*$/.exec(part);
    const [, property, inner] = match ?? [];
    if (property === undefined) throw badQuery(`Bad $expand '${text}'.`);
    const options: Record<string, string> = {};
    for (const option of inner === undefined ? [] : splitOutside(inner, ';')) {
      const mark = option.indexOf('=');
      if (mark < 0) throw badQuery(`Bad $expand '${text}'.`);
      options[option.slice(0, mark).trim()] = option.slice(mark + 1);
    }
    return { property, options };
  });
}
