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
const base64 = /^[^:]*;(?:ENCODING=)?(?:BASE64|B)[;:]/i;

/**
 * Joins folded lines. Bytes, not characters: some programs fold in the middle of one. In vCard 2.1 a line of
 * quoted-printable goes on where it ends with `=`, and base64 goes on, not indented, up to a line with a colon.
 */
export function logicalLines(text: ByteText): LogicalLine[] {
  const lines: { number: number; parts: string[] }[] = [];
  let soft = false;
  for (const [index, line] of text.split(/\r*\n|\r/).entries()) {
    const parts = lines.at(-1)?.parts;
    // Some programs write an empty line after each line, folded ones too.
    if (line === '' && !soft) continue;
    if (parts !== undefined && soft) parts.push(line);
    else if (parts !== undefined && /^[ \t]/.test(line)) parts.push(line.slice(1));
    else if (parts !== undefined && !line.includes(':') && base64.test(parts[0] ?? '')) parts.push(line);
    else lines.push({ number: index + 1, parts: [line] });
    soft = takeSoftBreak(lines.at(-1)?.parts ?? []);
  }
  return lines
    .map(({ number, parts }) => ({ number, bytes: parts.join('') }))
    .filter(({ bytes }) => bytes.trim() !== '');
}

function takeSoftBreak(parts: string[]): boolean {
  const last = parts.at(-1);
  if (last?.endsWith('=') !== true || !quotedPrintable.test(parts[0] ?? '')) return false;
  parts[parts.length - 1] = last.slice(0, -1);
  return true;
}
