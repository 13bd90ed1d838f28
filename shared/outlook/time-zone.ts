import { IANAZone } from 'luxon';
import { findIana, findWindows } from 'windows-iana';

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

/**
 * The name by which Graph takes an IANA zone: it lists only some of those (Graph reference 2.3), but every Windows
 * name. A zone that Windows does not know stands for itself, '' for UTC.
 */
export function graphZone(name: string): string {
  if (name === '' || name === 'UTC') return 'UTC';
  return findWindows(name)[0] ?? name;
}
