import { IANAZone } from 'luxon';
import { findIana } from 'windows-iana';

/**
 * A mailbox's zone, a Windows or an IANA name (Graph reference 6), as an IANA name; undefined when it is neither
 * (Exchange also has zones made by hand, `tzone://Microsoft/Custom`).
 */
export function ianaZone(name: string): string | undefined {
  const text = name.trim();
  if (/^utc$/i.test(text)) return 'UTC';
  const fromWindows = findIana(text)[0];
  if (fromWindows !== undefined) return fromWindows;
  return IANAZone.isValidZone(text) ? text : undefined;
}
