/** Order by Unicode code point: the same on every machine and in every language (code units would split pairs). */
export function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a, 'utf8'), Buffer.from(b, 'utf8'));
}
