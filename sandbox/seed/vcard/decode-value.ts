import type { ByteText } from './logical-lines';

/**
 * Bytes as characters. Without a character set, or with one that does not exist, UTF-8 if they are UTF-8, else the one
 * that Windows used in the west.
 */
export function decodeBytes(bytes: ByteText, charset: string | undefined): string {
  const buffer = Buffer.from(bytes, 'latin1');
  return tryDecode(buffer, charset ?? 'utf-8') ?? tryDecode(buffer, 'utf-8') ?? decodeWestern(buffer);
}

function tryDecode(buffer: Buffer, charset: string): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(buffer);
  } catch {
    return undefined;
  }
}

const decodeWestern = (buffer: Buffer): string => new TextDecoder('windows-1252').decode(buffer);

/** Soft breaks are taken out already; what is no code stays as it is. */
export const decodeQuotedPrintable = (bytes: ByteText): ByteText =>
  bytes.replaceAll(/=([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
