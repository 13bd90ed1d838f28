/**
 * OroCRM's forms strip white space, control and format characters at both ends of every text (Symfony's trim), so
 * texts that differ only there are the same text to the sync.
 */
const edge = /^[\p{Z}\p{Cc}\p{Cf}]$/u;

/**
 * The canonical form of a single-line text. A loop, not one regular expression, whose time would grow with the square
 * of the white space inside.
 */
export function lineForm(text: string): string {
  let start = 0;
  let end = text.length;
  for (let char = charAt(text, start); start < end && edge.test(char); char = charAt(text, start)) {
    start += char.length;
  }
  for (let char = charBefore(text, end); end > start && edge.test(char); char = charBefore(text, end)) {
    end -= char.length;
  }
  return text.slice(start, end);
}

/** What is written of a single-line text: the source's own, but for white space around it. */
export const lineToWrite = (text: string): string => text.trim();

const charAt = (text: string, index: number): string => {
  const point = text.codePointAt(index);
  return point === undefined ? '' : String.fromCodePoint(point);
};

function charBefore(text: string, index: number): string {
  const pair = index > 1 ? charAt(text, index - 2) : '';
  return pair.length === 2 ? pair : text.slice(Math.max(index - 1, 0), index);
}
