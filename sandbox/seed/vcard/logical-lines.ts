/** Bytes as text of the same length: no character set is known before the line is whole. */
export type ByteText = string;

/** The file's bytes; UTF-16, which is known by its mark, becomes UTF-8. */
export function byteText(file: Buffer): ByteText {
  const mark = file.subarray(0, 2).toString('latin1');
  if (mark === '\xFF\xFE') return utf8Bytes(new TextDecoder('utf-16le').decode(file));
  if (mark === '\xFE\xFF') return utf8Bytes(new TextDecoder('utf-16be').decode(file));
  return file.toString('latin1').replace(/^\xEF\xBB\xBF/, '');
}

const utf8Bytes = (text: string): ByteText => Buffer.from(text, 'utf8').toString('latin1');

export interface LogicalLine {
  /** Of its first physical line, from 1. */
  readonly number: number;
  readonly bytes: ByteText;
}

const quotedPrintable = /^[^:]*;(?:ENCODING=)?QUOTED-PRINTABLE[;:]/i;

/**
 * Joins folded lines. Bytes, not characters: some programs fold in the middle of one. A line of quoted-printable goes
 * on where it ends with `=` (vCard 2.1), whatever the next one begins with.
 */
export function logicalLines(text: ByteText): LogicalLine[] {
  const lines: { number: number; parts: string[] }[] = [];
  let soft = false;
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    const open = lines.at(-1);
    if (open !== undefined && (soft || /^[ \t]/.test(line))) {
      open.parts.push(soft ? line : line.slice(1));
    } else lines.push({ number: index + 1, parts: [line] });
    soft = endsSoftly(lines.at(-1)?.parts ?? []);
    if (soft) dropLast(lines.at(-1)?.parts ?? []);
  }
  return lines
    .map(({ number, parts }) => ({ number, bytes: parts.join('') }))
    .filter(({ bytes }) => bytes.trim() !== '');
}

const endsSoftly = (parts: readonly string[]): boolean =>
  parts.at(-1)?.endsWith('=') === true && quotedPrintable.test(parts[0] ?? '');

function dropLast(parts: string[]): void {
  const last = parts.pop();
  if (last !== undefined) parts.push(last.slice(0, -1));
}
