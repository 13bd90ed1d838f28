import { zipSync } from 'fflate';

/** The earliest that a zip can say, in whatever zone it is made: the format knows local times only. */
const always = new Date(1980, 0, 1);

/** A plain file that all may read, as Unix keeps it in the upper half of the attributes. */
const readable = 0o100644 << 16;
const unix = 3;

/**
 * A zip whose bytes depend on names and contents alone. (fflate compresses in JavaScript; the zlib of Node gives other
 * bytes on other machines.)
 */
export const zip = (files: ReadonlyMap<string, Uint8Array>): Uint8Array =>
  zipSync(
    Object.fromEntries(
      [...files]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, content]) => [name, [content, { mtime: always, os: unix, attrs: readable, level: 9 }]]),
    ),
  );
